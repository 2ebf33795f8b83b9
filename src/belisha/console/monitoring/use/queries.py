"""Questions about looks at internet use, reports and their readers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.permissions import Permission
from belisha.console.access.posts.queries import holders
from belisha.console.access.roles import ROLES
from belisha.console.access.settings.queries import value_of
from belisha.console.duties.registry import PROOFS, State
from belisha.console.monitoring.alerts.queries.seeing import family_of_user, sight_of
from belisha.console.monitoring.models import Alert, Look, RecordLook, ReportPlan, ReportReader, UseReport
from belisha.console.monitoring.use.declared import PURPOSES
from belisha.console.monitoring.use.rules import FRESH, UNREAD_DAYS, read_purposes

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = [
    "Counted",
    "able_to_look",
    "counted_looks",
    "lawful_at",
    "looked_at",
    "looks_for",
    "own_reports",
    "plan_of",
    "plans_for",
    "purposes_of",
    "reading_of",
    "record_of",
    "report_of",
    "reports_of_plan",
    "to_read",
    "unread_since",
]

LAWFUL = "monitoring.lawful"


class Counted(NamedTuple):
    """How often somebody or something: its words, and how many looks."""

    words: str
    number: int


def purposes_of(school: School) -> list[str]:
    """The school's list of purposes."""
    return read_purposes(value_of(school, PURPOSES))


def lawful_at(school: School) -> bool:
    """Whether the impact assessment of monitoring is in force. While nothing proves it, nothing is held up."""
    proof = PROOFS.get(LAWFUL)
    return proof is None or proof.ask(school, timezone.now()).state is not State.BREACHED


def looked_at(user: User, alert: Alert, now: datetime) -> Look | None:
    """Somebody's own look at what is around an alert, while it is fresh."""
    rows = Look.objects.for_school(alert.school).filter(by=user, kind="finding", subject=str(alert.pk))
    found: Look | None = rows.filter(at__gt=now - FRESH).first()
    return found


def looks_for(user: User, school: School) -> QuerySet[Look]:
    """Every look at the use of a school's people that somebody may know of, the newest first.

    The head reads of no look at what is about the head; nobody of looks at themselves or their family.
    """
    rows: QuerySet[Look] = Look.objects.for_school(school).select_related("by", "school")
    sight = sight_of(user, school)
    if sight.routes:
        rows = rows.filter(route__in=sight.routes)
    hidden = sight.hidden or family_of_user(user, school)
    return rows.exclude(person__in=hidden) if hidden else rows


def counted_looks(user: User, school: School, since: datetime) -> tuple[list[Counted], list[Counted]]:
    """How many looks there were since a moment: by purpose, and by who looked. Two queries."""
    rows = looks_for(user, school).filter(at__gte=since).select_related(None).order_by()
    by_purpose = rows.values_list("purpose").annotate(number=Count("pk")).order_by("-number", "purpose")
    by_person = rows.values_list("by_name").annotate(number=Count("pk")).order_by("-number", "by_name")
    return [Counted(*row) for row in by_purpose], [Counted(*row) for row in by_person]


def record_of(school: School) -> RecordLook | None:
    """Whether the record could be read last night."""
    return RecordLook.objects.filter(school=school).first()


def able_to_look(school: School) -> list[User]:
    """Those who may look at internet use here. One query."""
    return holders(school, [role for role, rule in ROLES.items() if Permission.SEE_INTERNET_USE in rule.permissions])


def _open_reports(user: User, school: School) -> QuerySet[UseReport]:
    """The reports of a school, but none about somebody's own family, or about who sits there in their place."""
    rows: QuerySet[UseReport] = UseReport.objects.for_school(school)
    hidden = family_of_user(user, school)
    return rows.exclude(look__person__in=hidden) if hidden else rows


def reading_of(user: User, report: UseReport) -> ReportReader | None:
    """Somebody's own line of a weekly report's readers."""
    return ReportReader.objects.filter(report=report, user=user).first()


def own_reports(user: User, school: School, now: datetime) -> list[UseReport]:
    """The reports that somebody asked for and may still read, the newest first."""
    rows = _open_reports(user, school).filter(look__by=user, plan=None, asked_at__gt=now - FRESH)
    return list(rows.select_related("look").defer("content", "page", "sheet"))


def report_of(user: User, school: School, number: int) -> UseReport:
    """A report for whoever asked for it while the look is fresh, or for its readers. Raises Http404."""
    fresh = Q(plan=None, look__by=user, asked_at__gt=timezone.now() - FRESH)
    mine = fresh | Q(pk__in=ReportReader.objects.filter(user=user).values("report"))
    rows = _open_reports(user, school).filter(mine).select_related("look__person", "plan", "school")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def plans_for(user: User, school: School) -> QuerySet[ReportPlan]:
    """The weekly reports that are set up, but none about somebody's own family, nor about staff for others."""
    rows = ReportPlan.objects.for_school(school).filter(ended_at=None)
    found: QuerySet[ReportPlan] = rows.select_related("begun_by", "school").prefetch_related("readers")
    found = found.filter(route__in={*sight_of(user, school).routes, Alert.Route.SAFEGUARDING})
    hidden = family_of_user(user, school)
    return found.exclude(person__in=hidden) if hidden else found


def plan_of(user: User, school: School, number: int) -> ReportPlan:
    """A weekly report that is set up. Raises Http404."""
    found: ReportPlan | None = plans_for(user, school).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def reports_of_plan(plan: ReportPlan, user: User) -> list[ReportReader]:
    """The weeks of a plan that somebody is to read, the newest first."""
    rows = ReportReader.objects.filter(report__plan=plan, user=user).select_related("report__look")
    return list(rows.defer("report__content", "report__page", "report__sheet").order_by("-report__asked_at", "-pk"))


def to_read(user: User, school: School) -> list[ReportReader]:
    """Weekly reports that wait for somebody to read them, the oldest first."""
    rows = ReportReader.objects.filter(user=user, read_at=None, report__in=_open_reports(user, school))
    rows = rows.filter(report__state=UseReport.State.READY).select_related("report__look", "report__plan")
    return list(rows.defer("report__content", "report__page", "report__sheet").order_by("report__asked_at", "pk"))


def unread_since(school: School, now: datetime) -> int:
    """How many weekly reports somebody has not read for more than a week."""
    before = now - timedelta(days=UNREAD_DAYS)
    return ReportReader.objects.filter(report__school=school, read_at=None, report__made_at__lt=before).count()
