"""What the duties of parents ask of live data: when something last took place, and for how many pupils."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils import timezone

from belisha.console.access.accounts.queries.terms import term_at, term_before
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.models import User
from belisha.console.agreements.home.queries.programme import parents_of, taking_part
from belisha.console.agreements.home.rules import school_year
from belisha.console.agreements.models import Activity, FamilyStep, Notice, NoticeRead
from belisha.console.people.models import Person
from belisha.engine.policy.calendar import is_school_day

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = [
    "Days",
    "channels_used",
    "days_of",
    "last_activity",
    "last_notice",
    "last_survey",
    "missing",
    "read_percent",
    "seen_since",
    "wider_channels",
]

LONGEST_HOLIDAY: Final = 60
GRACE: Final = timedelta(days=28)  # a pupil who came lately, and the first weeks of a school year


class Days(NamedTuple):
    """The days that a proof counts from. `school_day`: the last one with lessons, so that holidays do not count."""

    today: date
    school_day: date
    term: date
    term_before: date
    year: date


def days_of(school: School, now: datetime) -> Days:
    """The days of a school at an instant. One query."""
    today = timezone.localdate(now)
    term = term_at(school, today)
    calendar = calendar_of(school, today)
    days = (today - timedelta(days=ago) for ago in range(LONGEST_HOLIDAY))
    last = next((day for day in days if is_school_day(calendar, day)), today) if calendar.terms else today
    return Days(today, last, term.first, term_before(term), date(school_year(today), 9, 1))


def last_activity(school: School, today: date, **where: Any) -> date | None:
    """The day of the last activity that took place and whose attendance was entered."""
    rows = Activity.objects.for_school(school).held_by(today).filter(attended__gt=0, **where)
    row = rows.exclude(kind=Activity.Kind.SURVEY).order_by("-on").first()
    return row.on if row else None


def last_survey(school: School, today: date) -> Activity | None:
    """The last survey of parents that somebody answered."""
    rows = Activity.objects.for_school(school).held_by(today).filter(kind=Activity.Kind.SURVEY, attended__gt=0)
    return rows.order_by("-on").first()


def last_notice(school: School, now: datetime, topic: str) -> Notice | None:
    """The last notice on a topic that was sent and not withdrawn."""
    rows = Notice.objects.for_school(school).filter(topic=topic, withdrawn_at__isnull=True, sent_at__lte=now)
    return rows.order_by("-sent_at").first()


def read_percent(notice: Notice, today: date) -> int:
    """How many of the parents and carers opened a notice, of a hundred, rounded down."""
    parents = parents_of(notice.school, today)
    everybody = parents.count()
    read = NoticeRead.objects.filter(notice=notice, person__in=parents.values("pk")).count()
    return read * 100 // everybody if everybody else 0


def channels_used(school: School, now: datetime) -> dict[str, date]:
    """The last day on which each channel was used, by its id."""
    found: dict[str, date] = {}
    rows = Notice.objects.for_school(school).filter(withdrawn_at__isnull=True, sent_at__lte=now).order_by("sent_at")
    for channels, at in rows.values_list("channels", "sent_at"):
        found.update(dict.fromkeys(channels, timezone.localdate(at)))
    return found


def wider_channels(school: School, since: date, now: datetime) -> tuple[set[str], bool]:
    """The channels of all that went to parents since a day, and whether something was meant for others as well."""
    today = timezone.localdate(now)
    notices = Notice.objects.for_school(school).filter(
        withdrawn_at__isnull=True, sent_at__date__gte=since, sent_at__lte=now
    )
    activities = Activity.objects.for_school(school).held_by(today).filter(on__gte=since, attended__gt=0)
    used: set[str] = set()
    wider = False
    for channels, for_all in notices.values_list("channels", "wider"):
        used |= set(channels)
        wider |= for_all
    for kind, for_all in activities.values_list("kind", "wider"):
        used.add("session online" if kind == Activity.Kind.ONLINE else "meeting")
        wider |= for_all
    return used, wider


def seen_since(school: School, kind: str, since: date) -> int:
    """How many adults did something since a day."""
    return FamilyStep.objects.for_school(school).filter(kind=kind, at__date__gte=since).count()


def missing(school: School, kind: str, since: date, days: Days) -> tuple[int, int]:
    """Of the pupils who are here for four weeks: how many families have not done something, and of how many."""
    settled = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(days.today)
    pupils = set(settled.filter(joined__lte=days.today - GRACE).values_list("pk", flat=True))
    did: Collection[int] = taking_part(school, kind, since, days.today)
    return len(pupils - set(did)), len(pupils)
