"""Lists of changes: all of a school, those that wait for somebody, those that were applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Prefetch
from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import School
from belisha.console.access.places import federation_of
from belisha.console.filtering.changes.declared import CONSENT_MARK, set_at
from belisha.console.filtering.changes.queries.steps import facts_with, human, manager_rights, somebody
from belisha.console.filtering.changes.rules.steps import Step, waits_for, why_not
from belisha.console.filtering.models import Change, Half

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation
    from belisha.console.filtering.changes.rules.steps import Facts, Somebody
    from belisha.console.filtering.models.changes import ChangeQuerySet, ManagerRightQuerySet

    Place = School | Federation

__all__ = [
    "Marks",
    "Waiting",
    "applied_changes",
    "change_of",
    "changes_of",
    "managers_of",
    "not_in_force_since",
    "waiting_for",
]


class Marks:
    """From which risk leaders must consent: at a school, and in its federation's own changes. Two queries at most."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._own: int | None = None
        self._above: int | None = None

    def of(self, change: Change) -> int:
        """The mark of a change."""
        if change.school_id:
            self._own = self._own or set_at(self._place, CONSENT_MARK)
            return self._own
        self._above = self._above or set_at(federation_of(self._place), CONSENT_MARK)
        return self._above

    def waits(self, change: Change) -> tuple[Step, ...]:
        """What a change waits for, by what `changes_of` has fetched with it."""
        return waits_for(self.facts(change))

    def facts(self, change: Change) -> Facts:
        """What its next step depends on, each account taken for a person of its own."""
        return facts_with(change, change.halves.all(), self.of(change), {})


class Waiting(NamedTuple):
    """A change, and the step that somebody can take."""

    change: Change
    step: Step


def changes_of(place: Place) -> ChangeQuerySet:
    """All changes that count at a school, its federation's too, newest first, with who did what.

    Of a federation: those for all of its schools.
    """
    halves = Prefetch("halves", Half.objects.select_related("by").order_by("side"))
    return (
        _changes(place)
        .select_related("school", "federation", "made_by", "consent_by", "applied_by", "reviewed_by", "undoes")
        .prefetch_related(halves)
        .order_by("-made_at", "-pk")
    )


def _changes(place: Place) -> ChangeQuerySet:
    changes: ChangeQuerySet = Change.objects.all()
    return changes.for_school(place) if isinstance(place, School) else changes.at(place)


def not_in_force_since(place: Place, since: datetime) -> ChangeQuerySet:
    """What was applied before a moment and has not reached the gateway, newest first. Nothing is fetched with it."""
    return _changes(place).not_in_force().filter(applied_at__lt=since).order_by("-made_at", "-pk")


def change_of(place: Place, number: int) -> Change:
    """A change that counts at a place, by its number. Raises Http404."""
    found = changes_of(place).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def applied_changes(place: Place) -> ChangeQuerySet:
    """All that was ever applied and counts at a place, newest first."""
    return changes_of(place).done().order_by("-applied_at", "-pk")


def waiting_for(by: By, place: Place) -> list[Waiting]:
    """What somebody can do now about changes that count at a place: the oldest first. Nothing is fetched with them."""
    person = human(by)
    if person is None:
        return []
    halves = Prefetch("halves", Half.objects.order_by("side"))
    open_ones = _changes(place).waiting().prefetch_related(halves)
    marks, today = Marks(place), timezone.localdate()
    actors: dict[bool, Somebody] = {}
    found = []
    for change in open_ones.order_by("made_at", "pk"):
        own = change.school_id is not None
        if own not in actors:
            actors[own] = somebody(by, place if own else federation_of(place), {}, today)
        facts = marks.facts(change)
        found += [Waiting(change, step) for step in waits_for(facts) if not why_not(step, facts, actors[own])]
    return found


def managers_of(place: Place) -> ManagerRightQuerySet:
    """Everybody who is, will be or was filter manager at a place, those whose right ends last first."""
    return (
        manager_rights(place)
        .select_related("user", "school", "federation", "given_by", "ended_by")
        .order_by("ended_at", "-last", "user__name", "pk")
    )
