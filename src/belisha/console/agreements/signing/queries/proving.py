"""Questions that duties ask about signatures: by kind of agreement, by visit, by class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.models import Agreement, Restriction, Signature, Sitting
from belisha.console.agreements.signing.queries.restricting import reasons_to_restrict
from belisha.console.agreements.signing.queries.standing import here, standings
from belisha.console.agreements.signing.rules import first_day, school_year
from belisha.console.agreements.texts.declared import OFTEN_VISITS
from belisha.console.agreements.texts.rules import kind_of, kinds, text_of
from belisha.console.people.models import Group, Membership, Person, Visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.agreements.signing.queries.standing import Line

__all__ = [
    "accounts_before_signing",
    "accounts_since_issue",
    "classes_not_told",
    "held_by",
    "restricted",
    "unasked_kinds",
    "unrestricted",
    "visits_since",
    "visits_without",
    "without_checks",
    "without_clause",
]


def held_by(school: School, kind: str, day: date) -> list[Line]:
    """Where everybody stands who is asked for a kind of agreement."""
    wanted = kind_of(kind)
    people = [person for each in wanted.who.kinds for person in here(school, day, each)]
    return [line for lines in standings(school, people, day).values() for line in lines if line.kind is wanted]


def restricted(school: School) -> set[int]:
    """Those whose account or internet is held back now because they have not signed, by their number."""
    return set(Restriction.objects.for_school(school).in_force().values_list("person_id", flat=True))


def unrestricted(school: School, now: datetime) -> int:
    """How many with an open account should be restricted by now and are not."""
    people = [one for one in here(school, timezone.localdate(now)) if one.user.is_active]
    return len(reasons_to_restrict(school, people, now).keys() - restricted(school))


def accounts_before_signing(school: School) -> int:
    """Accounts of staff opened before their owner first signed, among those opened since the first issue."""
    signed = _opened_since_issue(school).annotate(
        signed=Min("signatures__at", filter=Q(signatures__agreement__kind="staff"))
    )
    return signed.filter(Q(signed__isnull=True) | Q(signed__gt=F("user__opened_at"))).count()


def accounts_since_issue(school: School) -> int:
    """How many accounts of staff were opened since the agreement of staff was first issued."""
    return _opened_since_issue(school).count()


def _opened_since_issue(school: School) -> QuerySet[Person]:
    first = Agreement.objects.for_school(school).filter(kind="staff").aggregate(first=Min("issued_at"))["first"]
    staff = Person.objects.for_school(school).filter(kind=User.Kind.STAFF, user__opened_at__gte=first)
    rows: QuerySet[Person] = staff.filter(user__closed_at__isnull=True)
    return rows


def unasked_kinds(school: School, day: date) -> list[str]:
    """Kinds of person who are here for whom nothing is in force, in words."""
    there = set(Agreement.objects.for_school(school).in_force().values_list("kind", flat=True))
    rows = Person.objects.for_school(school).on_roll(day).order_by("kind", "year")
    found = {
        str(User.Kind(kind).label)
        for kind, year in rows.values_list("kind", "year").distinct()
        if not any(each.id in there for each in kinds() if each.is_for(kind, year))
    }
    return sorted(found)


def classes_not_told(school: School, day: date) -> tuple[int, list[str]]:
    """How many classes were told this school year what follows if rules are broken, and the names of the others.

    A class is told when somebody opens a device for it; classes without children do not count.
    """
    held = Membership.objects.on(day).filter(group=OuterRef("pk"), teaches=False, person__kind=User.Kind.PUPIL)
    classes = Group.objects.for_school(school).classes().open_on(day).filter(Exists(held)).order_by("name", "pk")
    since = first_day(school_year(day))
    told = set(Sitting.objects.for_school(school).filter(explained_at__date__gte=since).values_list("group", flat=True))
    named = list(classes.values_list("pk", "name"))
    left = [name for number, name in named if number not in told]
    return len(named) - len(left), left


def visits_since(school: School, kind: str, since: datetime, *, code: bool) -> int:
    """How many visits there were since a moment, and since the agreement was first issued."""
    number: int = _visits(school, kind, since, code=code).count()
    return number


def _visits(school: School, kind: str, since: datetime, *, code: bool) -> Any:
    first = Agreement.objects.for_school(school).filter(kind=kind).aggregate(first=Min("issued_at"))["first"]
    visits = Visit.objects.for_school(school).filter(arrived_at__gte=max(since, first))
    return visits.filter(code=True) if code else visits


def visits_without(school: School, kind: str, since: datetime, *, code: bool, often: bool) -> int:
    """Visits since a moment, and since the agreement was first issued, of people who had not signed it before."""
    signed = Signature.objects.for_school(school).filter(
        person=OuterRef("person"), agreement__kind=kind, at__lte=OuterRef("arrived_at")
    )
    visits = _visits(school, kind, since, code=code)
    unsigned = visits.exclude(Exists(signed)).order_by("arrived_at", "pk").values_list("person", "arrived_at")
    if not often:
        return len(unsigned)
    return _beyond(school, list(unsigned), value_of(school, OFTEN_VISITS), since)


def _beyond(school: School, unsigned: list[tuple[int, datetime]], often: int, since: datetime) -> int:
    """Those visits that came after somebody had been here so often."""
    before: dict[int, list[datetime]] = {}
    rows = Visit.objects.for_school(school).filter(arrived_at__gte=since, person__in={one for one, _at in unsigned})
    for person, at in rows.order_by("arrived_at", "pk").values_list("person", "arrived_at"):
        before.setdefault(person, []).append(at)
    return sum(1 for person, at in unsigned if sum(1 for each in before[person] if each < at) >= often)


def without_checks(school: School, asked: Sequence[str]) -> list[str]:
    """Those of some kinds whose agreement in force asks no question that must be answered rightly."""
    rows = Agreement.objects.for_school(school).in_force().filter(kind__in=asked).order_by("kind")
    return [row.kind for row in rows if not row.forms["plain"]["checks"]]


def without_clause(school: School, clause: str, asked: list[str]) -> list[str]:
    """Those of some kinds whose agreement in force lacks a clause, or has other words where they are locked."""
    rows = Agreement.objects.for_school(school).in_force().filter(kind__in=asked).order_by("kind")
    return [row.kind for row in rows if not _has(row, clause)]


def _has(agreement: Agreement, clause: str) -> bool:
    found = next((each for each in agreement.forms["plain"]["clauses"] if each["id"] == clause), None)
    ours = next((each for each in text_of(agreement.kind).clauses if each.id == clause), None)
    if found is None or ours is None or not ours.locked:
        return found is not None
    # what is filled in may be anything; the words around it are the house's
    return all(piece.split("}")[-1] in found["text"] for piece in ours.text.split("{"))
