"""Whose file goes or came. All begins with what somebody may see: no hand-over tells of a hidden concern."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q
from django.http import Http404

from belisha.console.access.calendars.queries import calendar_of
from belisha.console.concerns.leaving.rules import due_on
from belisha.console.concerns.models import Concern, HandOver, ReceivedFile, ReceivingKey, Subject
from belisha.console.concerns.queries.conflicts import family_of, own_and_stood_for
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.record.queries.chronology import concerns_of
from belisha.console.concerns.rules.routes import HIDES
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.leaving.rules import Child

__all__ = [
    "Leaver", "about", "candidates", "contents", "hand_over_of", "hand_overs", "key_of", "leavers",
    "received", "received_of", "waiting_of",
]  # fmt: skip

BACK: Final = timedelta(days=365)  # leavers of longer ago are another matter: retention
AHEAD: Final = timedelta(days=14)
MOST: Final = 20


class Leaver(NamedTuple):
    """A child who leaves, in concerns, whose file has no receipt."""

    child: Person
    due: date
    is_late: bool
    hand_over: HandOver | None


def about(by: By, school: School) -> QuerySet[Subject]:
    """The subjects whom concerns are about that somebody answers for and may see: witnesses have no file by it."""
    mine = visible(by, school).filter(route__in=routes_of(by, school)).order_by()
    return Subject.objects.filter(ended_at=None, role__in=HIDES, concern__in=mine.values("pk")).order_by()


def contents(by: By, school: School, number: int, *, other_routes: bool) -> tuple[Person, list[Concern]]:
    """A child and what of their concerns goes along. Raises Http404 where nothing does, for whatever reason."""
    person, concerns = concerns_of(by, school, number)
    routes = routes_of(by, school) if other_routes else [Concern.Route.TEAM]
    kept = [
        concern
        for concern in concerns
        if concern.route in routes
        and any(row.person_id == number and row.role in HIDES for row in concern.subjects.all())
    ]
    if not kept or person.kind != "pupil" or person.school_id != school.pk:
        raise Http404
    return person, kept


def hand_overs(by: By, school: School) -> QuerySet[HandOver]:
    """Those of children in concerns that somebody may see."""
    rows = HandOver.objects.filter(school=school, child__in=about(by, school).values("person"))
    return rows.select_related("child", "made_by", "school").order_by("-made_at", "-pk")


def hand_over_of(by: By, school: School, key: str) -> HandOver:
    """One. Raises Http404 alike where it is hidden and where there is none."""
    found = hand_overs(by, school).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def leavers(by: By, school: School, today: date) -> list[Leaver]:
    """Pupils who left within a year, or leave within two weeks, in concerns, without a receipt; the oldest first."""
    settled = HandOver.objects.filter(school=school).exclude(outcome=HandOver.Outcome.OPEN)
    people = (
        Person.objects.for_school(school)
        .filter(kind="pupil", left__gte=today - BACK, left__lte=today + AHEAD)
        .filter(pk__in=about(by, school).values("person"))
        .exclude(pk__in=settled.values("child"))
        .order_by("left", "search", "pk")
    )
    gone = list(people)
    if not gone:
        return []
    begun = {row.child_id: row for row in HandOver.objects.filter(school=school, outcome=HandOver.Outcome.OPEN)}
    calendar = calendar_of(school)
    found = [(child, due_on(child.left, calendar)) for child in gone if child.left]
    return [Leaver(child, due, due < today, begun.get(child.pk)) for child, due in found]


def received(by: By, school: School) -> QuerySet[ReceivedFile]:
    """Files that came and were taken in, of children in concerns that somebody may see, and those they took in."""
    seen = Q(child__in=about(by, school).values("person")) | Q(by=by.user)
    rows = ReceivedFile.objects.filter(seen, school=school, taken_in_at__isnull=False)
    hidden = own_and_stood_for(by)
    return rows.exclude(child__in=hidden | family_of(hidden)).select_related("child", "by")


def received_of(by: By, school: School, key: str) -> ReceivedFile:
    """One that was taken in. Raises Http404."""
    found = received(by, school).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def waiting_of(by: By, school: School, key: str) -> ReceivedFile:
    """One that its bringer looks at, before it is taken in. Raises Http404."""
    found = ReceivedFile.objects.filter(school=school, key=key, by=by.user, taken_in_at=None).first()
    if found is None:
        raise Http404
    return found


def candidates(by: By, school: School, child: Child) -> list[Person]:
    """Who on the register the child of a file may be: same UPN, birthday or family name; nobody of one's own family."""
    same = Q(family__iexact=child.family.strip()) if child.family.strip() else Q(pk__in=[])
    if child.upn:
        same |= Q(upn=child.upn)
    if child.born:
        same |= Q(born=child.born)
    own = own_and_stood_for(by)
    rows = Person.objects.for_school(school).filter(same, kind="pupil").exclude(pk__in=own | family_of(own))
    return list(rows.order_by("search", "pk")[:MOST])


def key_of(school: School) -> ReceivingKey | None:
    """The key of a school for files that come to it; None where none was made."""
    return ReceivingKey.objects.filter(school=school).first()
