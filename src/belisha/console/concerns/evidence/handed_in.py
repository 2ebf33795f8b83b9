"""Files as they were handed in: read once and known by kind, opened again only where they are still the same."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.pictures import check_picture
from belisha.console.concerns.evidence.rules.kinds import LARGEST, kind_of
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.evidence.store import Locked, StoreError

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from belisha.console.concerns.evidence.rules.kinds import Kind

__all__ = ["Kept", "content_of", "read_upload"]


class Kept(Protocol):
    """A row that tells of a file in the store, and of its SHA-256, hexadecimal."""

    key: str
    locked_key: str
    lock: str
    sha256: str


def read_upload(upload: UploadedFile[bytes]) -> tuple[bytes, Kind]:
    """The content of what was handed in, and its kind. Raises ValidationError."""
    if (upload.size or 0) > LARGEST:
        raise ValidationError({"file": _("This file is larger than %(most)s MB.") % {"most": LARGEST >> 20}})
    upload.seek(0)
    content = upload.read(LARGEST + 1)
    try:
        kind = kind_of(content)
        if kind.picture:
            check_picture(kind, content)
    except RefusedError as error:
        raise ValidationError({"file": str(error)}) from error
    return content, kind


def content_of(kept: Kept) -> bytes:
    """Raises ValidationError where the file is gone or is not what was handed in."""
    try:
        content = store.read(kept.key, Locked(kept.locked_key, kept.lock))
    except StoreError as error:
        raise ValidationError(_("This file cannot be opened: it, or its key, is not on the disk.")) from error
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise ValidationError(_("This file is not what was handed in: it was changed on the disk."))
    return content
