"""The zip that comes with an old log: each file of it looked at and encrypted at once; the zip itself is not kept."""

from __future__ import annotations

import hashlib
import secrets
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from belisha.console.archives import UNREADABLE_ARCHIVE
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.pictures import check_picture
from belisha.console.concerns.evidence.rules.archives import fault_of_archive
from belisha.console.concerns.evidence.rules.kinds import LARGEST, kind_of
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.models import ImportedFile

if TYPE_CHECKING:
    from belisha.console.concerns.models import ConcernImport

__all__ = ["MOST_ZIP_BYTES", "MOST_ZIP_FILES", "forget_files", "unpack"]

MOST_ZIP_BYTES: Final = 100 << 20
MOST_ZIP_FILES: Final = 1_000
ADDED: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")  # by computers, of themselves


def unpack(entry: ConcernImport, content: bytes) -> int:
    """Keep the files of a zip until its rows are taken over; how many can be. Raises ValidationError, OSError.

    Whatever stops this half-way leaves content without rows, which the night's job clears.
    """
    if len(content) > MOST_ZIP_BYTES:
        raise ValidationError({"archive": _("The zip has more than 100 MB. Divide it, and its rows with it.")})
    try:
        if fault := fault_of_archive(content):
            raise ValidationError({"archive": fault})
        archive = zipfile.ZipFile(BytesIO(content))
    except (RefusedError, *UNREADABLE_ARCHIVE) as error:
        raise ValidationError({"archive": _("The zip cannot be read. Pack its files again.")}) from error
    with archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not _is_added(one.filename)]
        if len(members) > MOST_ZIP_FILES:
            message = _("The zip has more than 1,000 files. Divide it, and its rows with it.")
            raise ValidationError({"archive": message})
        rows = [_looked_at(entry, archive, one) for one in members]
    ImportedFile.objects.bulk_create(rows)
    return sum(bool(row.key) for row in rows)


def _is_added(name: str) -> bool:
    return name.startswith(ADDED[0]) or name.endswith(ADDED[1:])


def _looked_at(entry: ConcernImport, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> ImportedFile:
    """One file, encrypted; or why it is not taken."""
    row = ImportedFile(source=entry, name="".join(each for each in member.filename if each.isprintable())[-300:])
    try:
        with archive.open(member) as file:
            content = file.read(LARGEST + 1)
        kind = kind_of(content)
        if kind.picture:
            check_picture(kind, content)
    except (RefusedError, *UNREADABLE_ARCHIVE) as error:
        row.why = str(error)[:300] if isinstance(error, RefusedError) else _("This file cannot be read.")
        return row
    row.key, row.kind, row.size = secrets.token_hex(16), kind.id, len(content)
    row.sha256 = hashlib.sha256(content).hexdigest()
    locked = store.write(row.key, content)
    row.locked_key, row.lock = locked.key, locked.lock
    return row


def forget_files(entry: ConcernImport) -> list[str]:
    """Forget the files that came with an old log; the keys of those that no concern has, to be cleared afterwards."""
    rows = ImportedFile.objects.filter(source=entry)
    keys = [key for key in rows.order_by("pk").values_list("key", flat=True) if key]
    rows.delete()
    return keys
