"""What is due, who may decide on it, and what is held. Of a hidden concern nobody learns even that it is due."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Max, Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping.declared import longer_at
from belisha.console.concerns.keeping.rules import Adult, Case, Child, Clock, clock_of
from belisha.console.concerns.models import (
    Answer,
    Concern,
    Entry,
    Finding,
    HandOver,
    Hold,
    KeepingReview,
    Subject,
)
from belisha.console.concerns.queries.visible import hiding, routes_of, visible
from belisha.console.concerns.rules.routes import HIDES, WORKS_HERE
from belisha.console.people.models import Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = [
    "Hands",
    "clocks_of",
    "group_of",
    "hands_of",
    "hold_of",
    "holds",
    "review_of",
    "reviews",
    "to_hold",
]

ALLEGATION: Final = "allegation"  # the question of referrals/procedures.yaml whether it may be one
LOW_LEVEL: Final = "low-level"  # the step of the behaviour policy that says so
CONDUCT: Final = {"adult-conduct", "head-conduct"}


class Hands(NamedTuple):
    """In which of the two places somebody may decide on a record."""

    lead: bool
    data: bool


def group_of(concern: Concern) -> list[int]:
    """A concern and those that were put into it: they are one record, kept and deleted together."""
    merged = Concern.objects.filter(merged_into=concern).order_by("pk").values_list("pk", flat=True)
    return [concern.pk, *merged]


def clocks_of(concerns: Sequence[Concern], school: School) -> dict[int, Clock]:
    """Until when each of some closed concerns is kept, by its number. A fixed number of queries."""
    longer = longer_at(school)
    return {pk: clock_of(case, longer) for pk, case in _cases(concerns).items()}


def _cases(concerns: Sequence[Concern]) -> dict[int, Case]:
    merged: dict[int, int] = dict(
        Concern.objects.filter(merged_into__in=concerns).order_by("pk").values_list("pk", "merged_into_id")
    )
    whole = {concern.pk: concern.pk for concern in concerns} | merged
    categories: dict[int, set[str]] = defaultdict(set)
    for pk, category in Concern.objects.filter(pk__in=whole).order_by("pk").values_list("pk", "category"):
        categories[whole[pk]].add(category)
    people = _subjects(concerns)
    low, handed = _low_level(whole), _handed_on(whole, people)
    cared_for = _looked_after(people)
    return {
        concern.pk: Case(
            categories=frozenset(categories[concern.pk]),
            reported=timezone.localdate(concern.reported_at),
            closed=timezone.localdate(concern.closed_at) if concern.closed_at else timezone.localdate(),
            words_only=concern.words_only,
            low_level=concern.pk in low,
            children=tuple(
                _child(row, cared_for, handed) for row in people[concern.pk] if _is_child(row, concern.route)
            ),
            adults=tuple(_adults(categories[concern.pk], people[concern.pk], concern.route)),
        )
        for concern in concerns
    }


def _subjects(concerns: Sequence[Concern]) -> dict[int, list[Subject]]:
    """Whom each is about: witnesses and those who told have no file by it."""
    rows = Subject.objects.filter(concern__in=concerns, ended_at=None, role__in=HIDES).select_related("person")
    found: dict[int, list[Subject]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.concern_id].append(row)
    return found


def _is_child(row: Subject, route: str) -> bool:
    """Somebody by name alone is taken for a child, unless it is the adult whom a head's concern is about."""
    if row.person is not None:
        return row.person.kind == "pupil"
    return not (row.role == Subject.Role.ALLEGED and route in {Concern.Route.HEAD, Concern.Route.CHAIR})


def _child(row: Subject, cared_for: set[int], handed: Mapping[tuple[int, int], date]) -> Child:
    number = row.person_id or 0
    born = row.person.born if row.person else None
    return Child(born, number in cared_for, handed.get((row.concern_id, number)))


def _adults(categories: set[str], rows: Iterable[Subject], route: str) -> Iterable[Adult]:
    """Those who work here of whom something is said; nobody in particular where only the category says that it is."""
    found = []
    for row in rows:
        if row.role != Subject.Role.ALLEGED or _is_child(row, route):
            continue
        if row.person is None:
            found.append(Adult())
        elif row.person.kind in WORKS_HERE:
            found.append(Adult(row.person.born, row.person.left, on_register=True))
    return found or ([Adult()] if categories & CONDUCT else [])


