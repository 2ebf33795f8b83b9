"""Keeping a file with a concern: the one way in, whoever brings it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.concerns.actions.writing import check_may_see, write
from belisha.console.concerns.evidence import audit_events, store
from belisha.console.concerns.evidence.actions.scanning import scan_file
from belisha.console.concerns.evidence.handed_in import read_upload
from belisha.console.concerns.evidence.rules.guard import takes_files
from belisha.console.concerns.evidence.rules.names import clean_name
from belisha.console.concerns.models import Concern, Entry, EvidenceFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import ReportDraft

__all__ = ["MOST_FILES", "add_to_report", "keep", "put"]

MOST_FILES: Final = 300  # of one concern
OF_REPORTER: Final = 20
REPORTERS_DAYS: Final = timedelta(days=14)


def keep(
    *, by: By, concern: Concern, upload: UploadedFile[bytes], shows: str = "other", about: str = ""
) -> EvidenceFile:
    """Add a file, for whoever sees the concern, and have it scanned. Raises NotAllowedError, ValidationError.

    Where the scanner does not answer the file is kept and waits for it.
    """
    by = check_may_see(by, concern)
    kept = put(by=by, concern=concern, upload=upload, shows=shows, about=about)
    scan_file(kept)
    return kept


def add_to_report(
    *, by: By, draft: ReportDraft, upload: UploadedFile[bytes], shows: str = "other", about: str = ""
) -> None:
    """Add a file to one's own report, for some days after it was sent; nothing of the concern is shown for it.

    Raises NotAllowedError, ValidationError.
    """
    concern = draft.concern
    if by.user is None or draft.user_id != by.user.pk or concern is None or draft.sent_at is None:
        raise NotAllowedError(_("This is not a report of yours that was sent."))
    if draft.sent_at + REPORTERS_DAYS < timezone.now():
        raise ValidationError(_("Your report was sent a while ago: give the file to the safeguarding lead."))
    if concern.files.filter(by=by.user).count() >= OF_REPORTER:
        raise ValidationError(_("Those are enough files: give further ones to the safeguarding lead."))
    scan_file(put(by=by, concern=concern, upload=upload, shows=shows, about=about))


def put(
    *, by: By, concern: Concern, upload: UploadedFile[bytes], shows: str = "other", about: str = ""
) -> EvidenceFile:
    """Add a file that waits to be scanned: for actions that have asked who may, as a report. Raises ValidationError."""
    with transaction.atomic():
        held = Concern.objects.select_for_update().get(pk=concern.pk)
        _check_takes(held)
        content, kind = read_upload(upload)
        digest = hashlib.sha256(content).hexdigest()
        if held.files.filter(sha256=digest).exists():
            raise ValidationError({"file": _("This very file is with the concern already.")})
        key = secrets.token_hex(16)
        try:
            locked = store.write(key, content)
        except OSError as error:
            raise ValidationError(_("The file could not be kept: the disk refuses it. Tell a technician.")) from error
        kept: EvidenceFile = EvidenceFile.objects.create(
            concern=held, key=key, name=clean_name(upload.name or ""), kind=kind.id, shows=shows, size=len(content),
            sha256=digest, locked_key=locked.key, lock=locked.lock, at=timezone.now(), by=by.user,
            by_name="" if by.user else by.system[:160],
        )  # fmt: skip
        facts = {"file": key, "sha256": digest, "size": kept.size, "kind": kind.id}
        write(by, held, Entry.Kind.FILE, about.strip()[:1000], details={**facts, "name": kept.name})
        by.did(audit_events.KEPT, to=held, at=held, after=facts)
    return kept


def _check_takes(concern: Concern) -> None:
    """Raises ValidationError where no file is taken."""
    if not takes_files(concern):
        raise ValidationError(_("Nothing was kept: this concern takes words only. Never look, copy, send or print."))
    if concern.state == Concern.State.MERGED:
        raise ValidationError(_("This concern was put together with another: add the file there."))
    if concern.files.count() >= MOST_FILES:
        raise ValidationError(_("This concern holds as many files as one can."))
