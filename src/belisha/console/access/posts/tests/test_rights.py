"""The matrix of rights, and its page in the guide."""

from __future__ import annotations

from pathlib import Path

from belisha.console.access.permissions import Permission
from belisha.console.access.posts.rights import as_markdown, lines
from belisha.console.access.roles import ROLES

PAGE = Path(__file__).parents[6] / "docs/guide/who-may-do-what.md"


def test_the_page_of_the_guide_is_what_the_code_says() -> None:
    renew = "python -m belisha.console rights > docs/guide/who-may-do-what.md"
    assert PAGE.read_text("utf-8") == as_markdown(), f"renew it: {renew}"


def test_the_matrix_shows_every_right_of_every_role() -> None:
    shown = {(line.permission, role) for line in lines() for role in line.roles}
    assert shown == {(right, role) for role, rule in ROLES.items() for right in rule.permissions}
    assert {line.permission for line in lines()} == set(Permission)
