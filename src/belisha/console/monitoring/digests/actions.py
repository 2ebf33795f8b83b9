"""Signing the week, and looking at the day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.monitoring.alerts.queries.seeing import alerts_for
from belisha.console.monitoring.digests import audit_events as events
from belisha.console.monitoring.digests.queries import facts_of, figures_of
from belisha.console.monitoring.models import Alert, AlertStep, DigestSignature, HealthDay

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["look_at_day", "sign_digest"]


@transaction.atomic
def sign_digest(*, by: By, school: School, monday: date, words: str) -> int:
    """Sign a week that is over: what it says is kept, and what only waited for the digest ends. How many did.

    Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.SIGN_DIGEST, school)
    if by.user is None:
        raise NotAllowedError(_("Only people sign."))
    sunday = monday + timedelta(days=6)
    if monday.weekday() or sunday >= timezone.localdate():
        raise ValidationError(_("The week is not over yet."))
    if DigestSignature.objects.for_school(school).filter(week=monday).exists():
        raise ValidationError(_("This week is signed already."))
    now = timezone.now()
    figures = figures_of(by.user, school, monday)
    made = DigestSignature.objects.create(
        school=school, week=monday, figures=figures, by=by.user, at=now, words=words.strip()[:1000]
    )
    end = timezone.localtime(now).replace(year=sunday.year, month=sunday.month, day=sunday.day, hour=23, minute=59)
    rows = alerts_for(by.user, school).filter(state=Alert.State.OPEN, quiet=True, came_at__lte=end)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    Alert.objects.filter(pk__in=numbers).update(
        state=Alert.State.DIGEST, ended_at=now, ended_by=by.user, reason=_("Read in the weekly digest")
    )
    AlertStep.objects.bulk_create(
        [AlertStep(alert_id=number, kind=AlertStep.Kind.ENDED, at=now, by=by.user) for number in numbers], 500
    )
    by.did(events.DIGEST_SIGNED, to=made, at=school, after={"week": monday.isoformat(), "words": made.words})
    return len(numbers)


@transaction.atomic
def look_at_day(*, by: By, school: School, words: str) -> HealthDay:
    """A technician has looked at the daily page today. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.RUN_SYSTEM, school)
    if by.user is None:
        raise NotAllowedError(_("Only people sign."))
    now = timezone.now()
    facts = facts_of(school, now)
    if any(fact.state == "bad" for fact in facts) and not words.strip():
        raise ValidationError({"words": _("Something is red: say what is being done about it.")})
    today = timezone.localdate(now)
    if HealthDay.objects.for_school(school).filter(day=today).exists():
        raise ValidationError(_("Somebody has looked today already."))
    made = HealthDay.objects.create(
        school=school,
        day=today,
        facts=[list(fact[:3]) for fact in facts],
        by=by.user,
        at=now,
        words=words.strip()[:1000],
    )
    by.did(events.DAY_SEEN, to=made, at=school, after={"words": made.words})
    return made
