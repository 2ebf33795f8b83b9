"""Looking: nothing is shown before the look is on record, with its purpose. Weekly reports, and reading them."""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.activity.lookups import Lookup, record_lookup
from belisha.console.access.authorization import NotAllowedError, has_permission
from belisha.console.access.permissions import Permission
from belisha.console.monitoring.alerts.queries.seeing import alerts_for, route_of
from belisha.console.monitoring.models import Alert, Look, ReportPlan, ReportReader, UseReport
from belisha.console.monitoring.use import audit_events as events
from belisha.console.monitoring.use.jobs import begin
from belisha.console.monitoring.use.letters import tell_weekly
from belisha.console.monitoring.use.queries import lawful_at, purposes_of
from belisha.console.monitoring.use.rules import period_of, sunday_before
from belisha.console.monitoring.use.subjects import check_look

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from belisha.console.access.acting import By, HasRecord
    from belisha.console.access.models import School, User
    from belisha.console.monitoring.use.subjects import Subject

__all__ = ["Asked", "begin_plan", "end_plan", "keep_look", "look", "look_at_alert", "make_week", "mark_read"]


class Asked(NamedTuple):
    """What somebody wants to look at, and what for."""

    subject: Subject
    length: str
    first: date
    last: date | None
    purpose: str
    words: str = ""
    approval: str = ""


def look(*, by: By, school: School, asked: Asked) -> UseReport:
    """Look at somebody's internet use: the look goes on record, then its report is made.

    Raises NotAllowedError, ValidationError without a purpose of the list, and while monitoring may not go on without
    the data protection officer's word.
    """
    by = by.may(Permission.SEE_INTERNET_USE, school)
    if by.user is None:
        raise NotAllowedError(_("Only people look."))
    try:
        period = period_of(asked.length, asked.first, asked.last) if asked.length != "term" else None
    except ValueError as error:
        raise ValidationError({"last": _("Choose a last day, within a year of the first.")}) from error
    if not lawful_at(school) and not asked.approval.strip():
        message = _("The impact assessment is not in force: say when the data protection officer agreed to this look.")
        raise ValidationError({"approval": message})
    with transaction.atomic():
        made = Look(
            school=school,
            by=by.user,
            by_name=by.user.name,
            at=timezone.now(),
            purpose=asked.purpose,
            words=asked.words.strip()[:400],
            what=f"report {asked.length}",
            kind=asked.subject.kind,
            subject=asked.subject.code,
            subject_name=asked.subject.name,
            person=asked.subject.person,
            route=check_look(by.user, school, asked.subject.person),
            first=period.first if period else asked.first,
            last=period.last if period else None,
            approval=asked.approval.strip()[:200],
        )
        keep_look(by, made, at=made)
        report = UseReport.objects.create(school=school, look=made, length=asked.length, asked_at=made.at)
        transaction.on_commit(partial(begin, report), robust=True)
    return report


@transaction.atomic
def look_at_alert(*, by: By, alert: Alert, purpose: str) -> Look:
    """Open what a person did around an alert. Raises NotAllowedError, ValidationError without a purpose of the list."""
    by = by.may(Permission.SEE_ALERTS, alert.school)
    if by.user is None or not alerts_for(by.user, alert.school).filter(pk=alert.pk).exists():
        raise NotAllowedError(_("This is for somebody else."))
    made = Look(
        school=alert.school,
        by=by.user,
        by_name=by.user.name,
        at=timezone.now(),
        purpose=purpose,
        what="the hour around an alert",
        kind="finding",
        subject=str(alert.pk),
        subject_name=alert.name,
        person=alert.person,
        route=alert.route,
        first=timezone.localdate(alert.first),
        last=timezone.localdate(alert.last),
    )
    return keep_look(by, made, at=alert)


