"""What is done with remote access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.filtering.models import RemoteGrant
from belisha.console.filtering.remote import audit_events
from belisha.console.filtering.remote.queries import approved_systems, is_approved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["approve", "ask", "close", "refuse"]


def ask(*, by: By, school: School, **said: Any) -> RemoteGrant:
    """Ask that somebody outside may reach a system from afar; `said`: the fields of RemoteGrant that describe it."""
    by = by.may(Permission.CHANGE_DEVICES, school)
    _check(said, approved_systems(school))
    with transaction.atomic():
        made = RemoteGrant.objects.create(school=school, asked_by=by.user, asked_at=timezone.now(), **said)
        after = {name: str(value) for name, value in said.items()}
        by.did(audit_events.ASKED, to=made, at=school, after=after)
    return made


def _check(said: Mapping[str, Any], systems: list[str]) -> None:
    if said["last"] < said["first"]:
        raise ValidationError({"last": [_("The last day is before the first one.")]})
    if (said["last"] - said["first"]).days > 366:
        raise ValidationError({"last": [_("Give a year at most: it can be asked for again.")]})
    if systems and not is_approved(said["system"], systems):
        told = _("This system is not approved. Approved are: %(names)s.") % {"names": ", ".join(systems)}
        raise ValidationError({"system": [told]})
    if not said["second_factor"]:
        raise ValidationError({"second_factor": [_("Remote access needs a second factor: set it up first.")]})


def _decided(by: By, grant: RemoteGrant) -> tuple[By, RemoteGrant]:
    by = by.may(Permission.CONSENT_TO_FILTER_CHANGES, grant.school)
    row = RemoteGrant.objects.select_for_update().get(pk=grant.pk)
    if row.approved_at or row.closed_at:
        raise ValidationError(_("Somebody has decided this already."))
    if by.user and by.user.pk == row.asked_by_id:
        raise ValidationError(_("You asked for it: another leader decides."))
    return by, row


def approve(*, by: By, grant: RemoteGrant) -> None:
    """Let somebody in, from the first day to the last. Never the one who asked."""
    with transaction.atomic():
        by, row = _decided(by, grant)
        row.approved_by, row.approved_at = by.user, timezone.now()
        row.save()
        by.did(audit_events.APPROVED, to=row, at=row.school, after={"last": row.last.isoformat()})


def refuse(*, by: By, grant: RemoteGrant, reason: str) -> None:
    """Say no, and why."""
    with transaction.atomic():
        by, row = _decided(by, grant)
        row.refused_at = row.closed_at = timezone.now()
        row.closed_by, row.closed_words = by.user, reason.strip()
        row.save()
        by.did(audit_events.REFUSED, to=row, at=row.school, reason=reason)


def close(*, by: By, grant: RemoteGrant, words: str) -> None:
    """Say that the access was taken away at the system itself, and how that was looked at."""
    by = by.may(Permission.CHANGE_DEVICES, grant.school)
    if not words.strip():
        raise ValidationError({"words": [_("Say how you saw that it is closed.")]})
    with transaction.atomic():
        row = RemoteGrant.objects.select_for_update().get(pk=grant.pk)
        if row.closed_at:
            raise ValidationError(_("It is closed already."))
        row.closed_at, row.closed_by, row.closed_words = timezone.now(), by.user, words.strip()
        row.save()
        by.did(audit_events.CLOSED, to=row, at=row.school, reason=words)
