"""Signatures on paper: entered by whoever has the sheet before them, with a scan of it where there is one."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.agreements.models import Scan, Signature
from belisha.console.agreements.signing import audit_events as events
from belisha.console.agreements.signing import store
from belisha.console.agreements.signing.actions.signatures import sign, sign_many
from belisha.console.people.refusals import RefusedError
from belisha.console.scanner import ScannerError, scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.agreements.models import Agreement
    from belisha.console.agreements.signing.queries.standing import Line
    from belisha.console.people.models import Person

__all__ = ["enter_paper", "enter_sheet", "look_at_scan"]

LARGEST: Final = 10 * 1024 * 1024
# what a sheet can be, by its first bytes: the name that a browser gives is not asked
MEDIA: Final = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def enter_paper(
    *,
    by: By,
    person: Person,
    agreement: Agreement,
    form: str,
    helper: str = "",
    content: bytes = b"",
    child: Person | None = None,
) -> Signature:
    """Enter what somebody signed on paper. Raises RefusedError where the scan is no sheet, or may hold a virus."""
    looked = _looked_at(content) if content else None
    with transaction.atomic():
        made = sign(
            by=by,
            person=person,
            agreement=agreement,
            form=form,
            way=Signature.Way.PAPER,
            child=child,
            helper=helper,
            witness=by.user,
        )
        if looked and not Scan.objects.filter(signature=made).exists():
            key = secrets.token_hex(16)
            Scan.objects.create(
                signature=made,
                media_type=looked[0],
                digest=hashlib.sha256(content).hexdigest(),
                key=key,
                locked_key=store.write(key, content),
                scanned_by=looked[1],
            )
    return made


def _looked_at(content: bytes) -> tuple[str, str]:
    """What a file is, and who looked at it for viruses."""
    if len(content) > LARGEST:
        raise RefusedError(_("The file is larger than 10 MB. Save a smaller copy of it."), "scan")
    media = next((name for beginning, name in MEDIA if content.startswith(beginning)), "")
    if not media:
        raise RefusedError(_("Choose a PDF, JPEG or PNG file."), "scan")
    try:
        found = scan(content)
    except ScannerError as error:
        raise RefusedError(
            _("The virus scanner does not answer, so no file can be taken. Enter it without the scan, or later."),
            "scan",
        ) from error
    if found.found:
        raise RefusedError(_("The virus scanner found something in this file. It was not kept."), "scan")
    return media, found.engine


def enter_sheet(*, by: By, signing: Sequence[tuple[Person, Line]]) -> int:
    """Enter the sheet of a class: all who signed it, or nobody. How many. Raises NotAllowedError."""
    return sign_many(by=by, signing=signing, way=Signature.Way.PAPER, witness=by.user)


def look_at_scan(*, by: By, signature: Signature) -> tuple[bytes, str]:
    """The scan of a sheet and its media type; the look goes on record. Raises RefusedError, NotAllowedError."""
    by = by.may(Permission.SEE_SIGNATURES, signature.agreement.school)
    held = Scan.objects.filter(signature=signature).first()
    if held is None:
        raise RefusedError(_("There is no scan of this signature."))
    try:
        content = store.read(held.key, held.locked_key)
    except store.StoreError as error:
        raise RefusedError(_("The scan cannot be read. Tell whoever looks after the system.")) from error
    if hashlib.sha256(content).hexdigest() != held.digest:
        raise RefusedError(_("The scan is not what was handed in. Tell whoever looks after the system."))
    with transaction.atomic():
        by.did(events.SCAN_SEEN, to=signature, at=signature.agreement.school)
    return content, held.media_type
