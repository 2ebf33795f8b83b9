"""What is due, who may decide on it, and what is held. Of a hidden concern nobody learns even that it is due."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping.declared import longer_at
from belisha.console.concerns.keeping.rules import (
    Adult,
    Case,
    Child,
    Clock,
    clock_of,
    clock_of_hand_over,
    clock_of_received,
)
from belisha.console.concerns.models import (
    Answer,
    Concern,
    Entry,
    HandOver,
    Hold,
    KeepingReview,
    PersonHold,
    ReceivedFile,
    Subject,
)
from belisha.console.concerns.queries.conflicts import family_of, own_and_stood_for
from belisha.console.concerns.queries.visible import hiding, routes_of, visible
from belisha.console.concerns.rules.routes import HIDES, WORKS_HERE
from belisha.console.people.models import Need, Person
from belisha.console.people.rules.names import search_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = [
    "Hands",
    "clocks_of",
    "due_papers",
    "group_of",
    "hands_of",
    "held_concerns",
    "held_people",
    "hold_of",
    "holds",
    "near_to",
    "people_called",
    "person_hold_of",
    "person_holds",
    "person_to_hold",
    "review_of",
    "reviews",
    "to_hold",
]

MOST: Final = 50  # people who are found
ALLEGATION: Final = "allegation"  # the question of referrals/procedures.yaml whether it may be one
CONDUCT: Final = {"adult-conduct", "head-conduct"}


class Hands(NamedTuple):
    """In which of the two places somebody may decide on a record."""

    lead: bool
    data: bool


def held_people(school: School) -> QuerySet[Any]:
    """The numbers of those of whom nothing is deleted at a school, to be asked within another question."""
    return PersonHold.objects.filter(school=school, ended_at=None).order_by().values("person")


def held_concerns(school: School) -> QuerySet[Concern]:
    """Those of a school that are held, by themselves or because somebody in them is."""
    alone = Hold.objects.filter(ended_at=None, concern__school=school).order_by().values("concern")
    people = Subject.objects.filter(ended_at=None, person__in=held_people(school)).order_by().values("concern")
    rows: QuerySet[Concern] = Concern.objects.for_school(school).filter(Q(pk__in=alone) | Q(pk__in=people))
    return rows.order_by()


def due_papers(school: School, today: date) -> Iterator[tuple[HandOver | ReceivedFile, Clock]]:
    """That files went and came, whose time is over: no record here goes by them any more, and the child is not held."""
    longer, held = longer_at(school), held_people(school)
    went = HandOver.objects.filter(school=school).exclude(outcome=HandOver.Outcome.OPEN).exclude(child__in=held)
    for row in went.select_related("school").order_by("pk"):
        clock = clock_of_hand_over(timezone.localdate(row.made_at), row.receipt_on, longer)
        if clock.until < today and not Concern.objects.filter(pk__in=row.concerns).exists():
            yield row, clock
    here = Subject.objects.filter(concern__school=school, person=OuterRef("child"))
    came = ReceivedFile.objects.filter(school=school, taken_in_at__isnull=False, child__isnull=False)
    came = came.exclude(child__in=held).exclude(Exists(here))
    for file in came.select_related("school", "child").order_by("pk"):
        clock = clock_of_received(_day(file.taken_in_at), file.child.born if file.child else None, longer)
        if clock.until < today:
            yield file, clock


def _day(at: datetime | None) -> date:
    return timezone.localdate(at) if at else timezone.localdate()


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
    """Those below the threshold: noted so for each adult, or by the latest answer to the question."""
    said: dict[int, bool] = {}
    answers = Answer.objects.filter(concern__in=whole, procedure=ALLEGATION).order_by("at", "pk")
    for concern, applies in answers.values_list("concern", "applies"):
        said[whole[concern]] = applies
    noted = Concern.objects.filter(pk__in=set(whole.values()), low_level=True).order_by().values_list("pk", flat=True)
    return {*noted, *(pk for pk, may_be in said.items() if not may_be)}


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
    if by.user is None:
        return Hands(lead=False, data=False)
    if review.paper is not None:
        near = review.paper.child_id in near_to(by)
        able = {
            right: has_permission(by.user, right, review.school) and not near
            for right in (Permission.WORK_CONCERNS, Permission.ERASE_CONCERN_WORDS)
        }
        return Hands(able[Permission.WORK_CONCERNS], able[Permission.ERASE_CONCERN_WORDS])
    if review.concern_id is None:
        return Hands(lead=False, data=False)
    lead = visible(by, review.school).filter(pk=review.concern_id, route__in=routes_of(by, review.school)).exists()
    data = has_permission(by.user, Permission.ERASE_CONCERN_WORDS, review.school)
    return Hands(lead, data and not hiding(by).filter(concern=review.concern_id).exists())


def reviews(by: By, school: School) -> QuerySet[KeepingReview]:
    """What somebody may decide on, or may know to have been decided: never of a concern that is hidden from them."""
    rows = KeepingReview.objects.filter(school=school).select_related("school", "concern__school")
    if by.user is None:
        return rows
    near = near_to(by)
    rows = rows.exclude(hand_over__child__in=near).exclude(received__child__in=near)
    if not has_permission(by.user, Permission.ERASE_CONCERN_WORDS, school):
        routes = routes_of(by, school)
        mine = visible(by, school).filter(route__in=routes).order_by().values("pk")
        return rows.filter(Q(concern__in=mine) | Q(concern=None, route__in=routes))
    return rows.exclude(concern__in=hiding(by).order_by().values("concern"))


def review_of(by: By, school: School, key: str) -> KeepingReview:
    """One. Raises Http404 alike where it is hidden and where there is none."""
    people = ("lead_by", "data_by", "hand_over__child", "received__child")
    found = reviews(by, school).select_related(*people).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def near_to(by: By) -> set[int]:
    """Themselves on the register, their family, and whom they stand in for."""
    own = own_and_stood_for(by)
    return own | family_of(own)


def person_holds(by: By, school: School) -> QuerySet[PersonHold]:
    """Of whom nothing is deleted; never themselves or their family."""
    rows = PersonHold.objects.filter(school=school, ended_at=None).exclude(person__in=near_to(by))
    return rows.select_related("person", "by", "school").order_by("review_on", "pk")


def person_hold_of(by: By, school: School, key: str) -> PersonHold:
    """One that is in force. Raises Http404."""
    found = person_holds(by, school).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def person_to_hold(by: By, school: School, number: int) -> Person:
    """Somebody on the register of a school. Raises Http404 alike for nobody, themselves and their family."""
    rows = Person.objects.for_school(school).filter(merged_into=None).exclude(pk__in=near_to(by))
    found: Person | None = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def people_called(by: By, school: School, typed: str) -> list[Person]:
    """People of the register by name, left or not; nobody of one's own family. At most fifty."""
    words = search_words(typed)
    rows = Person.objects.for_school(school).filter(merged_into=None).exclude(pk__in=near_to(by))
    for word in words:
        rows = rows.filter(search__contains=word)
    return list(rows.order_by("search", "pk")[:MOST]) if words else []


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
