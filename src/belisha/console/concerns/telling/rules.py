"""The pictures that a child chooses from, the codes of those who do not say who they are."""

from __future__ import annotations

import hashlib
import re
import secrets
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CODE", "Picture", "code_of", "digest_of", "new_code", "new_key", "picture_for", "picture_of", "pictures"]

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # those of the form behind a blocked page: codes look alike
CODE: Final = re.compile(rf"W-[{LETTERS}]{{6}}")
MISREAD: Final = str.maketrans({"O": "Q", "L": "J", "U": "V"})


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a child may choose. `gateway`: what the form behind a blocked page calls it."""

    id: str
    words: str
    category: str
    gateway: tuple[str, ...] = ()


@cache
def pictures() -> tuple[Picture, ...]:
    """All of them, in the order of the page."""
    text = (Path(__file__).parent / "data/pictures.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=tuple[Picture, ...])


def picture_of(name: str) -> Picture:
    """A picture by its id. Raises KeyError."""
    return {picture.id: picture for picture in pictures()}[name]


def picture_for(ticked: Iterable[str]) -> Picture:
    """The gravest picture that was ticked at the gateway; "something else" where none was."""
    ticked = set(ticked)
    order = ("hurt-self", "hurt", "body", "stranger", "adult", "mean", "saw", "account", "sad")
    found = (picture_of(name) for name in order)
    return next((one for one in found if ticked & {one.id, *one.gateway}), picture_of("other"))


def new_key() -> str:
    """What an address names a talk by: nobody guesses it."""
    return secrets.token_hex(12)


def new_code() -> str:
    """What opens a talk to somebody who did not say who they are."""
    return "W-" + "".join(secrets.choice(LETTERS) for _each in range(6))


def code_of(typed: str) -> str:
    """A code as it was given out, however a child types it; "" for what is none."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper())
    letters = letters[1:] if len(letters) == len("W") + 6 and letters.startswith("W") else letters
    code = f"W-{letters}"
    return code if CODE.fullmatch(code) else ""


def digest_of(school: int, code: str) -> str:
    """What is kept of a code: SHA-256, hexadecimal, of it and the school's number."""
    return hashlib.sha256(f"{school}:{code}".encode()).hexdigest()
