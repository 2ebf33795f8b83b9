"""What a file is, by its content and never by its name: a list of what is taken, and a sentence for all else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.concerns.evidence.rules.archives import fault_of_archive, kind_of_archive, second_archive
from belisha.console.concerns.evidence.rules.refusing import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise

__all__ = ["KINDS", "LARGEST", "Kind", "holds_picture", "kind_of"]

LARGEST: Final = 25 << 20  # bytes
HEAD: Final = 4096


class Kind(NamedTuple):
    """A kind of file that is taken. `picture`: a copy of it can be shown; the others can be saved, no more."""

    id: str
    title: StrPromise
    media: str
    suffix: str
    picture: bool = False


_ALL: Final = (
    Kind("png", gettext_lazy("Picture (PNG)"), "image/png", ".png", picture=True),
    Kind("jpeg", gettext_lazy("Picture (JPEG)"), "image/jpeg", ".jpg", picture=True),
    Kind("gif", gettext_lazy("Picture (GIF)"), "image/gif", ".gif", picture=True),
    Kind("webp", gettext_lazy("Picture (WebP)"), "image/webp", ".webp", picture=True),
    Kind("heic", gettext_lazy("Picture of a telephone (HEIC)"), "application/octet-stream", ".heic"),
    Kind("pdf", gettext_lazy("PDF"), "application/pdf", ".pdf"),
    Kind("text", gettext_lazy("Text"), "text/plain; charset=utf-8", ".txt"),
    Kind("mail", gettext_lazy("E-mail with its headers"), "application/octet-stream", ".eml"),
    Kind("video", gettext_lazy("Film"), "application/octet-stream", ".mp4"),
    Kind("webm", gettext_lazy("Film (WebM)"), "application/octet-stream", ".webm"),
    Kind("sound", gettext_lazy("Sound"), "application/octet-stream", ".m4a"),
    Kind("mp3", gettext_lazy("Sound (MP3)"), "application/octet-stream", ".mp3"),
    Kind("wav", gettext_lazy("Sound (WAV)"), "application/octet-stream", ".wav"),
    Kind("ogg", gettext_lazy("Sound (Ogg)"), "application/octet-stream", ".ogg"),
    Kind("amr", gettext_lazy("Voice message (AMR)"), "application/octet-stream", ".amr"),
    Kind("word", gettext_lazy("Word document"), "application/octet-stream", ".docx"),
    Kind("excel", gettext_lazy("Excel workbook"), "application/octet-stream", ".xlsx"),
    Kind("slides", gettext_lazy("PowerPoint presentation"), "application/octet-stream", ".pptx"),
    Kind("open", gettext_lazy("OpenDocument file"), "application/octet-stream", ".odt"),
    Kind("zip", gettext_lazy("Archive, for example an export of messages"), "application/zip", ".zip"),
)
KINDS: Final = {kind.id: kind for kind in _ALL}

MARKUP: Final = re.compile(rb"<(?:!doctype|html|script|svg|iframe|body|head|object|embed|\?xml|\?php|%)", re.IGNORECASE)
ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])")
HEADER: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,60}: ?[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
MAILS: Final = re.compile(
    r"^(?:from|received|return-path|message-id|mime-version|delivered-to): ?", re.IGNORECASE | re.MULTILINE
)
PASTED: Final = re.compile(r"data:(?:image|video)/|[A-Za-z0-9+/]{1500,}={0,2}")


def kind_of(content: bytes) -> Kind:
    """The kind of a file. Raises RefusedError with a sentence for whoever brought it."""
    if not content:
        raise RefusedError(_("This file is empty."))
    if len(content) > LARGEST:
        raise RefusedError(_("This file is larger than %(most)s MB.") % {"most": LARGEST >> 20})
    found = KINDS[_by_beginning(content) or _text(content)]
    if found.id != "text" and found.id != "mail":
        _check_one_face(found, content)
    return found


def _check_one_face(kind: Kind, content: bytes) -> None:
    """Refuse what is two files in one: a picture that is a page or an archive as well."""
    whole = kind.id in {"zip", "word", "excel", "slides", "open"}
    if whole and (fault := fault_of_archive(content)):
        raise RefusedError(fault)
    two_in_one = _("This is two files in one, as attackers make them. Take a picture of the screen instead.")
    if not whole and second_archive(content):
        raise RefusedError(two_in_one)
    if kind.id != "zip" and not whole and MARKUP.search(content[:HEAD]) and kind.id not in {"pdf", "jpeg", "png"}:
        raise RefusedError(two_in_one)
    if kind.id == "pdf" and ACTIVE.search(_plain_names(content)):
        raise RefusedError(_("This PDF holds a program or another file. Print it to a new PDF, and add that one."))


def _plain_names(content: bytes) -> bytes:
    """A PDF whose names are written without escapes ("/J#53" is "/JS")."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)


