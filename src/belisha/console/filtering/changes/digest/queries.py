"""What happened to the filter in a week, and who has signed it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.activity.days import LONDON, Period
from belisha.activity.errors import ActivityError
from belisha.activity.questions import prepare, totals
from belisha.activity.store import Scope, Store
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.filtering.changes.queries.listing import applied_changes, changes_of
from belisha.console.filtering.changes.queries.lists import renewed
from belisha.console.filtering.changes.rules.days import monday_of
from belisha.console.filtering.models import Ask, Change, DigestSign, FailureReport, Half, PageReport, PolicyVersion
from belisha.engine.policy.calendar import is_school_day

if TYPE_CHECKING:
    from belisha.activity.questions import Totals
    from belisha.console.access.models import School
    from belisha.console.filtering.models.changes import ChangeQuerySet

__all__ = ["SHOWN_WEEKS", "Week", "figures_of", "first_week", "signs_of", "unsigned_weeks", "weeks_of"]

WEEK: Final = timedelta(days=7)
SHOWN_WEEKS: Final = 53


class Week(NamedTuple):
    """A week (its Monday), and who has signed it for each side."""

    monday: date
    signs: dict[str, DigestSign]

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def education(self) -> DigestSign | None:
        """The safeguarding lead's signature."""
        return self.signs.get(Half.Side.EDUCATION)

    @property
    def technical(self) -> DigestSign | None:
        """The technical side's."""
        return self.signs.get(Half.Side.TECHNICAL)


def _bounds(monday: date) -> tuple[datetime, datetime]:
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (monday, monday + WEEK))
    return start, end


def first_week(school: School) -> date | None:
    """The Monday of the first whole week since the console holds the policy; None before it does."""
    version = PolicyVersion.objects.filter(federation=school.federation_id).order_by("number").first()
    return monday_of(timezone.localdate(version.at)) + WEEK if version else None


def weeks_of(school: School, today: date) -> list[Week]:
    """The weeks that are over, the newest first, a year of them at most. Two queries."""
    first = first_week(school)
    if first is None:
        return []
    last = monday_of(today) - WEEK
    mondays = [last - WEEK * number for number in range(SHOWN_WEEKS) if last - WEEK * number >= first]
    signs = signs_of(school, mondays)
    return [Week(monday, signs.get(monday, {})) for monday in mondays]


def signs_of(school: School, mondays: list[date]) -> dict[date, dict[str, DigestSign]]:
    """Signatures by week and side. One query."""
    found: dict[date, dict[str, DigestSign]] = {}
    for sign in DigestSign.objects.for_school(school).filter(week__in=mondays).select_related("by").order_by("pk"):
        found.setdefault(sign.week, {})[sign.side] = sign
    return found


def unsigned_weeks(school: School, today: date) -> list[date]:
    """School weeks that are over and unsigned by the safeguarding lead, since the last that they have signed."""
    calendar = calendar_of(school, today)
    unsigned = []
    for week in weeks_of(school, today):
        if week.education:
            break
        days = [week.monday + timedelta(days=number) for number in range(7)]
        if not calendar.terms or any(is_school_day(calendar, day) for day in days):
            unsigned.append(week.monday)
    return unsigned


def _in_week(rows: ChangeQuerySet, monday: date) -> ChangeQuerySet:
    start, end = _bounds(monday)
    return rows.filter(applied_at__gte=start, applied_at__lt=end)


def figures_of(school: School, monday: date) -> dict[str, Any]:
    """What is read and signed, as it is kept with the signature: counts, and the titles of what changed."""
    start, end = _bounds(monday)
    within = {"at__gte": start, "at__lt": end}
    changes = list(_in_week(applied_changes(school), monday)[:200])
    asks = Ask.objects.filter(school=school)
    reports = PageReport.objects.filter(school=school, practice=False, **within)
    asked, answered = (
        asks.filter(**{f"{name}__gte": start, f"{name}__lt": end}) for name in ("asked_at", "answered_at")
    )
    return {
        "changes": [{"number": each.pk, "title": str(each), "way": each.way, "state": each.state} for each in changes],
        "emergencies": sum(each.way == Change.Way.EMERGENCY for each in changes),
        "unreviewed": changes_of(school).to_review().filter(applied_at__lt=end).count(),
        "waiting": changes_of(school).filter(state=Change.State.ASSESSING).count(),
        "asked": asked.count(),
        "answered": answered.count(),
        "late": asks.filter(Q(answered_at__isnull=True) | Q(answered_at__gte=end), due_at__lt=end).count(),
        "reports": reports.count(),
        "failures": FailureReport.objects.filter(school=school, **within).count(),
        "lists": _lists(),
    } | _traffic(school, monday)


def _lists() -> str:
    lists = renewed()
    if lists.looked is None:
        return _("no list is in force")
    words = {"day": date_format(lists.looked, "j F Y")}
    if lists.oldest_at is None:
        return _("last renewed on %(day)s") % words
    words |= {"list": lists.oldest, "oldest": date_format(lists.oldest_at, "j F Y")}
    return _("last renewed on %(day)s; the oldest, %(list)s, is of %(oldest)s") % words


def _traffic(school: School, monday: date) -> dict[str, Any]:
    """Requests and blocks on record; nothing where there is no record of that week."""
    scope = Scope((school.code,), Period(monday, monday + timedelta(days=6)), LONDON)
    try:
        found = Store.open(settings.HOME).ask(scope, lambda view: _sums(view, school))
    except ActivityError:
        found = []
    if not found or not found[0].requests:
        return {"requests": None, "blocked": None, "people": None}
    return {"requests": found[0].requests, "blocked": found[0].blocked, "people": found[0].people}


def _sums(view: Any, school: School) -> list[Totals]:
    prepare(view, [("school", (school.code,))])
    return [totals(view)]
