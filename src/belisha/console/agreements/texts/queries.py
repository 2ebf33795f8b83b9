"""Questions about agreements: which are in force, how a draft stands, who is asked for which."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from belisha.console.access.models import Post, User
from belisha.console.access.roles import Role
from belisha.console.access.settings.queries import value_of, values_of
from belisha.console.access.sign_in.declared import LEAVING, LOG_OFF
from belisha.console.agreements.models import Agreement, Wording
from belisha.console.agreements.texts.declared import OFTEN_VISITS, PUPIL_DEVICES, STAFF_PHONES
from belisha.console.agreements.texts.rules import (
    CHOSEN_DEVICES,
    DEVICES,
    OwnWords,
    kind_of,
    kinds,
    missing_clauses,
    text_of,
    with_own_words,
)
from belisha.console.people.models import Device, Membership, Person, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.texts.rules import Kind, Text

__all__ = [
    "Draft",
    "agreement_of",
    "asked",
    "asked_of",
    "draft_of",
    "history_of",
    "in_force",
    "parameters_of",
    "wording_of",
]

TERM: Final = timedelta(days=90)  # within which the visits of somebody who comes often are counted


class Draft(NamedTuple):
    """The text of a kind as it would be issued now, what a school made of it, and what is missing."""

    kind: Kind
    text: Text
    own: Mapping[str, Wording]
    missing: tuple[str, ...]


def in_force(school: School) -> dict[str, Agreement]:
    """What a school asks for now, by kind. One query; without the texts themselves."""
    rows = Agreement.objects.for_school(school).in_force().defer("forms")
    return {row.kind: row for row in rows}


def agreement_of(school: School, pk: int) -> Agreement:
    """An agreement of a school by its number in the database. Raises Http404."""
    found: Agreement = get_object_or_404(Agreement.objects.for_school(school).select_related("school"), pk=pk)
    return found


def history_of(school: School, kind: str) -> list[Agreement]:
    """Every agreement of a kind that a school has issued, newest first, with `signed`: how many signatures count."""
    rows = Agreement.objects.for_school(school).filter(kind=kind).select_related("issued_by").defer("forms")
    return list(rows.annotate(signed=Count("signatures")).order_by("-number"))


def draft_of(school: School, kind: str) -> Draft:
    """A kind's text with the school's own words. Raises KeyError for a kind that there is not. One query."""
    known = kind_of(kind)
    own = {row.clause: row for row in Wording.objects.for_school(school).filter(kind=kind).order_by("pk")}
    words = [OwnWords(row.clause, row.heading, row.text) for row in own.values()]
    text = with_own_words(text_of(kind), words)
    return Draft(known, text, own, missing_clauses(known, text))


def parameters_of(school: School, day: date) -> dict[str, str]:
    """What is filled into texts when they are issued: the school, who leads on a day, what it has chosen. Two queries.

    `phones`, `leaving` and `devices` say the same as the online-safety policy, for they come from the same settings.
    """
    chosen = values_of(school)
    held = Post.objects.held_on(day).filter(school=school, role__in=[Role.DSL, Role.HEAD]).select_related("holder")
    names = {post.role: post.holder.name for post in held.order_by("-pk")}
    return {
        "school": school.name,
        "dsl": names.get(Role.DSL, _("the designated safeguarding lead")),
        "head": names.get(Role.HEAD, _("the head")),
        "phones": _("silent") if chosen[STAFF_PHONES.key] == "silent" else _("switched off"),
        "leaving": _("log off") if chosen[LEAVING.key] == LOG_OFF else _("lock the screen"),
        "devices": DEVICES[str(chosen[PUPIL_DEVICES.key])],
        CHOSEN_DEVICES: str(chosen[PUPIL_DEVICES.key]),
    }


def asked_of(person: Person, day: date) -> tuple[Kind, ...]:
    """The kinds of agreement that somebody is asked for on a day, whether they signed or not: those in force."""
    return asked(person.school, [person], in_force(person.school), day)[person.pk]


def asked(
    school: School, people: Iterable[Person], there: Mapping[str, Agreement], day: date
) -> dict[int, tuple[Kind, ...]]:
    """The same for many people of one school, by their number: at most four queries. `there`: what is in force."""
    known = [kind for kind in kinds() if kind.id in there]
    narrowed = _Narrowed(school, known, list(people), day)
    return {
        person.pk: tuple(
            kind for kind in known if kind.is_for(person.kind, person.year) and narrowed.holds(kind, person)
        )
        for person in narrowed.people
    }


class _Narrowed:
    """What narrows a kind beyond who somebody is: groups, devices, frequent visits. Asked only where needed."""

    def __init__(self, school: School, known: list[Kind], people: list[Person], day: date) -> None:
        self.people = people
        numbers = [person.pk for person in people]
        groups = {kind.who.group for kind in known if kind.who.group}
        held = Membership.objects.for_school(school).on(day).filter(group__code__in=groups) if groups else None
        self._in_group = set(held.values_list("person_id", "group__code")) if held is not None else set()
        self._holders: set[int] = set()
        if any(kind.who.devices for kind in known):
            devices = Device.objects.for_school(school).in_use().filter(person__isnull=False)
            self._holders = set(devices.values_list("person_id", flat=True))
        self._often: set[int] = set()
        if any(kind.who.often_here for kind in known) and any(one.kind == User.Kind.VISITOR for one in people):
            self._often = _often_here(school, numbers, day)

    def holds(self, kind: Kind, person: Person) -> bool:
        """Whether somebody is one of those whom a kind is narrowed to."""
        who = kind.who
        if who.group and (person.pk, who.group) not in self._in_group:
            return False
        if who.devices and person.pk not in self._holders:
            return False
        return not who.often_here or person.pk in self._often


def _often_here(school: School, numbers: list[int], day: date) -> set[int]:
    visits = Visit.objects.for_school(school).filter(person__in=numbers, arrived_at__date__gt=day - TERM)
    counted = visits.order_by().values("person").annotate(number=Count("pk"))
    return set(counted.filter(number__gte=value_of(school, OFTEN_VISITS)).values_list("person", flat=True))


def wording_of(school: School, kind: str, clause: str) -> Wording:
    """A school's own words for a clause. Raises Http404."""
    found: Wording = get_object_or_404(Wording.objects.for_school(school), kind=kind, clause=clause)
    return found
