"""What parents read, as data; and how often the school must do something, as tables. No database."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = [
    "CHANNELS",
    "HALF_TERM",
    "LINK_HOURS",
    "Age",
    "Card",
    "Signs",
    "Talking",
    "Tips",
    "Unit",
    "age_for",
    "card_on",
    "has_passed",
    "school_year",
    "signs",
    "talking",
    "tips",
    "unit_of",
    "units",
]

_DATA: Final = Path(__file__).parent / "data"
HALF_TERM: Final = timedelta(days=42)
LINK_HOURS: Final = 2  # a link that somebody asked for dies
INVITED_DAYS: Final = 7  # … and one that the school sent
VISIT_MINUTES: Final = 60  # how long one is in by a link
LINKS_AN_HOUR: Final = 3  # to one person
ASKED_AN_HOUR: Final = 30  # from one place: a whole hall may share an address
SEPTEMBER: Final = 9

# the ways by which a notice goes out: id, words, whether anybody reads it outside of Belisha
CHANNELS: Final[dict[str, StrOrPromise]] = {
    "portal": _("Parents' pages in Belisha"),
    "letter": _("Letter or e-mail"),
    "newsletter": _("Newsletter"),
    "leaflet": _("Leaflet"),
    "website": _("School website"),
    "prospectus": _("Prospectus"),
    "social": _("The school's social media"),
    "display": _("Display or screen in school"),
}


class Age(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tips for an age. `years`: of the register."""

    id: str
    title: str
    years: tuple[str, ...]
    tips: tuple[str, ...]


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a parent reads how to set the controls of something."""

    title: str
    link: str


class Tips(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All tips, and when they were last gone through."""

    noted: date
    ages: tuple[Age, ...]
    controls: tuple[Control, ...]


class SignGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signs of one sort."""

    title: str
    signs: tuple[str, ...]


class Signs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signs to watch for, and what to do."""

    noted: date
    lead: str
    groups: tuple[SignGroup, ...]
    do: tuple[str, ...]


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"attempt": "try"}):
    """Five minutes of learning; `right`: which of the choices."""

    id: str
    title: str
    minutes: int
    parts: tuple[str, ...]
    attempt: str
    ask: str
    choices: tuple[str, ...]
    right: int
    why: str


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    noted: date
    units: tuple[Unit, ...]


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to talk about at home."""

    id: str
    title: str
    ask: tuple[str, ...]


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A site or app and the least age in its rules."""

    name: str
    age: int


class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the online safety page."""

    title: str
    text: str


class Talking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What families talk about, promise, and read."""

    noted: date
    together: tuple[str, ...]
    cards: tuple[Card, ...]
    pledge: tuple[str, ...]
    ages: tuple[Site, ...]
    safety: tuple[Chapter, ...]


File = TypeVar("File")


def _read(name: str, kind: type[File]) -> File:
    return msgspec.yaml.decode((_DATA / f"{name}.yaml").read_bytes(), type=kind)


@cache
def tips() -> Tips:
    """Tips for home."""
    return _read("tips", Tips)


@cache
def signs() -> Signs:
    """Signs to watch for."""
    return _read("signs", Signs)


@cache
def units() -> tuple[Unit, ...]:
    """Short units, in the order of the file."""
    return _read("units", _Units).units


@cache
def talking() -> Talking:
    """What families talk about."""
    return _read("talking", Talking)


def unit_of(code: str) -> Unit:
    """A unit by its id. Raises KeyError."""
    return {unit.id: unit for unit in units()}[code]


def age_for(year: str) -> Age:
    """The tips for a child of a year; those of the youngest where the year is not known."""
    return next((age for age in tips().ages if year in age.years), tips().ages[0])


def school_year(day: date) -> int:
    """The school year of a day, by the year in which it began."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def card_on(day: date) -> Card:
    """The card of a day: another one every six weeks."""
    cards = talking().cards
    weeks = (day - date(school_year(day), SEPTEMBER, 1)).days // HALF_TERM.days
    return cards[weeks % len(cards)]


class Found(NamedTuple):
    """How something that comes back stands: done in time, due, or overdue."""

    done: bool
    due: bool


# days after the last time from which it is due, and from which it is overdue
PERIODS: Final = {"half-termly": (42, 56), "yearly": (337, 365)}


def has_passed(cadence: str, last: date | None, today: date, this_term: date, term_before: date) -> Found:
    """How something stands by the day of its last time and the first days of two terms.

    A termly one is wanted in each term; in the first six weeks it is due, not overdue, if the term before had it.
    """
    if last is None:
        return Found(done=False, due=False)
    if cadence == "termly":
        if last >= this_term:
            return Found(done=True, due=False)
        return Found(done=False, due=last >= term_before and today - this_term < HALF_TERM)
    due, overdue = PERIODS[cadence]
    age = (today - last).days
    return Found(done=age <= due, due=due < age <= overdue)
