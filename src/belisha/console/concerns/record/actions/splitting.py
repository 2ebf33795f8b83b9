"""A concern is taken apart: entries are copied into a new one, each with where it comes from. Nothing leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns import audit_events
from belisha.console.concerns.actions.finding import index
from belisha.console.concerns.actions.reporting import NewSubject, new_reference, put_in, route_again
from belisha.console.concerns.actions.writing import check_may_work, write
from belisha.console.concerns.hooks import concern_reported
from belisha.console.concerns.models import Concern, Entry, Tie
from belisha.console.concerns.record import audit_events as events
from belisha.console.concerns.record.actions.joining import tie
from belisha.console.concerns.rules.categories import category_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Subject
    from belisha.console.concerns.record.queries.entries import Written

__all__ = ["NEVER_COPIED", "split"]

# what hangs on rows of its own: files, and what is done with whom outside
NEVER_COPIED: Final = (Entry.Kind.FILE, Entry.Kind.REFERRAL, Entry.Kind.STEP, Entry.Kind.ACTION)


def split(
    *, by: By, concern: Concern, category: str, entries: Sequence[Written], subjects: Sequence[Subject], reason: str
) -> Concern:
    """Begin a second concern with copies of some entries and subjects of a first; both stay linked.

    The new one is as closed as the first, or more. Raises NotAllowedError, ValidationError.
    """
    by = check_may_work(by, concern)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken apart.")})
    if not entries:
        raise ValidationError({"entries": _("Choose what belongs to the new concern.")})
    with transaction.atomic():
        new = _begun(by, concern, category)
        for subject in subjects:
            given = NewSubject(subject.role, subject.person, subject.name, subject.restricted)
            put_in(by, new, given, timezone.now())
        by.did(audit_events.REPORTED, to=new, at=new, after={"route": new.route, "category": category})
        for one in entries:
            _copy(by, new, one)
        tie(by, concern, new, Tie.Kind.SPLIT, reason)
        copied = [one.entry.pk for one in entries]
        by.did(events.SPLIT, to=concern, at=concern, reason=reason, after={"into": new.pk, "entries": copied})
        concern_reported(new)
        route_again(by, new)
        index(new)
    return new


def _begun(by: By, concern: Concern, category: str) -> Concern:
    kind = category_of(category)
    return Concern.objects.create(
        school=concern.school,
        reference=new_reference(),
        route=concern.route,
        category=category,
        origin=concern.origin,
        child_protection=concern.child_protection or kind.child_protection,
        words_only=concern.words_only or kind.words_only,
        danger_now=concern.danger_now,
        told_by_voice=concern.told_by_voice,
        reported_at=timezone.now(),
        reported_by=by.user,
        happened_at=concern.happened_at,
        happened=concern.happened,
        place=concern.place,
        where=concern.where,
    )


def _copy(by: By, new: Concern, one: Written) -> None:
    """An entry with what corrects it, as one: sealed anew, with the seal of the first."""
    entry = one.entry
    if entry.kind in NEVER_COPIED or entry.erased_at is not None:
        raise ValidationError({"entries": _("Entry %(n)s cannot be copied.") % {"n": one.number}})
    details: dict[str, Any] = dict(entry.details)
    details["from"] = {
        "concern": one.reference,
        "entry": one.number,
        "written": entry.at.isoformat(),
        "by": entry.by.name if entry.by else entry.by_name,
        "seal": entry.seal,
    }
    kept = [each.entry for each in one.corrections if each.entry.erased_at is None]
    if kept:
        details["corrected"] = [{"text": each.text, "reason": each.reason, "seal": each.seal} for each in kept]
    kind = Entry.Kind.NOTE if entry.kind == Entry.Kind.CORRECTION else entry.kind
    write(by, new, kind, entry.text, details=details, about=entry.about)
