"""Who may apply changes, from when until when: given by a leader, never to oneself, over by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission
from belisha.console.access.models import Federation, School
from belisha.console.access.permissions import Permission
from belisha.console.filtering.changes import audit_events as events
from belisha.console.filtering.changes.actions.taking import as_role, federation_of
from belisha.console.filtering.changes.declared import RIGHT_DAYS, set_at
from belisha.console.filtering.changes.queries.steps import human, humans
from belisha.console.filtering.models import ManagerRight

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import User

__all__ = ["end_right", "give_right"]


def give_right(*, by: By, place: School | Federation, user: User, first: date, last: date, reason: str) -> ManagerRight:
    """Make somebody filter manager of a place from a first to a last day. Raises ValidationError by field."""
    by = as_role(by, [Permission.GIVE_FILTER_RIGHT], place)
    with transaction.atomic():
        Federation.objects.select_for_update().get(pk=federation_of(place).pk)
        if faults := _faults(by, place, user, first, last, reason):
            raise ValidationError(faults)
        right: ManagerRight = ManagerRight.objects.create(
            federation=federation_of(place),
            school=place if isinstance(place, School) else None,
            user=user,
            first=first,
            last=last,
            reason=reason.strip()[:400],
            given_by=human(by),
            given_at=timezone.now(),
        )
        by.did(
            events.RIGHT_GIVEN,
            to=right,
            at=place,
            reason=right.reason,
            after={"name": user.name, "first": first.isoformat(), "last": last.isoformat()},
        )
    return right


def _faults(by: By, place: School | Federation, user: User, first: date, last: date, reason: str) -> dict[str, str]:
    faults = _faults_of_days(place, first, last)
    if not reason.strip():
        faults["reason"] = _("Say why they are to apply changes.")
    giver = human(by)
    if giver is not None:
        numbers = humans([giver, user])
        if user.pk in {giver.pk, by.user.pk if by.user else None} or numbers[giver.pk] == numbers[user.pk]:
            faults["user"] = _("Nobody gives this right to themselves.")
    if not has_permission(user, Permission.APPLY_FILTER_CHANGES, place if isinstance(place, School) else None):
        faults["user"] = _("Only somebody whose role applies changes can be filter manager: see who does what.")
    held = ManagerRight.objects.filter(_place_is(place), user=user, ended_at__isnull=True)
    overlapping = held.filter(first__lte=last, last__gte=first).order_by("last").last()
    if overlapping and "first" not in faults:
        faults["first"] = _("They are filter manager until %(day)s already: begin after that, or end it first.") % {
            "day": date_format(overlapping.last, "j F Y")
        }
    return faults


def _place_is(place: School | Federation) -> Q:
    return Q(school=place) if isinstance(place, School) else Q(federation=place, school__isnull=True)


def _faults_of_days(place: School | Federation, first: date, last: date) -> dict[str, str]:
    longest = set_at(place, RIGHT_DAYS)
    if last < first:
        return {"last": _("It ends before it begins.")}
    if last < timezone.localdate():
        return {"last": _("That day is past.")}
    if last > first + timedelta(days=longest):
        return {"last": _("At most %(days)s days: give it again when it ends.") % {"days": longest}}
    return {}


def end_right(*, by: By, right: ManagerRight, reason: str = "") -> ManagerRight:
    """Take the right back at once: leaders, or the filter manager themselves. Raises NotAllowedError."""
    place = right.school or right.federation
    if by.user is None or by.behind is not None or by.user.pk != right.user_id:
        by = as_role(by, [Permission.GIVE_FILTER_RIGHT], place)
    with transaction.atomic():
        right = ManagerRight.objects.select_for_update().get(pk=right.pk)
        if right.ended_at is not None or right.last < timezone.localdate():
            raise ValidationError(_("It is over already."))
        right.ended_at, right.ended_by = timezone.now(), human(by)
        right.save(update_fields=["ended_at", "ended_by"])
        by.did(
            events.RIGHT_ENDED,
            to=right,
            at=place,
            reason=reason.strip(),
            before={"name": right.user.name, "last": right.last.isoformat()},
        )
    return right
