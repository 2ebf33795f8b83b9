"""The text of a policy that was brought: DOCX, PDF or plain text, and its sentences. Nothing in a file is run."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from belisha.console.archives import UNREADABLE_ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MEDIA", "MOST_BYTES", "ReadingError", "media_of", "sentences_in", "text_in"]

MOST_BYTES: Final = 10_000_000
MOST_INSIDE: Final = 30_000_000  # bytes of a document's text once it is unpacked
MOST_PAGES: Final = 400
MOST_SENTENCES: Final = 3000
MEDIA: Final = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
}
WORDS: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# a full stop, question or exclamation mark before a capital, a figure or a bracket; not after "e.g." and the like
END: Final = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bMr\.)(?<!\bMrs\.)\s+(?=[A-Z0-9\u201c\"(])"
)
MARK: Final = re.compile(
    r"^(?:[\u2022\u25aa\u25cf\u25cb\u25e6\u00b7\u2013\u2014*-]+|\(?[a-z0-9]{1,3}[.)]|\d+(?:\.\d+)+\.?)\s+",
    re.IGNORECASE,
)
SHORTEST: Final = 4  # words: what has fewer is a heading


class ReadingError(Exception):
    """A file cannot be read; the text says why, for the person who brought it."""


def media_of(name: str, content: bytes) -> str:
    """The kind of a file, by its name and its first bytes. Raises ReadingError for any that we do not take."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    begins = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".txt": b""}
    if ending not in MEDIA or not content.lstrip()[:5].startswith(begins[ending]):
        raise ReadingError(_("Bring a PDF, a Word document (.docx) or plain text (.txt)."))
    if not content.strip():
        raise ReadingError(_("The file is empty."))
    return MEDIA[ending]


def text_in(name: str, content: bytes) -> str:
    """The text of a file, a paragraph a line. Raises ReadingError."""
    media = media_of(name, content)
    if media == MEDIA[".docx"]:
        return "\n".join(_paragraphs(content))
    if media == MEDIA[".pdf"]:
        return _of_pdf(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _paragraphs(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            inside = packed.getinfo("word/document.xml")
            if inside.file_size > MOST_INSIDE:
                raise ReadingError(_("The document is too large once it is unpacked."))
            with packed.open(inside) as part:
                tree = fromstring(part.read(MOST_INSIDE))
    except (ParseError, DefusedXmlException, *UNREADABLE_ARCHIVE) as error:
        raise ReadingError(_("This Word document cannot be read. Save it again, or bring it as PDF.")) from error
    for paragraph in tree.iter(f"{WORDS}p"):
        if text := "".join(piece.text or "" for piece in paragraph.iter(f"{WORDS}t")).strip():
            yield text


def _of_pdf(content: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - only who brings a PDF waits for it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(content))
        pages = [page.extract_text() or "" for page in reader.pages[:MOST_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise ReadingError(_("This PDF cannot be read. Save it again, or bring it as a Word document.")) from error
    text = "\n".join(pages)
    if not text.strip():
        raise ReadingError(
            _("There is no text in this PDF, only pictures of pages. Bring the document it was made from.")
        )
    return _unwrapped(text)


def _unwrapped(text: str) -> str:
    """Lines of a page joined to paragraphs: one that goes on in small letters belongs to the one before."""
    text = re.sub(r"(\w)-\n(?=[a-z])", r"\1", text)
    return re.sub(r"(?<![.!?:;])\n(?=[a-z(])", " ", text)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text in order, without marks of lists; headings and what comes again are left out."""
    found: dict[str, None] = {}
    for line in text.replace("\x00", "").splitlines():
        for piece in END.split(" ".join(line.split())):
            sentence = MARK.sub("", piece.strip()).strip()
            if len(sentence.split()) >= SHORTEST:
                found.setdefault(sentence[:2000])
    return list(found)[:MOST_SENTENCES]
