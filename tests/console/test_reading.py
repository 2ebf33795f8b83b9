"""Pages that children read are not too hard for them (docs/adr/0012-reading-age.md)."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType


@cache
def reading() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reading", Path(__file__).parents[2] / "deploy/reading.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def age(*texts: str) -> float:
    found: float = reading().figures(iter(texts), reading().known()).age
    return found


def test_no_page_of_a_pupil_is_too_hard() -> None:
    found = [(page, reading().figures(reading().texts_of(page), reading().known())) for page in reading().PAGES]
    assert [fault for page, figures in found if (fault := reading().too_hard(page, figures))] == []
    assert [page.title for page, figures in found if figures.words < 20] == [], "the texts are found"


def test_hard_words_and_long_sentences_make_a_text_older() -> None:
    easy = age("Tell a grown-up at school. You are not in trouble.")
    assert easy < 7.5
    assert age("Notify a safeguarding practitioner. Sanctions are not anticipated.") > 9
    long = "You can tell a grown-up at school if you like and then they will help you and you are not in trouble at all"
    assert age(long) > easy + 1


@pytest.mark.parametrize(
    "word", ["closing", "stopped", "worries", "grown-ups", "Teacher’s", "happier", "likes", "carried"]
)
def test_words_are_known_by_what_they_are_formed_of(word: str) -> None:
    assert reading().is_known(word, reading().known())


@pytest.mark.parametrize("word", ["verify", "filter", "policy", "incident", "appropriate"])
def test_words_of_adults_are_not_known(word: str) -> None:
    assert not reading().is_known(word, reading().known())


def test_a_page_that_became_too_hard_is_named() -> None:
    page = reading().PAGES[0]
    hard = reading().figures(iter(["This resource is categorised as inappropriate."]), reading().known())
    assert page.title in reading().too_hard(page, hard)
