"""Who has come how far with what a starter, or everybody in September, goes through. Nothing is ticked here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.agreements.signing.queries.standing import here, standings
from belisha.console.agreements.signing.rules import first_day, school_year
from belisha.console.people.models import Device, Person, StarterStep
from belisha.console.people.rules.forms_of_staff import starter_steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.signing.queries.standing import Line

__all__ = ["Item", "Round", "Row", "inductions", "own_induction", "september", "starter_of", "starters", "year_of"]

STARTER: Final = timedelta(days=90)


class Item(NamedTuple):
    """One thing: what it is, whether it is done, and a word on how that is known."""

    id: str
    title: str
    done: bool
    how: str = ""


class Row(NamedTuple):
    """Somebody and all that they go through."""

    person: Person
    items: list[Item]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(item.done for item in self.items)


class Round(NamedTuple):
    """One thing of the September round: how many of those whom it concerns have done it."""

    title: str
    done: int
    all: int


def starters(school: School, day: date) -> list[Person]:
    """Staff who joined within ninety days, latest first."""
    staff = [one for one in here(school, day, User.Kind.STAFF) if one.joined > day - STARTER]
    return sorted(staff, key=lambda one: one.joined, reverse=True)


def starter_of(user: User, school: School, day: date) -> Person | None:
    """Somebody's own entry at a school, if they joined its staff within ninety days. One query."""
    people = Person.objects.for_school(school).on_roll(day).filter(user=user, kind=User.Kind.STAFF)
    return people.filter(joined__gt=day - STARTER).select_related("user", "school").first()


def own_induction(person: Person, day: date) -> Row:
    """What somebody goes through themselves."""
    return inductions(person.school, [person], day)[0]


def inductions(school: School, people: Sequence[Person], day: date) -> list[Row]:
    """What each of some staff goes through. A fixed number of queries."""
    lines = standings(school, people, day)
    numbers = [person.pk for person in people]
    steps = {
        (row.person_id, row.step): row for row in StarterStep.objects.for_school(school).filter(person__in=numbers)
    }
    holding = Device.objects.for_school(school).in_use().filter(person__in=numbers)
    devices = set(holding.values_list("person_id", flat=True))
    return [
        Row(
            person,
            [
                *(
                    Item(line.kind.id, line.kind.title, line.is_done, _("signed by themselves"))
                    for line in lines[person.pk]
                ),
                *(_step(step.id, step.title, steps.get((person.pk, step.id))) for step in starter_steps()),
                Item("account", _("Account opened"), person.user.is_active, _("opens once all is signed")),
                *([Item("device", _("Device handed over"), done=True)] if person.pk in devices else []),
            ],
        )
        for person in people
    ]


def _signed(line: Line) -> Item:
    return Item(line.kind.id, line.kind.title, line.is_done, _("read and signed"))


def _step(code: str, title: str, row: StarterStep | None) -> Item:
    attested = row is not None and bool(row.taken_over or (row.signed_at and row.guided_at))
    return Item(code, title, attested, _("attested by them and by who took them through it"))


def september(school: School, day: date) -> list[Round]:
    """The round of this school year: what everybody on the staff signs anew, and how far it is."""
    found: dict[str, list[bool]] = {}
    for lines in standings(school, here(school, day, User.Kind.STAFF), day).values():
        for line in lines:
            if line.kind.often == "yearly":
                found.setdefault(line.kind.title, []).append(line.is_done)
    return [Round(title, sum(done), len(done)) for title, done in found.items()]


def year_of(day: date) -> date:
    """The first of September of the school year that a day lies in."""
    return first_day(school_year(day))
