"""Looking: nothing is shown before the look is on record, with its purpose."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.activity.lookups import Lookup, record_lookup
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.monitoring.alerts.queries.seeing import alerts_for
from belisha.console.monitoring.models import Alert, Look
from belisha.console.monitoring.use import audit_events as events
from belisha.console.monitoring.use.queries import purposes_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By, HasRecord

__all__ = ["keep_look", "look_at_alert"]


@transaction.atomic
def look_at_alert(*, by: By, alert: Alert, purpose: str) -> Look:
    """Open what a person did around an alert. Raises NotAllowedError, ValidationError without a purpose of the list."""
    by = by.may(Permission.SEE_ALERTS, alert.school)
    if by.user is None or not alerts_for(by.user, alert.school).filter(pk=alert.pk).exists():
        raise NotAllowedError(_("This is for somebody else."))
    look = Look(
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
        first=timezone.localdate(alert.first),
        last=timezone.localdate(alert.last),
    )
    return keep_look(by, look, at=alert)


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
