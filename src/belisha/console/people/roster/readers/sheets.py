"""The first sheet of an Excel workbook (XLSX) as rows of text. No formula is worked out, no link followed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from belisha.console.archives import UNREADABLE_ARCHIVE
from belisha.console.people.roster.readers.files import (
    OLD_OFFICE,
    OLD_WORKBOOK,
    check_entries,
    read_entry,
)
from belisha.console.people.roster.readers.notebook import MOST_ROWS
from belisha.console.people.roster.readers.shapes import RosterError
from belisha.console.people.roster.readers.tables import MOST_COLUMNS, MOST_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    from belisha.console.people.roster.readers.files import Part

__all__ = ["sheet_rows"]

# openpyxl has no error of its own for most of what can be wrong inside a workbook.
SHEET_ERRORS: Final = (
    *UNREADABLE_ARCHIVE,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    AssertionError,
)
DECLARED: Final = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T)", re.IGNORECASE)
EMPTY_RUN: Final = 2_000  # rows without a word: what comes after them is no part of the table


def sheet_rows(part: Part) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that is not hidden, with their numbers, without empty ones. Raises RosterError."""
    if part.data.startswith(OLD_OFFICE):
        raise RosterError(OLD_WORKBOOK.format(name=part.name))
    _check_archive(part)
    try:
        with _quiet():
            workbook = load_workbook(io.BytesIO(part.data), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = next(sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")
            yield from _rows(sheet, part.name)
        finally:
            workbook.close()
    except StopIteration:
        raise RosterError(f"{part.name} has no sheet that can be seen.") from None
    except SHEET_ERRORS as error:
        raise RosterError(
            f"{part.name} is damaged or no workbook that we can read. Save it again, or as CSV."
        ) from error


def _rows(sheet: ReadOnlyWorksheet, name: str) -> Iterator[tuple[int, list[str]]]:
    # what the sheet says of its own size may be anything: rows are read as they come
    sheet.reset_dimensions()
    empty = 0
    for number, cells in enumerate(_each(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)), start=1):
        if number > MOST_ROWS:
            raise RosterError(f"{name} has more than {MOST_ROWS:,} rows: this is no roster of a school.")
        texts = [_text(cell) for cell in cells]
        empty = 0 if any(texts) else empty + 1
        if empty > EMPTY_RUN:
            return
        if any(texts):
            yield number, texts


@contextmanager
def _quiet() -> Iterator[None]:
    # openpyxl warns of what it leaves out: styles, checks of cells. None of that is in a roster
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _each(rows: Iterator[Any]) -> Iterator[Any]:
    while True:
        with _quiet():
            row = next(rows, None)
        if row is None:
            return
        yield row


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str | int | float | bool):
        return str(cell).strip()[:MOST_FIELD]
    # array formulas and the like are objects that hold a text
    return str(getattr(cell, "text", "") or "")[:MOST_FIELD]


def _check_archive(part: Part) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(part.data)) as archive:
            entries = archive.infolist()
            check_entries(entries, len(part.data))
            for entry in entries:
                if entry.filename.casefold().endswith((".xml", ".rels")) and DECLARED.search(
                    read_entry(archive, entry)
                ):
                    raise RosterError(
                        f"{part.name} declares a document type or entities, which a workbook never does. It is refused."
                    )
    except UNREADABLE_ARCHIVE as error:
        raise RosterError(f"{part.name} is damaged or no workbook. Save it again, or as CSV.") from error