def _by_beginning(content: bytes) -> str:
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind if isinstance(kind, str) else kind(content)
    if content[4:8] == b"ftyp":
        return _boxed(content)
    return ""


def _boxed(content: bytes) -> str:
    """Films, sounds and pictures of telephones share one way of packing: the brand tells."""
    brand = content[8:12].lower()
    if brand in {b"heic", b"heix", b"mif1", b"msf1", b"heif", b"avif"}:
        return "heic"
    return "sound" if brand in {b"m4a ", b"m4b "} else "video"


def _riff(content: bytes) -> str:
    found = {b"WEBP": "webp", b"WAVE": "wav"}.get(content[8:12], "")
    return found or _refuse(content)


def _refuse(content: bytes) -> str:
    del content
    message = _("Files of this kind are not taken: they can hold programs. Take a picture of the screen instead.")
    raise RefusedError(message)


def _closed_archive(content: bytes) -> str:
    del content
    raise RefusedError(_("This kind of archive cannot be looked into. Unpack it, and add the files one by one."))


BEGINNINGS: Final[tuple[tuple[bytes, str | Callable[[bytes], str]], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"RIFF", _riff),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", kind_of_archive),
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"#!AMR", "amr"),
    (b"MZ", _refuse),
    (b"\x7fELF", _refuse),
    (b"#!", _refuse),
    (b"\xca\xfe\xba\xbe", _refuse),
    (b"\xfe\xed\xfa", _refuse),
    (b"\xcf\xfa\xed\xfe", _refuse),
    (b"{\\rtf", _refuse),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _refuse),  # Word, Excel and Outlook of old: macros cannot be told apart
    (b"Rar!", _closed_archive),
    (b"7z\xbc\xaf", _closed_archive),
    (b"\x1f\x8b", _closed_archive),
    (b"BZh", _closed_archive),
    (b"\xfd7zXZ", _closed_archive),
)


def _text(content: bytes) -> str:
    """Text that says nothing to a machine, or an e-mail. Raises RefusedError."""
    words = _decoded(content)
    if words is None:
        raise RefusedError(
            _("It is not known what this file is. Pictures, PDF, text, films, sounds and documents are taken.")
        )
    if HEADER.match(words[:HEAD]) and MAILS.search(words[:HEAD]):
        return "mail"
    if words.lstrip("\ufeff \t\r\n").startswith("<") or MARKUP.search(words[:HEAD].encode("utf-8", "replace")):
        raise RefusedError(_("Pages (HTML, SVG, XML) are not taken: they can hold programs. Take a picture instead."))
    return "text"


def _decoded(content: bytes) -> str | None:
    """The words of a text file, or None where it is none."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for coding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            words = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return None if any(letter < " " and letter not in "\t\r\n\f" for letter in words) else words
    return None


def holds_picture(words: str) -> bool:
    """Whether a text holds a picture or film written as letters (base64), as pages and mails do."""
    return PASTED.search(words) is not None
