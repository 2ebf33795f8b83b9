"""Deciding about a setting, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Decision, School
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.audit_events import BEGUN, DECIDED, RESET
from belisha.console.access.settings.registry import SETTINGS, fault_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation
    from belisha.console.audit.events import EventKind

__all__ = ["begin_like", "change_setting", "decide", "reset_setting"]


def change_setting(
    by: By, *, at: School | Federation, key: str, value: object, locked: bool = False, reason: str = ""
) -> Decision:
    """Set a setting at a school or for the whole federation; `locked`: no school may differ.

    Raises ValidationError for a value that cannot be, or where the federation has locked it; KeyError for no setting.
    """
    if fault := fault_of(SETTINGS[key], value):
        raise ValidationError({"value": fault})
    return decide(by, at=at, key=key, value=value, locked=locked, reason=reason, kind=DECIDED)


def reset_setting(by: By, *, at: School | Federation, key: str, reason: str = "") -> Decision:
    """Put a setting back to what is inherited. What was decided stays in its history and can be put back."""
    return decide(by, at=at, key=key, value=None, reason=reason, kind=RESET)


@transaction.atomic
def begin_like(by: By, *, school: School, like: School) -> int:
    """Let a new school begin with what another has decided for itself: settings and school years. How many.

    What the federation has locked counts for it in any case. Raises NotAllowedError.
    """
    locked = Decision.objects.in_force().of_federation(school.federation).filter(locked=True)
    decided = Decision.objects.in_force().filter(school=like, value__isnull=False)
    taken = decided.exclude(key__in=locked.values("key")).order_by("key")
    for each in taken:
        decide(by, at=school, key=each.key, value=each.value, kind=BEGUN, reason=_("As at %s") % like.name)
    return len(taken)


@transaction.atomic
def decide(
    by: By,
    *,
    at: School | Federation,
    key: str,
    value: Any,
    kind: EventKind,
    locked: bool = False,
    reason: str = "",
) -> Decision:
    """Write down a decision in place of the one before; no value: as inherited. What settings and calendars share.

    Raises ValidationError where the federation has locked the key, and when a school would lock it.
    """
    school = at if isinstance(at, School) else None
    federation = school.federation if school else at
    by = by.may(Permission.CHANGE_SCHOOL, school)
    # whoever decides holds the place's row: two people at once follow each other instead of clashing
    type(at).objects.select_for_update().get(pk=at.pk)
    if school:
        _not_locked(school, key, locked=locked)
    now = timezone.now()
    earlier = Decision.objects.in_force().filter(federation_id=federation.pk, school=school, key=key).first()
    if earlier:
        earlier.until = now
        earlier.save(update_fields=["until"])
    decision = Decision.objects.create(
        federation_id=federation.pk,
        school=school,
        key=key,
        value=value,
        locked=locked,
        since=now,
        decided_by=by.user,
        reason=reason,
    )
    before = {key: earlier.value, "locked": earlier.locked} if earlier else {}
    by.did(kind, to=at, at=at, reason=reason, before=before, after={key: value, "locked": locked})
    return decision


def _not_locked(school: School, key: str, *, locked: bool) -> None:
    if locked:
        raise ValidationError(_("Only the federation can lock a setting."))
    above = Decision.objects.in_force().filter(federation=school.federation_id, school__isnull=True, key=key)
    if above.filter(locked=True).exists():
        raise ValidationError(_("The federation has locked this. Ask the executive head to change or unlock it."))
