"""Escaped text, and text that is safe to show."""

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.escapes import unescape, visible


@given(st.text())
def test_what_was_escaped_comes_back(text: str) -> None:
    assert unescape(quote(text)) == ("" if quote(text) == "-" else text)


@given(st.text())
def test_what_is_visible_cannot_steer_a_terminal_or_turn_the_reading_direction(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & {"\x1b", "\n", "\r", "\t", "\x00", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\ufeff"}
    assert visible(shown) == shown


def test_names_and_words_of_any_language_stay_as_they_are() -> None:
    assert visible("Zoë Łukasz 李 مرحبا 100 %") == "Zoë Łukasz 李 مرحبا 100 %"
    assert visible("red\x1b[31m") == "red\\u001b[31m"
