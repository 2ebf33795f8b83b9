"""Whose internet must be restricted because they have not signed, and whose is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.accounts.queries.gating import waivers_in_force
from belisha.console.access.calendars.clocks import counting
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.models import School, User
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.models import Agreement, Decline, Restriction, Signature
from belisha.console.agreements.signing.queries.standing import standings
from belisha.console.agreements.signing.rules import State, grace_ends
from belisha.console.agreements.texts.declared import GRACE_DAYS, PARENTS_FIRST, UNSIGNED
from belisha.console.people.models import Person, Relationship
from belisha.engine.policy.calendar import slot_at
from belisha.engine.policy.model import SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from belisha.console.access.models import Federation
    from belisha.console.agreements.signing.queries.standing import Line

__all__ = [
    "GATE",
    "changed_lately",
    "in_lesson",
    "reasons_to_restrict",
    "restricted_by_school",
    "restricted_of",
    "schools_that_ask",
]

GATE: Final = "agreement"  # the gate of accounts that a school can leave open for a kind of person, with a reason
LATELY: Final = timedelta(days=2)


def in_lesson(school: School, now: datetime) -> bool:
    """Whether a lesson is on at a school; one that has entered no times is taken to have the usual ones."""
    calendar = counting(calendar_of(school, timezone.localdate(now)))
    zone = timezone.get_default_timezone()
    return slot_at(calendar, zone, now).kind is SlotKind.LESSON


def schools_that_ask() -> list[School]:
    """Schools that have an agreement in force or somebody restricted. Two queries."""
    asking = Agreement.objects.in_force().values("school")
    holding = Restriction.objects.in_force().values("person__school")
    return list(School.objects.filter(Q(pk__in=asking) | Q(pk__in=holding)).select_related("federation").order_by("pk"))


def changed_lately(school: School, now: datetime) -> list[Person]:
    """Those whose restriction may begin or end now: who is restricted, declined, or withdrew within two days."""
    held = Restriction.objects.for_school(school).in_force().values("person")
    declined = Decline.objects.for_school(school).standing().values("person")
    withdrawn = Signature.objects.for_school(school).filter(withdrawn_at__gt=now - LATELY).values("person")
    people = Person.objects.for_school(school).filter(Q(pk__in=held) | Q(pk__in=declined) | Q(pk__in=withdrawn))
    return list(people.select_related("user", "school").order_by("pk"))


def restricted_of(school: School, people: Iterable[Person]) -> dict[int, Restriction]:
    """The restrictions that hold of some people, by their number. One query."""
    numbers = {person.pk for person in people}
    rows = Restriction.objects.for_school(school).in_force().select_related("person").order_by("pk")
    return {row.person_id: row for row in rows if row.person_id in numbers}


def restricted_by_school(federation: Federation) -> dict[str, set[int]]:
    """The numbers of those whose internet is restricted, by the code of their school. One query."""
    rows = Restriction.objects.in_force().filter(person__school__federation=federation)
    found: dict[str, set[int]] = {}
    for school, person in rows.order_by("pk").values_list("person__school__code", "person_id"):
        found.setdefault(school, set()).add(person)
    return found


def reasons_to_restrict(school: School, people: list[Person], now: datetime) -> dict[int, list[str]]:
    """The agreements for whose sake somebody's internet must be restricted, by the person's number.

    Those who said no at once; others when the days of grace are over, where the school has set so. Kinds of people
    whom the head lets in without an agreement are left out; so is who is not here.
    """
    today = timezone.localdate(now)
    waived = set(waivers_in_force(school).filter(gate=GATE).values_list("kind", flat=True))
    here = [one for one in people if one.kind not in waived and one.joined <= today and (one.left or today) >= today]
    strict, days = value_of(school, UNSIGNED) == "restrict", value_of(school, GRACE_DAYS)

    def late(line: Line) -> bool:
        if line.is_done or not (strict or line.at_once):
            return False
        return grace_ends(line.since, days, at_once=line.at_once) <= today

    found = {
        number: [line.kind.id for line in lines if "internet" in line.kind.doors and late(line)]
        for number, lines in standings(school, here, today).items()
    }
    if strict and value_of(school, PARENTS_FIRST) == "yes":
        for number in _without_a_parent(school, here, today, days):
            found[number].append("parent")
    return {number: reasons for number, reasons in found.items() if reasons}


def _without_a_parent(school: School, people: list[Person], today: date, days: int) -> list[int]:
    """Pupils of whom no parent has signed, or declined, within the days of grace."""
    pupils = [person.pk for person in people if person.kind == User.Kind.PUPIL]
    links = Relationship.objects.filter(child__in=pupils, parental_responsibility=True, no_contact=False)
    parents = Person.objects.filter(pk__in=links.values("adult"), merged_into=None).select_related("school")
    waiting: dict[int, bool] = {}
    for lines in standings(school, list(parents.order_by("pk")), today).values():
        for line in lines:
            if line.child is not None:
                open_ = line.state is State.TO_SIGN and grace_ends(line.since, days, at_once=False) <= today
                waiting[line.child.pk] = waiting.get(line.child.pk, True) and open_
    return [number for number in pupils if waiting.get(number)]
