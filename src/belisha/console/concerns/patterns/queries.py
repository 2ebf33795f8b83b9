"""Counting concerns: what somebody may see for those who work on them, rounded figures for everybody else."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from belisha.console.access.accounts.queries.terms import term_at, term_before
from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.concerns.models import Concern, Subject, TrendNote
from belisha.console.concerns.patterns.rules import Rise, per_hundred, rises, told
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.rules.categories import categories, places
from belisha.console.concerns.rules.routes import HIDES, TEAM
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation, School
    from belisha.console.concerns.models.concerns import ConcernQuerySet

__all__ = [
    "Compared",
    "Figures",
    "Span",
    "Suggestion",
    "compared",
    "countable",
    "counts_of",
    "figures_of",
    "lessons_open",
    "notes_of",
    "repeated",
    "rises_of",
    "span_of",
    "suggestion_for",
    "terms_back",
    "words_of",
]

SYSTEM: Final = By(None, system="patterns")


class Span(NamedTuple):
    """A term so far, and the one before it."""

    first: date
    until: date  # the day after the last one counted
    before: date  # first day of the term before

    @property
    def days(self) -> tuple[int, int]:
        """How many days have passed of it, and how many the term before had."""
        return (self.until - self.first).days, (self.first - self.before).days


class Suggestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may follow from a rise; what the fields mean is told in suggestions.yaml."""

    lesson: str
    filter: tuple[str, ...] = ()


class Figures(NamedTuple):
    """One term in rounded figures: each row says what, this term and the one before."""

    span: Span
    rows: list[tuple[str, str, str]]
    kinds: list[tuple[str, str, str]]


class Compared(NamedTuple):
    """One school beside the others of its federation."""

    school: School
    pupils: int
    reported: str
    before: str
    rate: str


