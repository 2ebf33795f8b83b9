"""The low-level record: what is kept of adults below the harm threshold, apart from allegations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Prefetch

from belisha.console.concerns.models import Answer, Finding, Merge, Subject
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.working.queries.work import groups_of
from belisha.console.concerns.working.rules.low_level import Said, noted_of_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["Noted", "low_level_by", "low_level_of"]

ALLEGATION: Final = "allegation"  # the question of referrals/procedures.yaml whether it may be one
MOST: Final = 500


class Noted(NamedTuple):
    """An adult, and the low-level concerns about them, the latest first."""

    who: str
    concerns: list[Concern]


def low_level_by(concern: Concern) -> Finding | None:
    """The finding that makes a concern a low-level one; None where it is none. Five queries at most."""
    rows = concern.subjects.filter(role=Subject.Role.ALLEGED, ended_at=None).select_related("person", "concern")
    adults = {row.pk for row in rows if groups_of(row) == "staff"}
    number = noted_of_each(adults, _said_of(concern)) if adults else None
    return Finding.objects.select_related("by", "entry").get(pk=number) if number else None


def _said_of(concern: Concern) -> Iterator[Said]:
    steps = concern.findings.filter(kind=Finding.Kind.SANCTION)
    for at, subject, code, number in steps.values_list("at", "subject", "code", "pk"):
        yield Said(at, subject, code, number)
    anew = (
        concern.findings.filter(kind=Finding.Kind.REOPENED),
        Answer.objects.filter(concern=concern, procedure=ALLEGATION, applies=True),
        Merge.objects.filter(target=concern, ended_at=None),
    )
    for rows in anew:
        for at in rows.order_by("at", "pk").values_list("at", flat=True):
            yield Said(at)


def low_level_of(by: By, school: School) -> list[Noted]:
    """The record as somebody may see it who answers for concerns about adults: whoever is in it most often first.

    Somebody who is in several shows a pattern, which may amount to an allegation (KCSIE, part four, section two).
    """
    rows = visible(by, school).filter(low_level=True, route__in=routes_of(by, school)).order_by("-reported_at", "-pk")
    alleged = Subject.objects.filter(role=Subject.Role.ALLEGED, ended_at=None).select_related("person", "concern")
    rows = rows.prefetch_related(Prefetch("subjects", alleged.order_by("pk")))
    found: dict[tuple[int | None, str], list[Concern]] = defaultdict(list)
    for concern in rows[:MOST]:
        for row in concern.subjects.all():
            if groups_of(row) == "staff":
                found[row.person_id, str(row)].append(concern)
    noted = [Noted(name, concerns) for (_number, name), concerns in found.items()]
    return sorted(noted, key=lambda one: (-len(one.concerns), one.who))
