"""What a concern may be about, as categories.yaml has it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

__all__ = ["RISKS", "Category", "Place", "categories", "category_of", "places"]

Asked = Literal["platform", "parents", "under_age", "challenged", "evidence_kept", "policy"]
RISKS: Final = ("content", "contact", "conduct", "commerce", "offline")


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a concern is about; what the fields mean is told in categories.yaml."""

    id: str
    risk: Literal["content", "contact", "conduct", "commerce", "offline"]
    title: str
    help: str
    duties: tuple[str, ...] = ()
    route: Literal["", "data", "head", "chair"] = ""
    asks: tuple[Asked, ...] = ()
    words_only: bool = False
    child_protection: bool = False


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something happened."""

    id: str
    title: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    categories: tuple[Category, ...]
    places: tuple[Place, ...]


@cache
def _file() -> _File:
    text = (Path(__file__).parents[1] / "categories.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=_File)


def categories() -> tuple[Category, ...]:
    """All of them, in the order of the form."""
    return _file().categories


def places() -> tuple[Place, ...]:
    """Where things happen."""
    return _file().places


@cache
def category_of(name: str) -> Category:
    """A category by its id. Raises KeyError."""
    return {category.id: category for category in categories()}[name]
