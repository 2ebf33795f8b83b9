"""The pictures of the guide: each that is shown is there, small, and told in words; none lies about."""

from __future__ import annotations

import re

from console.conftest import GUIDE, IMAGES

SHOWN = re.compile(r"!\[([^\]]*)\]\(\.\./images/(console-[a-z-]+\.png)\)")
LARGEST = 150_000  # bytes


def test_every_picture_of_the_console_is_shown_is_told_in_words_and_is_small() -> None:
    shown = {name: words for page in GUIDE.glob("*.md") for words, name in SHOWN.findall(page.read_text())}
    taken = {each.name: each.stat().st_size for each in IMAGES.glob("console-*.png")}
    assert shown.keys() == taken.keys(), "take them with BELISHA_PICTURES=1 and the journeys of tests/console"
    assert [name for name, words in shown.items() if len(words) < 20] == []
    assert [name for name, size in taken.items() if size > LARGEST] == []
