"""Making the pack: a zip of a tagged PDF, the same as data, and the files that are given."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.acting import By
from belisha.console.subject_access.models import PieceDecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.subject_access.models import AccessRequest
    from belisha.console.subject_access.queries import Piece

__all__ = ["packed"]

PAPER, DATA, FILES = "what-is-held.pdf", "what-is-held.json", "files"
SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def packed(request: AccessRequest, pieces: Sequence[Piece]) -> bytes:
    """The zip. Whatever is withheld is not in it, nor that it is. Raises ValidationError for a file that is gone."""
    given = [piece for piece in pieces if piece.decision and piece.decision.says != PieceDecision.Says.WITHHOLD]
    files: dict[str, bytes] = {}
    names = {piece.name: _file(request, piece, files) for piece in given if piece.held.file}
    sections = _sections(given, names)
    context = {"request_row": request, "sections": sections, "now": timezone.now()}
    paper = as_pdf("subject_access/paper.html", context, "what-is-held").content
    data = msgspec.json.encode({"form": "belisha subject access 1", **_head(request), "sections": sections})
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {PAPER: paper, DATA: data, **files}.items():
            archive.writestr(name, content)
    return sink.getvalue()


def _head(request: AccessRequest) -> dict[str, Any]:
    return {
        "school": request.school.name,
        "about": request.person.name,
        "asked": request.received_on,
        "made": timezone.now(),
    }


def _sections(given: Sequence[Piece], names: dict[str, str]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for piece in given:
        section = found.setdefault(piece.holder.code, {"title": str(piece.holder.title), "pieces": []})
        section["pieces"].append(
            {
                "title": piece.held.title,
                "at": piece.held.at,
                "text": piece.given,
                "file": names.get(piece.name, ""),
            }
        )
    return list(found.values())


def _file(request: AccessRequest, piece: Piece, files: dict[str, bytes]) -> str:
    """Put a file into the pack, under a name that no other has. Two people have agreed to give it: the system does."""
    if piece.holder.content is None:
        return ""
    by = By(None, system=_("access request %(key)s") % {"key": request.key})
    plain = "".join(letter if letter in SAFE else "-" for letter in piece.held.file)[-80:]
    name = f"{FILES}/{len(files) + 1:03}-{plain}"
    files[name] = piece.holder.content(by, piece.person, piece.held.key)
    return name