def _looked_after(people: Mapping[int, Iterable[Subject]]) -> set[int]:
    """Those who are, or ever were."""
    numbers = {row.person_id for rows in people.values() for row in rows if row.person_id}
    rows = Need.objects.filter(person__in=numbers, kind=Need.Kind.LOOKED_AFTER)
    return set(rows.order_by("pk").values_list("person", flat=True))


def _low_level(whole: Mapping[int, int]) -> set[int]:
    """Those found to be below the threshold: by the latest answer to the question, or by the step that was taken."""
    said: dict[int, bool] = {}
    answers = Answer.objects.filter(concern__in=whole, procedure=ALLEGATION).order_by("at", "pk")
    for concern, applies in answers.values_list("concern", "applies"):
        said[whole[concern]] = applies
    noted = Finding.objects.filter(concern__in=whole, kind=Finding.Kind.SANCTION, code=LOW_LEVEL)
    found = {whole[pk] for pk in noted.order_by("pk").values_list("concern", flat=True)}
    return {pk for pk in {*found, *said} if not said.get(pk, False)}


def _handed_on(whole: Mapping[int, int], people: Mapping[int, Iterable[Subject]]) -> dict[tuple[int, int], date]:
    """The receipt for each child of a concern, where the file that went held all that is written there."""
    numbers = {row.person_id for rows in people.values() for row in rows if row.person_id}
    rows = HandOver.objects.filter(child__in=numbers, outcome=HandOver.Outcome.RECEIVED)
    received = list(rows.order_by("receipt_on", "pk").values_list("child", "concerns", "taken_at", "receipt_on"))
    if not received:
        return {}
    written: dict[int, datetime] = {}
    for row in Entry.objects.filter(concern__in=whole).order_by().values("concern").annotate(last=Max("at")):
        target = whole[row["concern"]]
        written[target] = max(row["last"], written.get(target, row["last"]))
    found = {}
    for child, concerns, taken_at, receipt_on in received:
        for pk in concerns:
            if pk in written and taken_at and taken_at >= written[pk] and receipt_on:
                found[pk, child] = receipt_on
    return found


def hands_of(by: By, review: KeepingReview) -> Hands:
    """Who somebody is to a review. Three queries or fewer."""
    if by.user is None or review.concern_id is None:
        return Hands(lead=False, data=False)
    lead = visible(by, review.school).filter(pk=review.concern_id, route__in=routes_of(by, review.school)).exists()
    data = has_permission(by.user, Permission.ERASE_CONCERN_WORDS, review.school)
    return Hands(lead, data and not hiding(by).filter(concern=review.concern_id).exists())


def reviews(by: By, school: School) -> QuerySet[KeepingReview]:
    """What somebody may decide on, or may know to have been decided: never of a concern that is hidden from them."""
    rows = KeepingReview.objects.filter(school=school).select_related("school", "concern__school")
    if by.user is None:
        return rows
    if not has_permission(by.user, Permission.ERASE_CONCERN_WORDS, school):
        routes = routes_of(by, school)
        mine = visible(by, school).filter(route__in=routes).order_by().values("pk")
        return rows.filter(Q(concern__in=mine) | Q(concern=None, route__in=routes))
    return rows.exclude(concern__in=hiding(by).order_by().values("concern"))


def review_of(by: By, school: School, key: str) -> KeepingReview:
    """One. Raises Http404 alike where it is hidden and where there is none."""
    found = reviews(by, school).select_related("lead_by", "data_by").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def holds(by: By, school: School) -> QuerySet[Hold]:
    """What is held, of concerns that are not about whoever asks."""
    rows = Hold.objects.filter(concern__school=school, ended_at=None).select_related("concern__school", "by")
    hidden = hiding(by).order_by().values("concern")
    return rows.exclude(concern__in=hidden).order_by("review_on", "pk")


def hold_of(by: By, school: School, key: str) -> Hold:
    """One that is in force. Raises Http404."""
    found = holds(by, school).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def to_hold(by: By, school: School, reference: str) -> Concern | None:
    """A concern by its reference, for whoever need not read it; None where there is none, or it is about them."""
    rows = Concern.objects.for_school(school).standing()
    rows = rows.exclude(pk__in=hiding(by).order_by().values("concern"))
    found: Concern | None = rows.select_related("school").filter(reference=reference).first()
    return found
