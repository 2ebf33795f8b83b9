"""Questions about the weekly digest and the daily page."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.calendars.clocks import counting
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.monitoring.alerts.queries.seeing import alerts_for
from belisha.console.monitoring.alerts.rules import LEVELS, theme_words
from belisha.console.monitoring.digests.rules import has_school, is_unusual, missed_days, weeks_over
from belisha.console.monitoring.models import (
    Alert,
    AlertInflow,
    AlertStep,
    DigestSignature,
    HealthDay,
    Look,
    RecordLook,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

__all__ = ["HEALTH", "Fact", "Week", "facts_of", "figures_of", "missed_at", "seen_on", "unsigned_weeks", "weeks_of"]

HEALTHY_INFLOW: Final = timedelta(minutes=20)
RECORD_FRESH: Final = timedelta(hours=36)


class Fact(NamedTuple):
    """Something on the daily page: what, how it stands (good, risk, bad or nothing), in words, and where to look."""

    title: str
    state: str
    words: str
    link: str = ""


# what apps above know of the machines: by name, in the order of the page
HEALTH: Final[dict[str, Callable[[School, datetime], list[Fact]]]] = {}


class Week(NamedTuple):
    """A week to sign, or signed: its Monday and Sunday, and the signature."""

    monday: date
    sunday: date
    signed: DigestSignature | None


def weeks_of(school: School, today: date) -> list[Week]:
    """The weeks of which there is a digest, the newest first. Four queries."""
    signed = {each.week: each for each in DigestSignature.objects.for_school(school).select_related("by")}
    weeks = sorted({*_to_sign(school, today), *signed}, reverse=True)
    return [Week(monday, monday + timedelta(days=6), signed.get(monday)) for monday in weeks]


def unsigned_weeks(school: School, today: date) -> list[date]:
    """The Mondays of weeks that are over and not signed, the newest first."""
    return [week.monday for week in weeks_of(school, today) if week.signed is None]


def _to_sign(school: School, today: date) -> list[date]:
    """Weeks that are over, with a school day or in which something came."""
    inflow = AlertInflow.objects.filter(school=school).first()
    if inflow is None:
        return []
    since = timezone.localdate(inflow.since)
    calendar, weeks = counting(calendar_of(school, today)), weeks_over(since, today)
    free = [monday for monday in weeks if not has_school(monday, since, calendar)]
    busy = _busy(school, free) if free else set()
    return [monday for monday in weeks if monday not in free or monday in busy]


def _busy(school: School, mondays: list[date]) -> set[date]:
    """Those of some weeks in which something came. One query, of holidays alone: little comes in them."""
    wanted = Q()
    for monday in mondays:
        begin, end = _bounds(monday)
        wanted |= Q(came_at__gte=begin, came_at__lt=end)
    came = Alert.objects.for_school(school).filter(wanted).order_by().values_list("came_at", flat=True)
    days = {timezone.localdate(each) for each in came.iterator()}
    return {day - timedelta(days=day.weekday()) for day in days}


def _bounds(monday: date) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    return datetime.combine(monday, time(), zone), datetime.combine(monday + timedelta(days=7), time(), zone)


def figures_of(user: User, school: School, monday: date) -> dict[str, Any]:
    """What a week's digest says, as plain values, to be kept when it is signed.

    Of alerts that somebody may know of, and looks, those about adults who work here are left out: others read what one
    signed, and nobody may count their own there.
    """
    begin, end = _bounds(monday)
    rows = alerts_for(user, school).filter(came_at__gte=begin, came_at__lt=end, route=Alert.Route.SAFEGUARDING)
    rows = rows.order_by()
    found = list(rows.values_list("level", "theme", "state", "why", "quiet"))
    late = AlertStep.objects.filter(alert__in=rows.values("pk"), kind=AlertStep.Kind.LATE).count()
    looks = Look.objects.for_school(school).filter(at__gte=begin, at__lt=end, route=Alert.Route.SAFEGUARDING).order_by()
    by_purpose = looks.values_list("purpose").annotate(number=Count("pk")).order_by("-number", "purpose")
    states = dict(Alert.State.choices)
    return {
        "came": [[str(words), sum(one[0] == level for one in found)] for level, words in LEVELS.items()],
        "themes": [
            [str(theme_words(theme)), number] for theme, number in Counter(one[1] for one in found).most_common()
        ],
        "done": [[str(states[state]), number] for state, number in Counter(one[2] for one in found).most_common()],
        "false_alarms": sum(one[3] in {"false-alarm", "lesson"} for one in found),
        "late": late,
        "waiting": sum(one[2] == Alert.State.OPEN and one[4] for one in found),
        "looks": [[purpose or _("no purpose was given"), number] for purpose, number in by_purpose],
        "record": _record(school, monday),
    }


def _record(school: School, monday: date) -> list[int] | None:
    """Requests of a week, and how many of them were blocked; None where the record was not read."""
    kept = RecordLook.objects.filter(school=school).first()
    days = [(monday + timedelta(days=n)).isoformat() for n in range(7)]
    found = [kept.days[day] for day in days if day in kept.days] if kept else []
    return [sum(one[0] for one in found), sum(one[1] for one in found)] if found else None


def facts_of(school: School, now: datetime) -> list[Fact]:
    """What the daily page says: what apps above know of machines, then of monitoring itself."""
    found = [fact for ask in HEALTH.values() for fact in ask(school, now)]
    return [*found, _inflow(school, now), *_on_record(school, now)]


def _inflow(school: School, now: datetime) -> Fact:
    inflow = AlertInflow.objects.filter(school=school).first()
    title = _("Alerts come in")
    if inflow is None or inflow.at is None:
        return Fact(title, "bad", _("Nothing has come in from the record of internet use yet."))
    if inflow.trouble:
        return Fact(title, "bad", inflow.trouble)
    if now - inflow.at > HEALTHY_INFLOW:
        minutes = int((now - inflow.at).total_seconds() // 60)
        return Fact(title, "bad", _("The record was last looked at %(n)s minutes ago.") % {"n": minutes})
    return Fact(title, "good", _("The record was looked at within the last minutes."))


def _on_record(school: School, now: datetime) -> list[Fact]:
    kept, title = RecordLook.objects.filter(school=school).first(), _("The record of internet use")
    if kept is None:
        return [Fact(title, "bad", _("Nobody has tried to read it yet: that is done each night."))]
    if kept.trouble or now - kept.at > RECORD_FRESH:
        return [Fact(title, "bad", kept.trouble or _("It was not read last night."))]
    days = sorted(kept.days.items())
    if not days:
        return [Fact(title, "bad", _("It can be read, and there is nothing of this school on it."))]
    (day, (requests, blocked, unknown)), before = days[-1], [numbers[0] for _day, numbers in days[:-1]]
    said = {
        "day": date_format(date.fromisoformat(day), "j F Y"),
        "requests": requests,
        "blocked": blocked,
        "unknown": unknown,
    }
    words = _("%(day)s: %(requests)s requests, %(blocked)s blocked, %(unknown)s of nobody known.") % said
    facts = [Fact(title, "good", words)]
    if is_unusual(requests, before):
        facts.append(Fact(_("Unusual traffic"), "risk", _("The last day is far from the days before it: ask why.")))
    return facts


def seen_on(school: School, day: date) -> HealthDay | None:
    """Who looked at the daily page on a day."""
    found: HealthDay | None = HealthDay.objects.for_school(school).filter(day=day).select_related("by").first()
    return found


def missed_at(school: School, today: date) -> int:
    """How many school days in a row before today nobody looked at the daily page."""
    inflow = AlertInflow.objects.filter(school=school).first()
    if inflow is None:
        return 0
    recent = HealthDay.objects.for_school(school).filter(day__gte=today - timedelta(days=70))
    seen = set(recent.values_list("day", flat=True))
    return missed_days(timezone.localdate(inflow.since), today, seen, counting(calendar_of(school, today)))
