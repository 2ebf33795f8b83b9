"""Signed checks and tests by hand, and which half term it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from belisha.console.access.calendars.queries import calendar_of
from belisha.console.filtering.models import FilterCheck, HandTest, ProbeState
from belisha.console.filtering.proof.queries.states import last_full, tally
from belisha.console.filtering.proof.rules.half_terms import HalfTerm, half_term_at

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["Tested", "checks_of", "half_term_of", "hand_tested", "hand_tests_of", "tested_now"]


def checks_of(school: School) -> QuerySet[FilterCheck]:
    """The signed checks of a school, newest first."""
    found: QuerySet[FilterCheck] = FilterCheck.objects.for_school(school)
    return found.select_related("school", "by", "run").order_by("-at", "-pk")


def hand_tests_of(school: School) -> QuerySet[HandTest]:
    """The tests by hand of a school, newest first."""
    found: QuerySet[HandTest] = HandTest.objects.for_school(school)
    return found.select_related("by").order_by("-day", "-pk")


def half_term_of(school: School, day: date) -> HalfTerm:
    """The half term in which a day lies, or the last one before it. One query."""
    return half_term_at(calendar_of(school, day), day)


def hand_tested(school: School, since: date) -> dict[str, HandTest | None]:
    """The newest test by hand of each group of users since a day. One query."""
    found: dict[str, HandTest | None] = dict.fromkeys(HandTest.Users.values)
    for test in hand_tests_of(school).filter(day__gte=since).order_by("day", "pk"):
        found[test.users] = test
    return found


class Tested(NamedTuple):
    """What a leader signs: figures of the tests as they stand."""

    run: int | None
    at: str
    figures: dict[str, dict[str, int]]
    by_hand: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """As it is frozen with the signature."""
        return self._asdict()


def tested_now(school: School, since: date) -> Tested:
    """The figures that a leader would sign now. Three queries."""
    run = last_full(school)
    by_hand = {
        users: _("tested on %(day)s: %(how)s")
        % {"day": test.day.isoformat(), "how": _("all blocked") if test.all_blocked else _("not all blocked")}
        if test
        else _("not tested this half term")
        for users, test in hand_tested(school, since).items()
    }
    figures = tally(ProbeState.objects.for_school(school))
    at = run.finished_at.isoformat() if run and run.finished_at else ""
    return Tested(run.pk if run else None, at, figures, by_hand)
