"""Which schools there are, and what sets two of them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.calendars.queries import planned_years
from belisha.console.access.calendars.years import Part
from belisha.console.access.models import Decision, Federation, School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import decided_at
from belisha.console.access.settings.registry import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from belisha.console.access.calendars.queries import PlannedYear
    from belisha.console.access.calendars.years import Year
    from belisha.console.access.settings.rules import InForce

__all__ = [
    "ComparedPart",
    "ComparedSetting",
    "calendars_compared",
    "examples_for",
    "founder",
    "is_empty",
    "readable_schools",
    "schools_of",
    "settings_compared",
]


def schools_of(federation: Federation) -> QuerySet[School]:
    """The schools of a federation, by name."""
    return School.objects.filter(federation=federation).order_by("name")


def readable_schools(user: User) -> QuerySet[School]:
    """The schools whose pages somebody may read, by name."""
    found = schools_for(user)
    readable = [school.pk for school in found if has_permission(user, Permission.SEE_SCHOOL, school)]
    return School.objects.filter(pk__in=readable).select_related("federation").order_by("name")


def is_empty() -> bool:
    """Whether nobody has entered a first school yet."""
    return not Federation.objects.exists()


def founder() -> User | None:
    """The first administrator, as long as they are alone in the console and have never signed in."""
    found = list(User.objects.select_related("school", "federation").order_by("pk")[:2])
    return found[0] if len(found) == 1 and found[0].last_login is None else None


def examples_for(federation: Federation) -> QuerySet[School]:
    """The schools of a federation that have decided anything of their own: a new one can begin like them."""
    decided = Decision.objects.in_force().filter(federation=federation, school__isnull=False, value__isnull=False)
    return schools_of(federation).filter(pk__in=decided.values("school"))


class ComparedSetting(NamedTuple):
    """A setting at some schools: what counts at each, as people read it, and where from."""

    title: str
    values: list[tuple[str, InForce]]

    @property
    def differs(self) -> bool:
        """Whether the schools differ."""
        return len({written for written, _state in self.values}) > 1


def settings_compared(schools: Sequence[School]) -> list[ComparedSetting]:
    """Every setting at some schools, those that differ first. One query."""
    defaults = {key: setting.default for key, setting in SETTINGS.items()}
    decided = decided_at(schools, defaults, defaults)
    found = [
        ComparedSetting(
            str(setting.title),
            [(setting.written(decided[school.pk][key].value), decided[school.pk][key]) for school in schools],
        )
        for key, setting in SETTINGS.items()
    ]
    return sorted(found, key=lambda each: (not each.differs, each.title))


class ComparedPart(NamedTuple):
    """A part of the school year at some schools."""

    part: Part
    years: list[PlannedYear]

    @property
    def differs(self) -> bool:
        """Whether the schools differ."""
        values = [planned.year.part(self.part) for planned in self.years]
        return any(value != values[0] for value in values[1:])


def calendars_compared(schools: Sequence[School], year: Year) -> list[ComparedPart]:
    """Each part of a school year at some schools. One query."""
    planned = planned_years(schools, [year])
    return [ComparedPart(part, [planned[school.pk][0] for school in schools]) for part in Part]
