"""Keeping reports as they were made and sent: each month by itself, the governors' page when it is shown."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Federation, Post, School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.compliance.models import DutyStanding, KeptReport
from belisha.console.compliance.plans.queries import may_plan
from belisha.console.compliance.reports.audit_events import REPORT_MADE
from belisha.console.compliance.reports.months import month_before, month_of
from belisha.console.compliance.reports.papers import month_context, paper, side_context, term_context
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

__all__ = ["keep_term", "kept_of", "make_monthly", "may_keep", "report_of"]

Kind = KeptReport.Kind


def may_keep(user: User, school: School) -> bool:
    """Whether somebody may keep the page as governors were shown it: those who plan."""
    return may_plan(user, school) is not None


def keep_term(*, by: By, school: School, now: datetime) -> KeptReport:
    """Keep the governors' page as it is shown today: the next one compares with it. Raises NotAllowedError,
    ValidationError."""
    by = by.may(Permission.SEE_CONCERN_FIGURES, school)
    if by.user is None or not may_keep(by.user, school):
        raise NotAllowedError(_("Leaders, and those who lead a part of the school's work, keep it."))
    today = timezone.localdate(now)
    if KeptReport.objects.for_school(school).filter(kind=Kind.TERM, first=today).exists():
        raise ValidationError(_("It was kept today already."))
    made = paper("compliance/reports/term_paper.html", term_context(school, now))
    return _keep(by, school.federation, school, Kind.TERM, (today, today), made, [])


def make_monthly(now: datetime) -> str:
    """Make what is not there yet of the month before, and send its link; what was made, in words."""
    month = month_before(month_of(timezone.localdate(now)))
    last = month.next - timedelta(days=1)
    done = 0
    system = By(None, system="monthly reports")
    for school in School.objects.select_related("federation").order_by("pk"):
        has = KeptReport.objects.for_school(school).filter(kind=Kind.MONTH, first=month.first).exists()
        looked = DutyStanding.objects.for_school(school).filter(first_asked__lt=month.bounds[1]).exists()
        if has or not looked:
            continue
        made = paper("compliance/reports/month_paper.html", month_context(school, month, now))
        to = list(_holders(Post.objects.for_school(school), Role.HEAD))
        _keep(system, school.federation, school, Kind.MONTH, (month.first, last), made, to)
        done += 1
    for federation in Federation.objects.order_by("pk"):
        done += _compare(system, federation, (month.first, last), now)
    return ngettext("%(n)s report was made", "%(n)s reports were made", done) % {"n": done} if done else ""


def kept_of(place: School | Federation) -> QuerySet[KeptReport]:
    """Reports that are kept of a school, or of a federation itself; without their papers."""
    objects = KeptReport.objects
    found = objects.for_school(place) if isinstance(place, School) else objects.for_federation(place)
    kept: QuerySet[KeptReport] = found.defer("paper")
    return kept


def report_of(place: School | Federation, number: int) -> KeptReport:
    """One of them. Raises Http404."""
    found = kept_of(place).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _compare(system: By, federation: Federation, span: tuple[date, date], now: datetime) -> int:
    schools = list(School.objects.filter(federation=federation).order_by("name", "pk"))
    looked = DutyStanding.objects.filter(school__in=schools, first_asked__date__lte=span[1]).exists()
    has = KeptReport.objects.for_federation(federation).filter(kind=Kind.SCHOOLS, first=span[0]).exists()
    if len(schools) < 2 or has or not looked:
        return 0
    made = paper("compliance/reports/side_paper.html", side_context(federation, schools, now))
    whole = Post.objects.filter(federation=federation, school__isnull=True)
    _keep(system, federation, None, Kind.SCHOOLS, span, made, list(_holders(whole, Role.EXECUTIVE_HEAD)))
    return 1


def _holders(posts: QuerySet[Post], role: Role) -> QuerySet[User]:
    held = posts.filter(role=role.value, first__lte=timezone.localdate()).exclude(last__lt=timezone.localdate())
    return User.objects.filter(pk__in=held.values("holder"), closed_at__isnull=True).order_by("name", "pk")


def _keep(
    by: By,
    federation: Federation,
    school: School | None,
    kind: KeptReport.Kind,
    span: tuple[date, date],
    made: bytes,
    to: list[User],
) -> KeptReport:
    place: School | Federation = school or federation
    with transaction.atomic():
        kept: KeptReport = KeptReport.objects.create(
            federation=federation,
            school=school,
            kind=kind,
            first=span[0],
            last=span[1],
            made_at=timezone.now(),
            paper=made,
            sha256=hashlib.sha256(made).hexdigest(),
            sent_to=", ".join(user.name for user in to)[:400],
        )
        by.did(REPORT_MADE, to=kept, at=place, after={"kind": kind.value, "sha256": kept.sha256})
        link = reverse("duties-kept", args=[school.code]) if school else reverse("federation-kept")
        for user in to:
            words = {
                "recipient": user.name,
                "day": date_format(span[0], "F Y"),
                "event": str(kind.label),
                "link": link,
            }
            send(user.email, _("Your monthly report is ready"), "compliance/reports/letters/monthly.txt", words)
    return kept
