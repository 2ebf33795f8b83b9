"""The order of evaluation as the page shows it: each step with what it said, and which one decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from belisha.engine.decide import (
    Allowed,
    Approved,
    ByCategory,
    ByFileKind,
    ByRule,
    LockedList,
    Open,
    SchoolLocked,
    Unlisted,
    Unreadable,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from belisha.engine.decide import Because, Verdict

__all__ = ["Step", "decided_at", "steps_of"]

CALENDAR, CATEGORIES, SAFE_SEARCH = 5, 6, 9
# engine/decide/order.py says the same in code
TITLES: Final[tuple[StrPromise, ...]] = (
    _("Can the address be read in one way only?"),
    _("Is it on a locked list, or in a category that is locked?"),
    _("Who is it, and which profile counts?"),
    _("Does a site rule name it?"),
    _("Does the school's calendar change the categories now?"),
    _("Which categories is it in?"),
    _("Is it a kind of file that is blocked?"),
    _("Is it in no list at all?"),
    _("Is it a search engine or video site?"),
)


class Step(NamedTuple):
    """One step: its number and question, whether it decided, and whether it was asked at all."""

    number: int
    title: StrPromise
    decided: bool
    reached: bool


def decided_at(because: Because) -> int:
    """The number of the step that decided."""
    match because:
        case Unreadable():
            return 1
        case LockedList() | SchoolLocked():
            return 2
        case ByRule():
            return 4
        case ByCategory(only_now=True) | Open(relaxed=True):
            return CALENDAR
        case ByFileKind():
            return 7
        case Unlisted():
            return 8
        case Approved() | _:
            return CATEGORIES


def steps_of(verdict: Verdict) -> list[Step]:
    """All nine, in their order. What is allowed goes through all of them: nothing after the decision was against it."""
    last = decided_at(verdict.because)
    allowed = isinstance(verdict, Allowed)
    # who it is was found first of all, whatever decides
    return [
        Step(number, title, number == last, allowed or (number <= max(last, 3) and (number <= last or number == 3)))
        for number, title in enumerate(TITLES, 1)
    ]
