"""The policy on paper: tagged PDF, made once for each text and kept under the digest of what it was made of."""

from __future__ import annotations

import hashlib
import secrets
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["paper_of"]

KEPT: Final = 40  # papers: older ones go, and are made again when somebody asks


def paper_of(context: dict[str, Any]) -> bytes:
    """The paper of a published policy; making one takes seconds, so it is kept until its text changes."""
    page = render_to_string("policies/approving/paper.html", context)
    style = resources.files(__package__).joinpath("paper.css").read_text("utf-8")
    file = _folder() / f"{hashlib.sha256(f'{style}{page}'.encode()).hexdigest()}.pdf"
    try:
        return file.read_bytes()
    except OSError:
        made = _made(page, style)
    _keep(file, made)
    return made


def _folder() -> Path:
    folder: Path = settings.HOME / "console" / "papers"
    return folder


def _made(page: str, style: str) -> bytes:
    from belisha.console.access.accounts.printing import pdf_of  # noqa: PLC0415 - it takes half a second to load

    return pdf_of(page, style)


def _keep(file: Path, made: bytes) -> None:
    """Put a paper down whole, and let the oldest go."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{secrets.token_hex(4)}.part")  # two may make the same one at once
    beside.write_bytes(made)
    beside.replace(file)
    kept = sorted(file.parent.glob("*.pdf"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
