"""Writing into a concern: entries are only ever added."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.concerns import audit_events
from belisha.console.concerns.actions.finding import index, index_entry
from belisha.console.concerns.evidence.rules.kinds import holds_picture
from belisha.console.concerns.models import Concern, Entry, Tie
from belisha.console.concerns.queries.visible import hiding, may_work, sees
from belisha.console.concerns.rules.routes import GIVES
from belisha.console.concerns.rules.sealing import seal_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from belisha.console.access.acting import By

__all__ = ["add_entry", "check_may_see", "check_may_work", "correct", "erase", "look", "write"]


def check_may_see(by: By, concern: Concern) -> By:
    """Themselves with the role that opens a concern. Raises NotAllowedError."""
    if by.user is None:
        return by
    if not sees(by, concern):
        raise NotAllowedError(_("This concern is not open to you."))
    return by.may(GIVES[concern.route], concern.school) if may_work(by, concern) else by


def check_may_work(by: By, concern: Concern) -> By:
    """As `check_may_see`, for what only those do who answer for the route. Raises NotAllowedError."""
    by = check_may_see(by, concern)
    if by.user is not None and not may_work(by, concern):
        raise NotAllowedError(_("You were let into this concern to read it and to add notes."))
    return by


def write(
    by: By,
    concern: Concern,
    kind: str,
    text: str,
    *,
    details: Mapping[str, Any] | None = None,
    about: datetime | None = None,
    corrects: Entry | None = None,
    reason: str = "",
) -> Entry:
    """Add an entry and seal it: for actions, inside their transaction, which have asked who may.

    Raises ValidationError for a picture written as letters where the concern takes words only.
    """
    if concern.words_only and holds_picture(f"{text}\n{dict(details or {})}"):
        raise ValidationError(_("That holds a picture, and this concern takes words only. Say in words what you know."))
    salt = secrets.token_hex(16)
    entry = Entry.objects.create(
        concern=concern,
        kind=kind,
        text=text,
        details=dict(details or {}),
        at=timezone.now(),
        about=about,
        by=by.user,
        by_name="" if by.user else by.system,
        by_role=by.role,
        corrects=corrects,
        reason=reason,
        salt=salt,
        seal=seal_of(salt, kind, text, details or {}),
    )
    index_entry(concern, entry)
    event = audit_events.CORRECTED if corrects else audit_events.WRITTEN
    by.did(event, to=concern, at=concern, after={"entry": entry.pk, "kind": kind, "seal": entry.seal})
    return entry


def add_entry(
    *,
    by: By,
    concern: Concern,
    kind: str,
    text: str,
    details: Mapping[str, Any] | None = None,
    about: datetime | None = None,
) -> Entry:
    """Write down a note, call, meeting or conversation. Raises NotAllowedError, ValidationError."""
    by = check_may_see(by, concern)
    if not text.strip():
        raise ValidationError({"text": _("Write down what happened.")})
    if about and about > timezone.now():
        raise ValidationError({"about": _("That is in the future.")})
    with transaction.atomic():
        return write(by, concern, kind, text.strip(), details=details, about=about)


def correct(*, by: By, entry: Entry, text: str, reason: str) -> Entry:
    """Correct an entry by an addition; the first words stay. Raises NotAllowedError, ValidationError."""
    by = check_may_see(by, entry.concern)
    if by.user is not None and entry.by_id != by.user.pk and not may_work(by, entry.concern):
        raise NotAllowedError(_("You can correct what you wrote yourself."))
    if not text.strip():
        raise ValidationError({"text": _("Write down what it should say.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is corrected.")})
    with transaction.atomic():
        return write(by, entry.concern, Entry.Kind.CORRECTION, text.strip(), corrects=entry, reason=reason.strip())


def erase(*, by: By, entry: Entry, reason: str) -> None:
    """Take the words out of an entry because the law asks for it; that it was there, by whom and when, stays.

    By the data protection officer, who need not be able to read the concern. Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.ERASE_CONCERN_WORDS, entry.concern.school)
    if not reason.strip():
        raise ValidationError({"reason": _("Say which law or decision asks for it.")})
    if entry.erased_at is not None:
        raise ValidationError(_("The words of this entry are gone already."))
    if by.user is not None and hiding(by).filter(concern=entry.concern).exists():
        raise NotAllowedError(_("This concern is about you, or somebody near you: somebody else must do this."))
    with transaction.atomic():
        for each in [entry, *_copies_of(entry)]:
            _empty(by, each, reason.strip())


def _empty(by: By, entry: Entry, reason: str) -> None:
    entry.text, entry.details, entry.salt = "", {}, ""
    entry.erased_at, entry.erased_by, entry.erased_reason = timezone.now(), by.user, reason
    entry.save(update_fields=["text", "details", "salt", "erased_at", "erased_by", "erased_reason"])
    concern = entry.concern
    if entry.kind == Entry.Kind.REPORT:
        concern.happened, concern.where = "", ""
    if entry.kind == Entry.Kind.CONTEXT:
        concern.context = {}
    concern.save(update_fields=["happened", "where", "context"])
    index(concern.merged_into or concern)
    by.did(audit_events.ERASED, to=concern, at=concern, reason=reason, after={"entry": entry.pk})


def _copies_of(entry: Entry) -> list[Entry]:
    """The same words in concerns that were split off from this one, and from those."""
    ties = Tie.objects.filter(one=entry.concern, kind=Tie.Kind.SPLIT).values("other")
    found = []
    for copy in Entry.objects.filter(concern__in=ties, erased_at=None).select_related("concern__school"):
        held = [copy.details.get("from") or {}, *(copy.details.get("corrected") or [])]
        if any(each.get("seal") == entry.seal for each in held):
            found += [copy, *_copies_of(copy)]
    return found


def look(*, by: By, concern: Concern, what: str = "page") -> None:
    """Put on record that somebody looked. `what`: page, print, chronology, export or the name of a file."""
    by = check_may_see(by, concern)
    with transaction.atomic():
        by.did(audit_events.LOOKED, to=concern, at=concern, after={"what": what})
