"""Counting concerns: what somebody may see for those who work on them, rounded figures for everybody else."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.db.models import Count, Q
from django.utils import timezone

from belisha.console.access.accounts.queries.terms import term_at, term_before
from belisha.console.access.models import User
from belisha.console.access.remembering import remembering
from belisha.console.access.settings.queries import keep_decisions
from belisha.console.concerns.models import Concern, Subject, TrendNote
from belisha.console.concerns.patterns.rules import ENOUGH_DAYS, KINDS, Rise, commonest, per_hundred, rises, same, told
from belisha.console.concerns.queries.countable import about_children, countable
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.rules.categories import categories, places
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation, School

__all__ = [
    "Compared",
    "Figures",
    "Span",
    "Suggestion",
    "Terms",
    "compared",
    "counts_of",
    "figures_of",
    "lessons_open",
    "notes_of",
    "notes_since",
    "notes_with_lessons",
    "repeated",
    "rises_in",
    "rises_of",
    "span_of",
    "suggestion_for",
    "terms_back",
    "words_of",
]


class Span(NamedTuple):
    """A term so far, and the one before it."""

    first: date
    until: date  # the day after the last one counted
    before: date  # first day of the term before


class Terms(NamedTuple):
    """How many concerns each of rules.KINDS had in a term and in the one before it, and how much of that is known."""

    now: dict[str, Counter[str]]
    before: dict[str, Counter[str]]
    days: tuple[int, int]  # that have passed of the term, and that are on record of the one before

    @property
    def comparable(self) -> bool:
        """Whether enough is on record of the term before to say that something rose."""
        return self.days[1] >= ENOUGH_DAYS


class Suggestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may follow from a rise; what the fields mean is told in suggestions.yaml."""

    lesson: str
    filter: tuple[str, ...] = ()


class Figures(NamedTuple):
    """One term in rounded figures: each row says what, this term and the one before."""

    span: Span
    rows: list[tuple[str, str, str]]
    kinds: list[tuple[str, str, str]]
    comparable: bool


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


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), timezone.get_default_timezone())


def _within(first: date, until: date) -> Q:
    return Q(reported_at__gte=_begin(first), reported_at__lt=_begin(until))


def _between(rows: QuerySet[Concern], first: date, until: date) -> QuerySet[Concern]:
    return rows.filter(_within(first, until))


def counts_of(rows: QuerySet[Concern], span: Span) -> Terms:
    """Concerns of a term and of the one before by each of rules.KINDS. Three queries."""
    zone = timezone.get_default_timezone()
    risk = {category.id: category.risk for category in categories()}
    now, before = ({kind: Counter[str]() for kind in KINDS} for _side in range(2))
    began, first = span.first, _begin(span.first)
    for category, place, where, at in _between(rows, span.before, span.until).values_list(
        "category", "place", "where", "reported_at"
    ):
        found = now if at >= first else before
        began = min(began, at.astimezone(zone).date())
        found["category"][category] += 1
        found["risk"][risk.get(category, "")] += 1
        found["weekday"][str(at.astimezone(zone).weekday())] += 1
        if place:
            found["place"][place] += 1
        if where.strip():
            found["site"][" ".join(where.split())] += 1
    now["site"], before["site"] = _as_one(now["site"], before["site"])
    now["year"], before["year"] = _by_year(rows, span)
    if rows.filter(reported_at__lt=_begin(span.before)).exists():
        began = span.before
    return Terms(now, before, ((span.until - span.first).days, (span.first - began).days))


def _as_one(*sides: Counter[str]) -> list[Counter[str]]:
    """Spellings of one thing counted together, as what is written most often."""
    names = commonest(sum(sides, Counter()))
    found = []
    for side in sides:
        together: Counter[str] = Counter()
        for words, number in side.items():
            together[names[same(words)]] += number
        found.append(together)
    return found


