"""The Welsh catalogue: whole, in step with the screens, and chosen by whoever reads."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import translation

from belisha.console.design.environment import day
from cast import a_school, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from django.test import Client

PLACE = re.compile(r"%\((\w+)\)s|%%\{(\w+)\}")


@cache
def words() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words", Path(__file__).parents[2] / "deploy/words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_catalogue_holds_the_words_of_the_screens_as_they_are() -> None:
    renewed = words().renewed(words().read())
    assert words().written(renewed).decode() == words().FILE.read_text(), "run deploy/words.py"


def test_every_text_that_should_be_in_welsh_is() -> None:
    assert words().untranslated(words().read()) == []


def test_what_runs_is_what_people_read() -> None:
    assert words().FILE.with_suffix(".mo").read_bytes() == words().compiled(words().read())


def test_no_translation_loses_what_is_filled_in() -> None:
    def places(text: str | tuple[str, ...]) -> set[tuple[str, ...]]:
        return set(PLACE.findall(text if isinstance(text, str) else text[-1]))

    lost = [message.id for message in words().read() if message.id and places(message.id) != places(message.string)]
    assert lost == []


@pytest.fixture
def english_again() -> Iterator[None]:
    """The language that a request chose stays with the thread: later tests read English."""
    yield
    translation.activate("en-gb")


@pytest.mark.django_db
@pytest.mark.usefixtures("english_again")
def test_a_page_is_in_welsh_once_that_is_chosen_and_says_so(client: Client) -> None:
    client.force_login(somebody(a_school(), kind="pupil", name="Ava Brown"))
    client.post(reverse("set_language"), {"language": "cy", "next": reverse("home")})
    page = client.get(reverse("home")).content.decode()
    assert '<html lang="cy"' in page
    assert "Helo, Ava" in page


def test_dates_are_in_welsh_too() -> None:
    with translation.override("cy"):
        assert day(date(2026, 9, 4)) == "4 Medi 2026"