@cache
def _suggestions() -> dict[str, Suggestion]:
    text = (Path(__file__).parent / "suggestions.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=dict[str, Suggestion])


def suggestion_for(category: str) -> Suggestion | None:
    """What may follow when a category rises."""
    return _suggestions().get(category)


def span_of(school: School, day: date) -> Span:
    """The term of a day up to that day. One query."""
    term = term_at(school, day)
    return Span(term.first, min(day + timedelta(days=1), term.next_first), term_before(term))


def terms_back(school: School, today: date, count: int = 6) -> list[Span]:
    """This term and the ones before it, newest first, each whole but for this one."""
    spans = [span_of(school, today)]
    while len(spans) < count:
        spans.append(span_of(school, spans[-1].first - timedelta(days=1)))
    return spans


def _between(rows: QuerySet[Concern], first: date, until: date) -> QuerySet[Concern]:
    zone = timezone.get_default_timezone()
    start, end = (datetime.combine(day, time(0), zone) for day in (first, until))
    return rows.filter(reported_at__gte=start, reported_at__lt=end)


def countable(school: School) -> ConcernQuerySet:
    """What figures for people without the right of a route count: the team's concerns about children alone.

    So no adult, whatever else they may see, learns from a sum that there is a concern about them.
    """
    adults = Subject.objects.filter(concern=OuterRef("pk"), ended_at=None, role__in=HIDES, person__isnull=False)
    rows: ConcernQuerySet = Concern.objects.for_school(school).filter(route=TEAM).exclude(state=Concern.State.MERGED)
    return rows.exclude(Exists(adults.exclude(person__kind=User.Kind.PUPIL)))


def counts_of(rows: QuerySet[Concern], first: date, until: date) -> dict[str, Counter[str]]:
    """Concerns of some days by each of rules.KINDS. Two queries."""
    zone = timezone.get_default_timezone()
    risk = {category.id: category.risk for category in categories()}
    found: dict[str, Counter[str]] = {
        kind: Counter() for kind in ("category", "risk", "place", "site", "weekday", "year")
    }
    chosen = _between(rows, first, until)
    for category, place, where, at in chosen.values_list("category", "place", "where", "reported_at"):
        found["category"][category] += 1
        found["risk"][risk.get(category, "")] += 1
        found["weekday"][str(at.astimezone(zone).weekday())] += 1
        if place:
            found["place"][place] += 1
        if where.strip():
            found["site"][where.strip().lower()[:200]] += 1
    harmed = Subject.objects.filter(concern__in=chosen, ended_at=None, role=Subject.Role.HARMED).exclude(
        person__year=""
    )
    years = harmed.filter(person__isnull=False).order_by().values_list("person__year").annotate(n=Count("concern"))
    found["year"].update(dict(years))
    return found


def rises_of(by: By, school: School, today: date) -> list[Rise]:
    """What has risen among the concerns that somebody may see."""
    span = span_of(school, today)
    rows = visible(by, school)
    now, before = counts_of(rows, span.first, span.until), counts_of(rows, span.before, span.first)
    kinds = ("category", "place", "site", "year")
    return [rise for kind in kinds for rise in rises(kind, now[kind], before[kind], span.days)]


def repeated(by: By, school: School, first: date, until: date) -> list[tuple[Person, int]]:
    """People who were harmed, or are said to have caused it, in two or more concerns of these days. Two queries."""
    chosen = _between(visible(by, school), first, until)
    roles = (Subject.Role.HARMED, Subject.Role.ALLEGED)
    rows = Subject.objects.filter(concern__in=chosen, ended_at=None, role__in=roles, person__isnull=False)
    often = rows.order_by().values_list("person").annotate(n=Count("concern", distinct=True)).filter(n__gte=2)
    found = dict(often.order_by("-n", "person")[:50])
    people = Person.objects.in_bulk(found)
    return [(people[number], count) for number, count in found.items()]


def words_of(kind: str, value: str) -> str:
    """What a value of a kind is called."""
    titles = {
        "category": {each.id: each.title for each in categories()},
        "place": {each.id: each.title for each in places()},
        "year": {value: str(label) for value, label in Person.Year.choices},
    }
    return titles.get(kind, {}).get(value, value)


def notes_of(school: School, first: date) -> QuerySet[TrendNote]:
    """What was noted in a term that begins on a day."""
    return TrendNote.objects.filter(school=school, term=first).select_related("by", "taught_by")


def lessons_open(school: School) -> QuerySet[TrendNote]:
    """Lessons that patterns asked for and nobody has taught."""
    return TrendNote.objects.filter(school=school, taught_at=None).exclude(lesson="").order_by("lesson_due", "pk")


def figures_of(school: School, span: Span) -> Figures:
    """A term in figures that tell of nobody: small ones left out, the others rounded to fives."""
    rows = countable(school)
    now, before = counts_of(rows, span.first, span.until), counts_of(rows, span.before, span.first)
    ended = [
        rows.filter(closed_at__date__gte=first, closed_at__date__lt=until).count()
        for first, until in ((span.first, span.until), (span.before, span.first))
    ]
    kinds = [
        (words_of("category", value), told(now["category"][value]), told(before["category"][value]))
        for value in sorted(now["category"] | before["category"], key=lambda value: -now["category"][value])
    ]
    totals = [sum(counts["category"].values()) for counts in (now, before)]
    return Figures(
        span,
        [
            ("reported", told(totals[0]), told(totals[1])),
            ("closed", told(ended[0]), told(ended[1])),
            ("online", told(_online(now)), told(_online(before))),
        ],
        kinds,
    )


def _online(counts: dict[str, Counter[str]]) -> int:
    return sum(number for risk, number in counts["risk"].items() if risk != "offline")


def compared(federation: Federation, schools: Iterable[School], today: date) -> list[Compared]:
    """The schools of a federation side by side, per 100 pupils; what is too small to be told is left out."""
    del federation
    found = []
    for school in schools:
        span = span_of(school, today)
        rows = countable(school)
        now, before = (
            _between(rows, first, until).count()
            for first, until in ((span.first, span.until), (span.before, span.first))
        )
        on_roll = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(today)
        pupils = on_roll.filter(Q(left__isnull=True) | Q(left__gte=today)).count()
        found.append(Compared(school, pupils, told(now), told(before), per_hundred(now, pupils)))
    return found
