"""The reviewed data beside this file: who publishes which list under which licence, and what each category holds."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (msgspec reads the annotations)
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
import yaml

from belisha.engine.lists.forms import Form  # noqa: TC001 (msgspec reads the annotations)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

T = TypeVar("T")
Kind = Literal["illegal", "harmful", "unsuitable", "distracting", "useful", "technical"]


class ListFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One list in a file of its own: its name under shipped/, and the publisher's address of its newest edition."""

    shipped: str
    update: str = ""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A publisher of lists. All lists lie in one archive (in `folder` of it), or each in a file of its own.

    `date` is when the shipped copy was published; `unused` says why a list of the archive feeds no category.
    """

    id: str
    title: str
    publisher: str
    home: str
    licence: str
    notice: str
    form: Form
    date: dt.date
    archive: str = ""
    folder: str = ""
    update: str = ""
    lists: dict[str, ListFile] = {}
    unused: dict[str, str] = {}


class Category(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subject of web pages, as a parent would put it, and the lists that it is made of.

    `thin` says in plain words why the category holds little or nothing without further lists. `pupils` and `staff`
    are what a school starts with.
    """

    id: str
    title: str
    plain: str
    examples: tuple[str, ...]
    kind: Kind
    pupils: Literal["block", "allow"]
    staff: Literal["block", "allow"]
    lists: tuple[str, ...] = ()
    thin: str = ""
    locked: bool = False


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A host that a list names by mistake, and why we leave it out of that list."""

    host: str
    lists: tuple[str, ...]
    reason: str


@cache
def sources() -> Mapping[str, Source]:
    """Every source, by id."""
    return {source.id: source for source in _read("sources.yaml", list[Source])}


@cache
def categories() -> Mapping[str, Category]:
    """Every category, by id, in the order in which screens show them."""
    return {category.id: category for category in _read("categories.yaml", list[Category])}


def category_ids() -> frozenset[str]:
    """The ids of every category, the locked ones included."""
    return frozenset(categories())


@cache
def corrections() -> Mapping[str, frozenset[str]]:
    """The hosts that are left out of each list, by list id."""
    found: dict[str, set[str]] = {}
    for correction in _read("corrections.yaml", list[Correction]):
        for name in correction.lists:
            found.setdefault(name, set()).add(correction.host)
    return {name: frozenset(hosts) for name, hosts in found.items()}


@cache
def uses() -> Mapping[str, tuple[str, ...]]:
    """The categories that each list feeds, by list id ("ut1/adult"); lists that feed none are absent."""
    found: dict[str, list[str]] = {}
    for category in categories().values():
        for name in category.lists:
            found.setdefault(name, []).append(category.id)
    return {name: tuple(fed) for name, fed in found.items()}


class EmptyCategory(msgspec.Struct, frozen=True):
    """A category that blocks nothing, and what to do about it."""

    id: str
    hint: str


def empty_categories(counts: Mapping[str, int], wanted: Iterable[str]) -> tuple[EmptyCategory, ...]:
    """Those of the wanted categories that hold no entry. `counts`: entries by category, as the index counts them."""
    return tuple(EmptyCategory(name, _hint(name)) for name in wanted if not counts.get(name))


def _hint(name: str) -> str:
    category = categories().get(name)
    if category is None:
        return f"No list feeds {name}: put names into lists/own/{name}.txt or correct its spelling in the policy."
    if category.locked:
        return "Import the licensed list, or record which supplier applies it upstream."
    return category.thin or "Run 'belisha lists update', then 'belisha lists compile'."


def _read(name: str, kind: type[T]) -> T:
    text = (resources.files("belisha.engine.lists") / name).read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), kind)
