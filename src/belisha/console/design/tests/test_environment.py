"""What templates are made with."""

from __future__ import annotations

from django.template import engines
from jinja2 import DictLoader


def test_a_page_that_was_read_once_is_not_read_again_however_many_others_were() -> None:
    many = {f"{number}.html": "" for number in range(1000)}
    env = engines["jinja2"].env.overlay(loader=DictLoader(many))
    first = env.get_template("0.html")
    for name in many:
        env.get_template(name)
    assert env.get_template("0.html") is first
