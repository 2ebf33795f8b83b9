"""Looking at files: each look goes on record before anything is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import check_may_see, check_may_work
from belisha.console.concerns.evidence import audit_events
from belisha.console.concerns.evidence.handed_in import content_of
from belisha.console.concerns.evidence.pictures import marked
from belisha.console.concerns.evidence.rules.guard import takes_files
from belisha.console.concerns.evidence.rules.kinds import KINDS
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.models import EvidenceFile

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["check_open", "shown", "taken"]


def check_open(kept: EvidenceFile) -> None:
    """Raise ValidationError, with what to do, where a file is given to nobody (now)."""
    if kept.state == EvidenceFile.State.SEALED or not takes_files(kept.concern):
        raise ValidationError(_("This file is sealed away. Nobody may look at it: tell the police that it is there."))
    if kept.state == EvidenceFile.State.WAITING:
        raise ValidationError(_("This file waits for the virus scanner. It opens once it was scanned."))
    if kept.state == EvidenceFile.State.INFECTED:
        raise ValidationError(_("The virus scanner found something in this file: it is kept, and given to nobody."))


def shown(*, by: By, kept: EvidenceFile) -> bytes:
    """A picture as JPEG with the viewer's name and the time across it. Raises NotAllowedError, ValidationError."""
    by = check_may_see(by, kept.concern)
    check_open(kept)
    kind = KINDS[kept.kind]
    if not kind.picture:
        raise ValidationError(_("This file cannot be shown."))
    content = content_of(kept)
    moment = date_format(timezone.localtime(), "j M Y, H:i:s")
    try:
        picture = marked(kind, content, f"{by.actor.name}\n{moment} · {kept.concern.reference}")
    except RefusedError as error:
        raise ValidationError(str(error)) from error
    with transaction.atomic():
        by.did(audit_events.SHOWN, to=kept.concern, at=kept.concern, after={"file": kept.key})
    return picture


def taken(*, by: By, kept: EvidenceFile, reason: str) -> bytes:
    """The file as it was handed in, for those who answer for the concern. Raises NotAllowedError, ValidationError."""
    by = check_may_work(by, kept.concern)
    check_open(kept)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what you need the original for.")})
    content = content_of(kept)
    with transaction.atomic():
        after = {"file": kept.key, "sha256": kept.sha256}
        by.did(audit_events.TAKEN, to=kept.concern, at=kept.concern, reason=reason.strip(), after=after)
    return content
