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
    from collections.abc import Mapping, Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["approve", "ask", "close", "refuse"]


def ask(*, by: By, school: School, children: Sequence[Person] = (), **said: Any) -> RemoteGrant:
    """Ask that somebody may reach a system from afar; `said`: the fields of RemoteGrant that describe it.

    `children`: whom alone somebody outside sees of the pupils. Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.CHANGE_DEVICES, school)
    _check(said, approved_systems(school))
    _check_children(said, children)
    with transaction.atomic():
        made = RemoteGrant.objects.create(school=school, asked_by=by.user, asked_at=timezone.now(), **said)
        made.children.set(children)
        after = {name: str(value) for name, value in said.items()} | {"children": [one.pk for one in children]}
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


def _check_children(said: Mapping[str, Any], children: Sequence[Person]) -> None:
    """Raise ValidationError where an outside officer would see pupils whom nobody has named."""
    sees = said.get("sees", "")
    if said.get("whose", RemoteGrant.Whose.OUTSIDE) != RemoteGrant.Whose.OUTSIDE:
        return
    if sees == RemoteGrant.Sees.MORE:
        told = _("An outside officer sees only the children concerned: have the system narrowed first.")
        raise ValidationError({"sees": [told]})
    if sees == RemoteGrant.Sees.NAMED and not children:
        raise ValidationError({"children": [_("Name the children whom they may see.")]})


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
