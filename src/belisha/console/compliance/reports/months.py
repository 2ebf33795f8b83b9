"""The month on a page, for the head: its figures against the month before, what is late, what is to be decided."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.tasks import State as TaskState
from belisha.console.access.tasks import tasks_at
from belisha.console.compliance.models import Plan
from belisha.console.compliance.plans.queries import duties_planned, owners
from belisha.console.compliance.queries import rows
from belisha.console.compliance.reports.queries import states_on
from belisha.console.compliance.rules import STATES
from belisha.console.compliance.tasks.queries import source_title
from belisha.console.concerns.patterns.rules import told
from belisha.console.concerns.queries.countable import countable
from belisha.console.duties.registry import State
from belisha.console.filtering.asks.queries.asks import asks_of_time
from belisha.console.filtering.changes.queries.listing import applied_changes
from belisha.console.filtering.coverage.queries import wanting_at
from belisha.console.filtering.proof.queries.states import alarms_of
from belisha.console.monitoring.models import Alert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["Decision", "Figure", "Month", "MonthPage", "month_before", "month_of", "month_page"]

SHOWN: Final = 6  # of a kind: it is one page
RISK_AHEAD: Final = timedelta(days=30)


class Month(NamedTuple):
    """A month by its first day, and the first day of the next one."""

    first: date
    next: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From its first moment to the first that is not of it."""
        return _begin(self.first), _begin(self.next)


class Figure(NamedTuple):
    """One line: what, in this month, in the month before. Words where a number could tell of a child."""

    what: str
    now: str
    before: str


class Decision(NamedTuple):
    """Something that somebody has to decide, in words, and where."""

    what: str
    link: str


class MonthPage(NamedTuple):
    """The page of a month."""

    month: Month
    before: Month
    running: bool  # the month is not over
    duties: list[Figure]
    safeguarding: list[Figure]
    filtering: list[Figure]
    changes: list[str]  # titles of what changed in the filter
    late: list[tuple[str, int]]  # kinds of work, and how much of it is late now
    decisions: list[Decision]


def month_of(day: date) -> Month:
    """The month of a day."""
    first = day.replace(day=1)
    return Month(first, (first + timedelta(days=32)).replace(day=1))


def month_before(month: Month) -> Month:
    """The month before another."""
    return month_of(month.first - timedelta(days=1))


def month_page(school: School, month: Month, now: datetime) -> MonthPage:
    """The page of a month; what is late and what is to be decided are those of now."""
    before, today = month_before(month), timezone.localdate(now)
    running = today < month.next
    changes = applied_changes(school)
    spans = [month.bounds, before.bounds]
    made = [changes.filter(applied_at__gte=begin, applied_at__lt=end) for begin, end in spans]
    filtering = [
        *_asks(school, month, before),
        Figure(_("Changes of the filter"), *(str(each.count()) for each in made)),
        *_now_only(school, today),
    ]
    return MonthPage(
        month,
        before,
        running,
        _duties(school, month, before, now if running else None),
        _safeguarding(school, spans),
        filtering,
        list(made[0].values_list("title", flat=True)[:SHOWN]),
        _late(school),
        list(_decisions(school, now))[: SHOWN + 2],
    )


def _duties(school: School, month: Month, before: Month, now: datetime | None) -> list[Figure]:
    """How many duties stood how at the end of each month; of one that runs, now."""
    last = states_on(school, before.next - timedelta(days=1))
    if now is not None:
        states = [row.standing.state for row in rows(school, now)]
        this: dict[State, int] | None = {state: states.count(state) for state in STATES}
    else:
        this = states_on(school, month.next - timedelta(days=1))
    return [
        Figure(str(title), *(_("nobody looked") if each is None else str(each.get(state, 0)) for each in (this, last)))
        for state, title in STATES.items()
    ]


def _safeguarding(school: School, spans: list[tuple[datetime, datetime]]) -> list[Figure]:
    concerns, alerts = countable(school), Alert.objects.for_school(school).filter(quiet=False)
    asked = (
        (_("Concerns reported"), concerns, "reported_at"),
        (_("Concerns brought to an end"), concerns, "closed_at"),
        (_("Alerts of monitoring"), alerts, "came_at"),
    )
    return [Figure(what, *(told(_between(rows, field, *span)) for span in spans)) for what, rows, field in asked]


def _between(rows: QuerySet[Any], field: str, begin: datetime, end: datetime) -> int:
    return rows.filter(**{f"{field}__gte": begin, f"{field}__lt": end}).count()


def _asks(school: School, month: Month, before: Month) -> list[Figure]:
    both = [list(asks_of_time(school, *each.bounds)) for each in (month, before)]
    took = [[ask.minutes for ask in asks if ask.minutes is not None] for asks in both]
    return [
        Figure(_("Requests for pages"), *(str(len(asks)) for asks in both)),
        Figure(
            _("Minutes of lessons until an answer, in the middle"),
            *(str(round(median(minutes))) if minutes else "-" for minutes in took),
        ),
        Figure(_("Not answered yet"), *(str(sum(ask.answered_at is None for ask in asks)) for asks in both)),
    ]


def _now_only(school: School, today: date) -> Iterator[Figure]:
    """What is known of now alone."""
    wanting, alarms = wanting_at(school, today), alarms_of(school).count()
    yield Figure(_("Gaps in what is seen, now"), str(wanting.red + wanting.amber), "-")
    yield Figure(_("Tests that got through the filter, now"), str(alarms), "-")


def _late(school: School) -> list[tuple[str, int]]:
    late = [
        each.source for each in tasks_at(school, None) if each.state is TaskState.LATE and each.source != "concerns"
    ]
    return sorted(((source_title(source), late.count(source)) for source in set(late)), key=lambda each: -each[1])


def _decisions(school: School, now: datetime) -> Iterator[Decision]:
    today, planned = timezone.localdate(now), duties_planned(school)
    bare = [row for row in rows(school, now) if row.standing.state is State.BREACHED and row.duty.id not in planned]
    if bare:
        words = ngettext(
            "%(n)s breached duty has no plan: who does what until when?",
            "%(n)s breached duties have no plan: who does what until when?",
            len(bare),
        )
        yield Decision(words % {"n": len(bare)}, reverse("duties", args=[school.code]) + "?state=breached")
    able = set(owners(school).values_list("pk", flat=True))
    for plan in Plan.objects.for_school(school).open().select_related("owner"):
        link = reverse("duty", args=[school.code, plan.duty])
        if plan.kind == Plan.Kind.RISK and plan.due <= today + RISK_AHEAD:
            yield Decision(_("An accepted risk ends: bear it on, or mend it? %(what)s") % {"what": plan.words}, link)
        elif plan.owner_id not in able:
            link = reverse("duty-plan-take", args=[school.code, plan.pk])
            yield Decision(_("Nobody has this plan any more: who takes it? %(what)s") % {"what": plan.words}, link)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
