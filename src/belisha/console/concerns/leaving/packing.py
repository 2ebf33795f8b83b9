"""Making the package: a zip with the chronology, everything as data with its seals, the files, and every hash."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Final

import msgspec
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from pyrage import RecipientError, encrypt, x25519

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.concerns.evidence.actions.looking import taken
from belisha.console.concerns.leaving.reading import DATA, LARGEST, LIST, PAPER
from belisha.console.concerns.leaving.rules import Case, Child, Held, Item, Package, Who
from belisha.console.concerns.record.queries.chronology import chronology
from belisha.console.concerns.record.queries.entries import rows_of
from belisha.console.concerns.record.rules.readable import readable
from belisha.console.concerns.rules.categories import category_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern, Entry, HandOver, Subject

__all__ = ["locked_for", "packed", "recipient_of", "zipped"]

MOST: Final = LARGEST - (10 << 20)  # bytes of files: room is left for paper and data


def recipient_of(key: str) -> x25519.Recipient:
    """The public key of the next school. Raises ValidationError."""
    try:
        return x25519.Recipient.from_str(key.strip())
    except (RecipientError, ValueError) as error:
        message = _("This is no public key: it begins with age1. Ask the next school for it.")
        raise ValidationError({"recipient": message}) from error


def locked_for(key: str, content: bytes) -> bytes:
    """A package that nobody but the owner of a key opens. Raises ValidationError."""
    return bytes(encrypt(content, [recipient_of(key)]))


def packed(by: By, hand_over: HandOver, concerns: Sequence[Concern]) -> bytes:
    """The zip. Each file in it is put on record as taken. Raises NotAllowedError."""
    files: dict[str, bytes] = {}
    cases = tuple(_case(by, hand_over, concern, files) for concern in concerns)
    child = hand_over.child
    package = Package(
        form="belisha child-protection file 1",
        made=timezone.now(),
        made_by=by.actor.name,
        school=hand_over.school.name,
        to_school=hand_over.to_school,
        child=Child(child.given, child.family, child.born, child.upn),
        concerns=cases,
    )
    return zipped({DATA: msgspec.json.encode(package), PAPER: _paper(by, hand_over, concerns), **files})


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of parts, with the hash of each."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {LIST: msgspec.json.encode(hashes), **parts}.items():
            how = zipfile.ZIP_DEFLATED if name in {LIST, DATA} else zipfile.ZIP_STORED
            archive.writestr(name, content, how)
    return sink.getvalue()


def _case(by: By, hand_over: HandOver, concern: Concern, files: dict[str, bytes]) -> Case:
    held, missing = _files(by, hand_over, concern, files)
    return Case(
        reference=concern.reference,
        category=concern.category,
        route=concern.route,
        closed_at=concern.closed_at,
        child_protection=concern.child_protection,
        words_only=concern.words_only,
        reported_at=concern.reported_at,
        happened_at=concern.happened_at,
        happened=concern.happened,
        place=concern.place,
        where=concern.where,
        people=tuple(_who(hand_over, row) for row in concern.subjects.all()),
        entries=tuple(_items(rows_of([concern]))),
        files=tuple(held),
        missing=tuple(missing),
    )


def _who(hand_over: HandOver, row: Subject) -> Who:
    if row.person_id == hand_over.child_id:
        return Who(row.role, child=True, name=str(row))
    return Who(row.role, name=str(row) if hand_over.named else "")


def _items(entries: Sequence[Entry]) -> Iterator[Item]:
    seals = {entry.pk: entry.seal for entry in entries}
    return (_item(entry, seals.get(entry.corrects_id or 0, "")) for entry in entries)


def _item(entry: Entry, corrects: str) -> Item:
    return Item(
        kind=entry.kind,
        text=entry.text,
        details=entry.details,
        at=entry.at,
        about=entry.about,
        by=entry.by.name if entry.by else entry.by_name,
        reason=entry.reason,
        salt=entry.salt,
        seal=entry.seal,
        corrects=corrects,
        erased=(entry.erased_reason or "erased") if entry.erased_at else "",
    )


def _files(by: By, hand_over: HandOver, concern: Concern, files: dict[str, bytes]) -> tuple[list[Held], list[str]]:
    """What of a concern's files goes along, put into `files`; and the names of the others with the reason."""
    held: list[Held] = []
    missing: list[str] = []
    for kept in concern.files.select_related("concern__school").order_by("at", "pk"):
        if concern.words_only:
            missing.append(_("A file that is sealed away"))
        elif sum(map(len, files.values())) + kept.size > MOST:
            missing.append(_("%(name)s: too large, hand it over by itself") % {"name": kept.name})
        else:
            try:
                content = taken(by=by, kept=kept, reason=_("Hand-over %(key)s") % {"key": hand_over})
            except ValidationError as error:
                missing.append(f"{kept.name}: {' '.join(error.messages)}"[:400])
                continue
            files[f"files/{kept.key}"] = content
            held.append(Held(f"files/{kept.key}", kept.name, kept.shows, kept.sha256, kept.at))
    return held, missing


def _paper(by: By, hand_over: HandOver, concerns: Sequence[Concern]) -> bytes:
    """The chronology as tagged PDF, for a school whose system reads no package."""
    rows = [
        {
            "concern": concern,
            "category": category_of(concern.category).title,
            "people": [(_who(hand_over, row).name, row.get_role_display()) for row in concern.subjects.all()],
        }
        for concern in concerns
    ]
    context = {
        "hand_over": hand_over,
        "rows": rows,
        "moments": chronology(by, concerns),
        "readable": readable,
        "by": by.actor,
        "now": timezone.now(),
    }
    return bytes(as_pdf("concerns/leaving/paper.html", context, "chronology").content)
