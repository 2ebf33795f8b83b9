"""Files that somebody's word rests on: encrypted and hashed as they come, scanned before anybody gets them."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.attesting import audit_events
from belisha.console.compliance.attesting.queries import may_confirm
from belisha.console.compliance.models import Attestation, AttestationFile
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.handed_in import content_of, read_upload
from belisha.console.concerns.evidence.keepers import KEEPERS
from belisha.console.concerns.evidence.rules.names import clean_name
from belisha.console.duties.catalogue import catalogue
from belisha.console.scanner import ScannerError, scan

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from belisha.console.access.models import User

__all__ = ["attach", "scan_waiting_files", "taken"]

MOST_FILES: Final = 20  # of one confirmation
AT_ONCE: Final = 20  # of one run
KEEPERS.append(AttestationFile)


def attach(*, by: By, attestation: Attestation, upload: UploadedFile[bytes]) -> AttestationFile:
    """Add a file to what was said, for whoever may say it, and have it scanned.

    Where the scanner does not answer the file is kept and waits for it: nobody gets it before. Raises NotAllowedError,
    ValidationError.
    """
    with transaction.atomic():
        said = Attestation.objects.select_for_update(of=("self",)).select_related("school").get(pk=attestation.pk)
        by = by.may(Permission.SEE_DUTIES, said.school)
        if by.user is None or may_confirm(by.user, said.school, catalogue()[said.duty]) is None:
            raise NotAllowedError(_("Who can say how the duty is kept adds files to it."))
        if not said.current:
            raise ValidationError(_("This counts no more: something newer was said, or it was taken back."))
        if said.files.count() >= MOST_FILES:
            raise ValidationError({"file": _("It holds as many files as one can.")})
        content, kind = read_upload(upload)
        digest = hashlib.sha256(content).hexdigest()
        if said.files.filter(sha256=digest).exists():
            raise ValidationError({"file": _("This very file is there already.")})
        kept = _put(by, by.user, said, content, kind.id, clean_name(upload.name or ""))
    _scan(kept)
    _look(said)
    return kept


def taken(*, by: By, kept: AttestationFile) -> bytes:
    """The file as it was handed in, for who sees duties; that somebody took it goes on record.

    Raises NotAllowedError, ValidationError.
    """
    school = kept.attestation.school
    by = by.may(Permission.SEE_DUTIES, school)
    if kept.state == AttestationFile.State.INFECTED:
        raise ValidationError(_("The virus scanner found something in this file: it is kept, and given to nobody."))
    if kept.state == AttestationFile.State.WAITING:
        raise ValidationError(_("This file waits for the virus scanner. It opens once it was scanned."))
    content = content_of(kept)
    with transaction.atomic():
        by.did(audit_events.FILE_TAKEN, to=kept, at=school, after={"file": kept.key, "sha256": kept.sha256})
    return content


def scan_waiting_files(now: datetime) -> str:
    """Have looked at what the scanner has not seen; what was done, in words."""
    del now
    done = 0
    for kept in AttestationFile.objects.waiting().select_related("attestation__school").order_by("pk")[:AT_ONCE]:
        if not _scan(kept):
            break  # it does not answer now: the rest waits as well
        _look(kept.attestation)
        done += 1
    return f"scanned {done} files of confirmations" if done else ""


def _put(by: By, user: User, said: Attestation, content: bytes, kind: str, name: str) -> AttestationFile:
    key = secrets.token_hex(16)
    try:
        locked = store.write(key, content)
    except OSError as error:
        raise ValidationError(_("The file could not be kept: the disk refuses it. Tell a technician.")) from error
    kept: AttestationFile = AttestationFile.objects.create(
        attestation=said,
        key=key,
        name=name,
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        locked_key=locked.key,
        lock=locked.lock,
        at=timezone.now(),
        by=user,
    )
    after = {"file": key, "sha256": kept.sha256, "size": kept.size, "kind": kind, "duty": said.duty}
    by.did(audit_events.FILE_ADDED, to=kept, at=said.school, after=after)
    return kept


def _look(said: Attestation) -> None:
    """A file is evidence: the board shows it at once."""
    reassess(By(None, system="confirmation"), school=said.school, now=timezone.now(), only={said.duty})


def _scan(kept: AttestationFile) -> bool:
    """Have a file looked at; whether the scanner answered. What it says goes on record, in its own name."""
    try:
        said = scan(content_of(kept))
    except (ScannerError, ValidationError):
        return False
    with transaction.atomic():
        row = AttestationFile.objects.select_for_update().get(pk=kept.pk)
        if row.state != AttestationFile.State.WAITING:
            return True  # another process was first
        row.state = AttestationFile.State.INFECTED if said.found else AttestationFile.State.CLEAN
        row.scanned_at, row.scanner, row.found = timezone.now(), said.engine, said.found
        row.save(update_fields=["state", "scanned_at", "scanner", "found"])
        after = {"file": row.key, "state": row.state, "scanner": row.scanner, "found": row.found}
        by = By(None, system="virus scanner")
        by.did(audit_events.FILE_SCANNED, to=row, at=kept.attestation.school, after=after)
    kept.refresh_from_db()
    return True