def _by_year(rows: QuerySet[Concern], span: Span) -> tuple[Counter[str], Counter[str]]:
    """Children harmed by year group, in a term and in the one before. One query."""
    chosen = _between(rows, span.before, span.until)
    harmed = Subject.objects.filter(concern__in=chosen, ended_at=None, role=Subject.Role.HARMED, person__isnull=False)
    late = Q(concern__reported_at__gte=_begin(span.first))
    years = harmed.exclude(person__year="").order_by().values_list("person__year")
    counted = list(years.annotate(now=Count("concern", filter=late), before=Count("concern", filter=~late)))
    return (
        Counter({year: now for year, now, _before in counted if now}),
        Counter({year: before for year, _now, before in counted if before}),
    )


def rises_in(terms: Terms) -> list[Rise]:
    """What has risen, of counted terms."""
    kinds = ("category", "place", "site", "year")
    return [rise for kind in kinds for rise in rises(kind, terms.now[kind], terms.before[kind], terms.days)]


def rises_of(by: By, school: School, today: date) -> list[Rise]:
    """What has risen among the team's concerns about children that somebody may see.

    Others read what is noted of a rise: so it tells nothing of concerns about adults, not even that there are any.
    """
    return rises_in(counts_of(about_children(visible(by, school)), span_of(school, today)))


def repeated(by: By, school: School, first: date, until: date) -> list[tuple[Person, int]]:
    """People who were harmed, or are said to have caused it, in two or more concerns of these days. Two queries."""
    chosen = _between(visible(by, school), first, until)
    roles = (Subject.Role.HARMED, Subject.Role.ALLEGED)
    rows = Subject.objects.filter(concern__in=chosen, ended_at=None, role__in=roles, person__isnull=False)
    rows = rows.filter(Q(restricted=False) | Q(concern__route__in=routes_of(by, school)))
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


def notes_since(school: School, since: datetime) -> QuerySet[TrendNote]:
    """What was found in patterns since an instant, newest first."""
    return TrendNote.objects.filter(school=school, at__gte=since).order_by("-at", "-pk")


def notes_with_lessons(school: School, since: datetime) -> int:
    """How many lessons patterns have asked for since an instant."""
    return notes_since(school, since).exclude(lesson="").count()


def figures_of(school: School, span: Span) -> Figures:
    """A term in figures that tell of nobody: small ones left out, the others rounded to fives."""
    rows = countable(school)
    now, before = (terms := counts_of(rows, span))[:2]
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
        terms.comparable,
    )


def _online(counts: dict[str, Counter[str]]) -> int:
    return sum(number for risk, number in counts["risk"].items() if risk != "offline")


def compared(federation: Federation, schools: Iterable[School], today: date) -> list[Compared]:
    """The schools of a federation side by side, per 100 pupils; what is too small to be told is left out."""
    del federation
    schools = list(schools)
    reported = _reported(schools, today)
    rows = Person.objects.filter(school__in=schools, merged_into=None, kind=User.Kind.PUPIL).on_roll(today)
    on_roll = dict(rows.order_by().values_list("school").annotate(number=Count("pk")))
    found = []
    for school in schools:
        (now, before), pupils = reported.get(school.pk, (0, 0)), on_roll.get(school.pk, 0)
        found.append(Compared(school, pupils, told(now), told(before), per_hundred(now, pupils)))
    return found


def _reported(schools: list[School], today: date) -> dict[int, tuple[int, int]]:
    """Concerns of this term so far and of the one before, by the school's number; each may have terms of its own."""
    with remembering():
        keep_decisions(schools)
        spans = [(school, span_of(school, today)) for school in schools]
    now, before = Q(pk__in=[]), Q(pk__in=[])
    for span in dict.fromkeys(span for _school, span in spans):
        here = Q(school__in=[school for school, own in spans if own == span])
        now |= here & _within(span.first, span.until)
        before |= here & _within(span.before, span.first)
    counts = countable(*schools).filter(now | before).order_by().values_list("school")
    rows = counts.annotate(now=Count("pk", filter=now), before=Count("pk", filter=before))
    return {number: (of_now, of_before) for number, of_now, of_before in rows}