def keep_look(by: By, look: Look, *, at: HasRecord) -> Look:
    """Put a look on record here and in the record of activity. Raises ValidationError: then nothing is shown."""
    if look.purpose not in purposes_of(look.school):
        raise ValidationError({"purpose": _("Choose what you look for: nobody's use is opened without a purpose.")})
    look.save()
    by.did(events.LOOKED, to=look, at=at, reason=look.purpose)
    first, last = (day.isoformat() if day else "" for day in (look.first, look.last))
    lookup = Lookup(
        at=look.at.astimezone(UTC),
        by=look.by_name,
        what=f"{look.what}, in the console",
        kind=look.kind,
        subject=look.subject,
        schools=(look.school.code,),
        first=first,
        last=last,
        purpose=look.purpose,
    )
    try:
        record_lookup(settings.HOME, lookup)
    except OSError as error:
        raise ValidationError(_("The look could not be put on record, so nothing is shown. Try again.")) from error
    return look


@transaction.atomic
def begin_plan(
    *, by: By, school: School, subject: Subject, purpose: str, words: str, readers: Iterable[User], until: date | None
) -> ReportPlan:
    """Set up a weekly report for named readers. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.SEE_INTERNET_USE, school)
    readers = list(readers)
    if purpose not in purposes_of(school):
        raise ValidationError({"purpose": _("Choose what it is for: nobody's use is opened without a purpose.")})
    if not readers:
        raise ValidationError({"readers": _("Choose who reads it.")})
    if until and until <= timezone.localdate():
        raise ValidationError({"until": _("Choose a day to come.")})
    for reader in [*readers, *([by.user] if by.user else [])]:
        route = check_look(reader, school, subject.person)
    plan = ReportPlan.objects.create(
        school=school,
        kind=subject.kind,
        subject=subject.code,
        subject_name=subject.name,
        person=subject.person,
        purpose=purpose,
        words=words.strip()[:400],
        begun_by=by.user,
        begun_at=timezone.now(),
        until=until,
        made_to=sunday_before(timezone.localdate()),
        route=route,
    )
    plan.readers.set(readers)
    by.did(events.PLAN_BEGUN, to=plan, at=plan, reason=purpose)
    return plan


@transaction.atomic
def end_plan(*, by: By, plan: ReportPlan) -> None:
    """Make it no more; what was made stays for its readers. Raises NotAllowedError."""
    by = by.may(Permission.SEE_INTERNET_USE, plan.school)
    plan.ended_at = timezone.now()
    plan.save(update_fields=["ended_at"])
    by.did(events.PLAN_ENDED, to=plan, at=plan)


@transaction.atomic
def make_week(*, plan: ReportPlan, monday: date, now: datetime) -> UseReport | None:
    """Begin the report of a week of a plan, once, and tell its readers; None where nobody may read it any more."""
    row = (
        ReportPlan.objects.select_for_update(of=("self",))
        .select_related("school", "begun_by", "person")
        .get(pk=plan.pk)
    )
    sunday = monday + timedelta(days=6)
    if row.ended_at or row.made_to >= sunday:
        return None
    row.made_to = sunday
    row.save(update_fields=["made_to"])
    readers = [user for user in row.readers.order_by("name", "pk") if _may_read(user, row)]
    if not readers:
        return None
    made = Look.objects.create(
        school=row.school,
        where=Look.Where.SCHEDULE,
        by=row.begun_by,
        by_name=row.begun_by.name if row.begun_by else "",
        at=now,
        purpose=row.purpose,
        words=row.words,
        what="report week",
        kind=row.kind,
        subject=row.subject,
        subject_name=row.subject_name,
        person=row.person,
        route=route_of(row.school, row.person),
        first=monday,
        last=sunday,
    )
    report = UseReport.objects.create(school=row.school, look=made, plan=row, length="week", asked_at=now)
    ReportReader.objects.bulk_create(ReportReader(report=report, user=user) for user in readers)
    tell_weekly(readers, report)
    return report


def _may_read(user: User, plan: ReportPlan) -> bool:
    if not has_permission(user, Permission.SEE_INTERNET_USE, plan.school):
        return False
    try:
        check_look(user, plan.school, plan.person)
    except NotAllowedError:
        return False
    return True


@transaction.atomic
def mark_read(*, by: By, report: UseReport) -> None:
    """Say that one has read a weekly report. Raises NotAllowedError."""
    by = by.may(Permission.SEE_INTERNET_USE, report.school)
    row = ReportReader.objects.select_for_update().filter(report=report, user=by.user).first()
    if row is None:
        raise NotAllowedError(_("This report is for others to read."))
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
        by.did(events.READ, to=report, at=report.look)
