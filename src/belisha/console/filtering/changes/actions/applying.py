"""Applying a change as a whole, taking it back as a whole, and blocking at once in an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.models import School, Session
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.rules import CONFIRMED_FOR
from belisha.console.filtering.changes import audit_events as events
from belisha.console.filtering.changes.actions.taking import (
    as_role,
    check_fit,
    federation_of,
    hold,
    policy_under,
    take_step,
)
from belisha.console.filtering.changes.declared import CONSENT_MARK, REVIEW_DAYS, SETTLING_DAYS, set_at
from belisha.console.filtering.changes.hooks import change_ended, policy_changed
from belisha.console.filtering.changes.queries.reading import told
from belisha.console.filtering.changes.queries.steps import human
from belisha.console.filtering.changes.queries.touching import later_changes
from belisha.console.filtering.changes.rules.blocking import Block, blocking
from belisha.console.filtering.changes.rules.days import school_days_after
from belisha.console.filtering.changes.rules.edits import wants_review
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.changes.rules.undoing import is_as_made
from belisha.console.filtering.changes.words import records_of
from belisha.console.filtering.models import Change
from belisha.console.filtering.policy.actions import write
from belisha.console.filtering.policy.queries import settled
from belisha.engine.address import is_public_suffix
from belisha.engine.policy.edits import EditError, Holder, HolderKind, dump_edits, load_edits, undoing
from belisha.engine.policy.model import Calendar
from belisha.engine.policy.reading.texts import read_site
from belisha.engine.policy.site_rules import split_address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation
    from belisha.console.audit.events import EventKind
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["MOST_ADDRESSES", "apply_change", "block_at_once", "note_fault", "note_in_force", "undo"]

MOST_ADDRESSES: Final = 100
LONGEST: Final = 2000  # letters of an address
RULE_REASON: Final = 400
FAULT: Final = 300


def apply_change(*, by: By, change: Change) -> Change:
    """Put a change in force as a whole: a filter manager, who has just proved who they are, by a second factor.

    Raises ValidationError with a sentence where something is missing or the policy has moved on; NotAllowedError.
    """
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, Step.APPLY)
        _check_just_confirmed(by)
        change.review_due = _due(change, Change.Way.ORDINARY)
        change.mark = set_at(change.place, CONSENT_MARK)
        return _apply(by, change, events.APPLIED, change.reason)


def undo(*, by: By, change: Change, reason: str) -> Change:
    """Take a change back, by a new change that is applied at once; returns that. For filter managers, as applying is.

    Raises ValidationError where a later change touched the same, or something is missing; NotAllowedError.
    """
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, Step.UNDO)
        _check_just_confirmed(by)
        reason = reason.strip()
        if not reason:
            raise ValidationError({"reason": _("Say why it is taken back.")})
        inverse = load_edits(change.inverse)
        if not is_as_made(policy_under(change.federation, inverse), change.what, inverse):
            raise ValidationError(_why_not_undone(change), code="touched")
        change.state = Change.State.UNDONE
        change.save(update_fields=["state"])
        undoing_it = _begun(by, change.place, Change.Way.UNDOING, inverse)
        undoing_it.title = _("Undo: %(title)s") % {"title": change.title}
        undoing_it.title, undoing_it.reason, undoing_it.undoes = undoing_it.title[:120], reason[:1000], change
        _apply(by, undoing_it, events.UNDONE, reason)
        change_ended(change)
    return undoing_it


def _why_not_undone(change: Change) -> str:
    later = ", ".join(f"“{each.title}”" for each in later_changes(change)[:3])
    if later:
        return _("Later changes touched the same: %(changes)s. Undo those first, or make a new change.") % {
            "changes": later
        }
    return _("What it made is no longer as it was made: it has ended, or was changed otherwise. Make a new change.")


def block_at_once(
    *,
    by: By,
    place: School | Federation,
    addresses: Iterable[str],
    reason: str,
    holder: Holder | None = None,
) -> Change:
    """Shut addresses at once in an emergency, for a school or a whole federation; somebody reviews it afterwards.

    `holder`: for a group alone. Raises ValidationError by field, NotAllowedError.
    """
    by = as_role(by, [Permission.BLOCK_AT_ONCE], place)
    school = place.code if isinstance(place, School) else ""
    usual = Holder(kind=HolderKind.SCHOOL if school else HolderKind.FEDERATION, school=school)
    shut = _addresses(addresses)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    with transaction.atomic():
        change = hold(_saved(_begun(by, place, Change.Way.EMERGENCY, ()), shut, reason))
        name = by.user.name if by.user else _("the system")
        block = Block(holder or usual, reason.strip()[:RULE_REASON], name, f"now-{change.pk}")
        change.edits = dump_edits(blocking(_everything(change), shut, block))
        change.review_due = _due(change, Change.Way.EMERGENCY)
        return _apply(by, change, events.BLOCKED, change.reason)


def _everything(change: Change) -> Policy:
    """The policy with every rule, for any of them may be in the way. Raises ValidationError before there is one."""
    policy_under(change.federation, ())
    return settled(change.federation)


def _saved(change: Change, addresses: list[str], reason: str) -> Change:
    """The change with a name and a number: its rules are named by it."""
    others = len(addresses) - 1
    more = ngettext(" and %(n)s other", " and %(n)s others", others) % {"n": others} if others else ""
    change.title = _("Blocked at once: %(address)s") % {"address": addresses[0][: 60 if more else 90]} + more
    change.reason = reason.strip()[:1000]
    change.state = Change.State.DRAFT  # until it is applied, in this transaction
    change.save()
    return change


def _addresses(given: Iterable[str]) -> list[str]:
    """Addresses as rules hold them. Raises ValidationError."""
    lines = [text.strip() for text in given if text.strip()]
    if not lines:
        raise ValidationError({"addresses": _("Type or paste an address.")})
    if len(lines) > MOST_ADDRESSES:
        raise ValidationError(
            {"addresses": _("At most %(most)s addresses at once: block these first.") % {"most": MOST_ADDRESSES}}
        )
    found, faults = [], []
    for line in lines:
        try:
            address = read_site(line)
        except ValueError as error:
            faults.append(f"{error}.")
            continue
        host = split_address(address)[0]
        if len(address) > LONGEST:
            faults.append(_("“%(start)s…” is too long: block a shorter part of it.") % {"start": address[:60]})
        if is_public_suffix(host):
            faults.append(_("“%(host)s” is no site of its own: everything below it would be shut.") % {"host": host})
        found.append(address)
    if faults:
        raise ValidationError({"addresses": faults})
    return list(dict.fromkeys(found))


def _begun(by: By, place: School | Federation, way: Change.Way, edits: Iterable[Edit]) -> Change:
    return Change(
        federation=federation_of(place),
        school=place if isinstance(place, School) else None,
        way=way,
        edits=dump_edits(edits),
        made_by=human(by),
        made_at=timezone.now(),
    )


def _apply(by: By, change: Change, kind: EventKind, reason: str) -> Change:
    """Write the policy and the record, and have it put in force once the transaction is over."""
    now, edits = timezone.now(), change.what
    before = check_fit(change.place, edits)
    try:
        change.inverse = dump_edits(undoing(before, edits))
    except EditError as error:
        raise ValidationError(str(error), code="does-not-fit") from error
    change.state, change.applied_by, change.applied_at = Change.State.APPLIED, human(by), now
    change.save()
    write(by=by, change=change, edits=edits, now=now)
    was, became = records_of(told(change))
    by.did(kind, to=change, at=change.place, reason=reason, before=was, after=became)
    change_ended(change)
    policy_changed()
    return change


def _check_just_confirmed(by: By) -> None:
    """Pages ask for it (`steps_up`); this is for whoever comes another way. Raises ValidationError."""
    if by.user is None:
        return
    since = timezone.now() - CONFIRMED_FOR
    own = Session.objects.going_on().filter(user=by.user, standing_in=False, locked_at__isnull=True)
    if not own.filter(confirmed_at__gt=since).exists():
        raise ValidationError(_("Prove once more who you are, and then do it again."), code="confirm")


def _due(change: Change, way: Change.Way) -> date | None:
    """By when somebody must have looked at it: emergencies, and what changes more than sites."""
    if way == Change.Way.ORDINARY and not wants_review(change.what):
        return None
    days = set_at(change.place, REVIEW_DAYS if way == Change.Way.EMERGENCY else SETTLING_DAYS)
    calendar = calendar_of(change.school) if change.school else Calendar()
    return school_days_after(timezone.localdate(), days, calendar)


def note_in_force(*, changes: Iterable[int], digest: str) -> int:
    """Whoever publishes says that these changes, by number, have reached the gateway; how many had not before."""
    waiting = Change.objects.not_in_force().filter(pk__in=list(changes))
    return waiting.update(published=digest, published_at=timezone.now(), publish_fault="")


def note_fault(*, fault: str) -> int:
    """Whoever publishes says why it could not be done; pages show it with every change that waits."""
    return Change.objects.not_in_force().update(publish_fault=fault[:FAULT])
