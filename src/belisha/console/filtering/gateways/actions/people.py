"""What people do with gateways: add one, make a code for it, rename it, take it out."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.filtering.gateways import audit_events as events
from belisha.console.filtering.gateways.rules import CODE_HOURS, new_code, plain_code
from belisha.console.filtering.models import Gateway

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["add_gateway", "make_code", "rename_gateway", "take_out"]

MOST: int = 200


def add_gateway(*, by: By, school: School, name: str, schools: Sequence[School] = ()) -> tuple[Gateway, str]:
    """Add a gateway for a school (or several), and the code with which its machine joins.

    Whoever adds it must have the right at each: its machine will hold their people's names and hashes of passwords.
    Raises NotAllowedError, ValidationError.
    """
    chosen = list(dict.fromkeys([school, *schools]))
    for each in chosen:
        by.may(Permission.CHANGE_GATEWAYS, each)
    by = by.may(Permission.CHANGE_GATEWAYS, school)
    with transaction.atomic():
        standing = Gateway.objects.filter(federation=school.federation_id).standing()
        if standing.count() >= MOST:
            raise ValidationError(_("There are %(most)s gateways already: take some out first.") % {"most": MOST})
        gateway = Gateway.objects.create(
            federation=school.federation, name=_free_name(school, name), added_at=timezone.now(), added_by=by.user
        )
        gateway.schools.set(chosen)
        code = _new_code(gateway)
        by.did(events.ADDED, to=gateway, at=school, after={"schools": [each.code for each in chosen]})
    return gateway, code


def _free_name(school: School, name: str, but: Gateway | None = None) -> str:
    """A name as it was typed, if no other has it. Raises ValidationError."""
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise ValidationError({"name": _("Give it a name that says where it stands.")})
    others = Gateway.objects.filter(federation=school.federation_id, name__iexact=name).standing()
    if others.exclude(pk=but.pk if but else 0).exists():
        raise ValidationError({"name": _("Another gateway is called so already.")})
    return name


def _new_code(gateway: Gateway) -> str:
    code = new_code()
    gateway.code_hash = hashlib.sha256(plain_code(code).encode()).hexdigest()
    gateway.code_ends = timezone.now() + timedelta(hours=CODE_HOURS)
    gateway.save(update_fields=["code_hash", "code_ends"])
    return code


@transaction.atomic
def make_code(*, by: By, gateway: Gateway, school: School) -> str:
    """A new code for a gateway: the one before opens nothing now. A machine that joins with it replaces the other.

    Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.CHANGE_GATEWAYS, school)
    held = Gateway.objects.select_for_update().get(pk=gateway.pk)
    if held.is_local or held.taken_out_at:
        raise ValidationError(_("This gateway needs no code."))
    code = _new_code(held)
    by.did(events.CODE_MADE, to=held, at=school)
    return code


@transaction.atomic
def rename_gateway(*, by: By, gateway: Gateway, school: School, name: str) -> None:
    """Give a gateway another name. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.CHANGE_GATEWAYS, school)
    before = gateway.name
    gateway.name = _free_name(school, name, gateway)
    gateway.save(update_fields=["name"])
    by.did(events.RENAMED, to=gateway, at=school, before={"name": before}, after={"name": gateway.name})


@transaction.atomic
def take_out(*, by: By, gateway: Gateway, school: School, reason: str) -> None:
    """Revoke a gateway's token and code at once: it is told nothing more, and nothing it says is taken.

    Raises NotAllowedError, ValidationError for the one beside the console, which reads the same files.
    """
    by = by.may(Permission.CHANGE_GATEWAYS, school)
    if gateway.is_local:
        raise ValidationError(_("The gateway on the console's own machine is taken out by switching it off there."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken out.")})
    gateway.taken_out_at, gateway.taken_out_by = timezone.now(), by.user
    gateway.token_hash = gateway.code_hash = gateway.pointer = gateway.told_digest = ""
    gateway.save()
    by.did(events.TAKEN_OUT, to=gateway, at=school, reason=reason.strip())
