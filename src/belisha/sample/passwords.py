"""First passwords for the sample's people: three words that their age can read and type."""

from __future__ import annotations

import secrets
from functools import cache
from importlib import resources
from random import Random
from typing import TYPE_CHECKING, Final

import yaml

from belisha.sample.invent import KINDEST_WORDS, everybody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.sample.invent import SamplePerson

WORDS_FOR_PUPILS: Final = 3
WORDS_FOR_ADULTS: Final = 4


def sample_sign_ins(seed: int | None = None) -> Iterator[tuple[str, str]]:
    """Sign-in name and password of everybody. Without a seed, new and unguessable; with one, for tests only."""
    chooser: Random = secrets.SystemRandom() if seed is None else Random(seed)  # noqa: S311 - a seed is for tests
    words = _words()
    short, long = words["short"], words["long"]
    for people in everybody().values():
        for person in people:
            chosen = short if person.year in KINDEST_WORDS else long
            yield person.sign_in, "-".join(chooser.choice(chosen) for _ in range(_length(person)))


def new_passphrase() -> str:
    """A new password for an adult of the sample."""
    return "-".join(secrets.choice(_words()["long"]) for _ in range(WORDS_FOR_ADULTS))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Short words, that the youngest read, and long ones."""
    read = yaml.safe_load(resources.files("belisha.sample").joinpath("words.yaml").read_text("utf-8"))
    return {kind: tuple(read[kind].split()) for kind in ("short", "long")}


def _length(person: SamplePerson) -> int:
    return WORDS_FOR_PUPILS if person.year else WORDS_FOR_ADULTS
