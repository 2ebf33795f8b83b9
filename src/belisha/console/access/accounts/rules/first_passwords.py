"""First passwords: words drawn by chance, as many and as easy as their owner's age asks for."""

from __future__ import annotations

import secrets
from functools import cache
from importlib import resources
from typing import Final

import yaml

__all__ = ["first_password", "new_token"]

# 290 short words: three make 24 million passwords, tried at ten in five minutes; 380 long ones, four: 20,000 million
WORDS_FOR_PUPILS: Final = 3
WORDS_FOR_ADULTS: Final = 4


def first_password(kind: str, *, easy: bool = False) -> str:
    """A new password. `easy`: for those who begin to read, short words that are written as they are spoken."""
    number = WORDS_FOR_PUPILS if kind == "pupil" else WORDS_FOR_ADULTS
    words = _words("short" if easy else "long")
    chosen = [secrets.choice(words)]
    while len(chosen) < number:
        word = secrets.choice(words)
        if word not in chosen:
            chosen.append(word)
    return "-".join(chosen)


def new_token() -> str:
    """What a card holds: 128 bits that nobody can guess."""
    return secrets.token_urlsafe(16)


@cache
def _words(which: str) -> tuple[str, ...]:
    text = resources.files("belisha.sample").joinpath("words.yaml").read_text("utf-8")
    return tuple(yaml.safe_load(text)[which].split())
