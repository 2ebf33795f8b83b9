"""The rows of an old log, each with its line: those that can be used, and those that cannot with the reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _

from belisha.console.concerns.evidence.rules.kinds import holds_picture
from belisha.console.concerns.importing.rules.fields import HEADERS, Mapping, word_key
from belisha.console.concerns.importing.rules.moments import moment_of, without_time
from belisha.console.concerns.rules.categories import category_of
from belisha.console.people.roster.readers.files import Part
from belisha.console.people.roster.readers.notebook import Notebook
from belisha.console.people.roster.readers.shapes import RosterError
from belisha.console.people.roster.readers.tables import MOST_COLUMNS, fault_of, lines_of, separator_of, text_of
from belisha.console.people.roster.readers.words import DateOrder, date_order, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

__all__ = ["MOST_BYTES", "MOST_ROWS", "Fault", "OldRow", "Sheet", "categories_in", "rows_of", "sheet_of"]

MOST_BYTES: Final = 20 * 1_048_576
MOST_ROWS: Final = 20_000
MOST_LETTERS: Final = 60_000  # of one row
HEADER_LOOK: Final = 10
NO_TEXT: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
CLOSED: Final = {"closed", "close", "resolved", "complete", "completed", "done", "finished", "nfa", "ended", "archived",
                 "nofurtheraction", "yes", "y", "true", "concluded"}  # fmt: skip
KNOWN: Final = {word for words in HEADERS.values() for word in words}


class Sheet(NamedTuple):
    """A file as a table. `rows`: line and cells, None for one that could not be taken apart."""

    headers: tuple[str, ...]
    rows: list[tuple[int, list[str] | None]]
    notes: tuple[str, ...]


class OldRow(NamedTuple):
    """One row that can be used. `content`: all that it says, to know it again by."""

    line: int
    content: str
    at: datetime
    day_only: bool
    said: dict[str, str]  # our field -> what the row says
    category: str
    closed_at: datetime | None
    more: dict[str, str]  # header -> what else the row says


class Fault(NamedTuple):
    """A row that cannot be used, and why."""

    line: int
    why: str


def sheet_of(name: str, data: bytes) -> Sheet:
    """A file as a table, its header found among the first lines. Raises RosterError, saying what to do."""
    if len(data) > MOST_BYTES:
        raise RosterError(_("The file has more than 20 MB. Divide it, and take over one part after the other."))
    if data.startswith(NO_TEXT):
        raise RosterError(_("This is no CSV file. In the other program, export or save it as CSV, and give that file."))
    pad = Notebook()
    text = text_of(Part(name, data), pad)
    lines = [(line, cells) for line, cells in lines_of(text, separator_of(text)) if cells != []]
    place = _header_place(lines)
    if len(lines) - place - 1 > MOST_ROWS:
        raise RosterError(_("The file has more than 20,000 rows. Divide it, and take over one part after the other."))
    headers = tuple(cell.strip()[:80] for cell in lines[place][1] or ()) if lines else ()
    while headers and not headers[-1]:
        headers = headers[:-1]
    if not headers or len(headers) > MOST_COLUMNS:
        raise RosterError(_("The file is empty, or its first line names no columns."))
    return Sheet(headers, lines[place + 1 :], pad.notes)


def _header_place(lines: Sequence[tuple[int, list[str] | None]]) -> int:
    """Some tools print a title above the names of the columns: the line with most headers that we know counts."""
    hits = [len({squeezed(cell) for cell in cells or ()} & KNOWN) for _line, cells in lines[:HEADER_LOOK]]
    return hits.index(max(hits)) if hits else 0


def _said(sheet: Sheet, mapping: Mapping, cells: Sequence[str]) -> dict[str, str]:
    places = {field: sheet.headers.index(header) for field, header in mapping.columns.items()}
    found = {field: cells[place].strip() for field, place in places.items() if place < len(cells)}
    return {field: text for field, text in found.items() if text}


def categories_in(sheet: Sheet, mapping: Mapping) -> Counter[str]:
    """The words that stand for kinds of concern in a file, by how often; as `word_key` writes them."""
    words = (_said(sheet, mapping, cells or ()).get("category", "") for _line, cells in sheet.rows)
    return Counter(word_key(word) for word in words if word)


def rows_of(sheet: Sheet, mapping: Mapping, now: datetime) -> Iterator[OldRow | Fault]:
    """Every row. `now`: in the zone of the school; nothing happened after it."""
    days = [_said(sheet, mapping, cells or ()).get("date", "") for _line, cells in sheet.rows]
    order = date_order((without_time(day)[0] for day in days), DateOrder.DAY_FIRST)
    for line, cells in sheet.rows:
        fault = fault_of(cells, len(sheet.headers))
        if fault:
            yield Fault(line, fault)
        elif cells:
            yield _row(sheet, mapping, line, cells, order, now)


def _row(
    sheet: Sheet, mapping: Mapping, line: int, cells: list[str], order: DateOrder, now: datetime
) -> OldRow | Fault:
    said = _said(sheet, mapping, cells)
    if not said.get("words"):
        return Fault(line, _("It does not say what happened."))
    if sum(map(len, cells)) > MOST_LETTERS:
        return Fault(line, _("It has more than 60,000 letters. Is a quotation mark never closed?"))
    if not said.get("date"):
        return Fault(line, _("It has no date."))
    try:
        at, day_only = _past(said["date"], said.get("time", ""), order, now)
        closed_at = _closed_at(said, mapping, at, order, now)
    except ValueError as error:
        return Fault(line, str(error))
    category = mapping.words.get(word_key(said.get("category", "")), mapping.rest)
    if category_of(category).words_only and holds_picture(" ".join(cells)):
        return Fault(line, _("It holds a picture written as letters, and this kind of concern takes words only."))
    content = "\n".join(
        sorted(f"{squeezed(head)}={cell.strip()}" for head, cell in _pairs(sheet, cells) if cell.strip())
    )
    used = set(mapping.columns.values())
    more = {head: cell.strip() for head, cell in _pairs(sheet, cells) if cell.strip() and head not in used}
    return OldRow(line, content, at, day_only, said, category, closed_at, more)


def _pairs(sheet: Sheet, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each header with its cell; columns without a header, or with one that is there already, have their number."""
    seen: set[str] = set()
    for number, (header, cell) in enumerate(zip(sheet.headers, cells, strict=False), start=1):
        name = header if header and header not in seen else f"{header} ({number})".strip()
        seen.add(name)
        yield name, cell


def _past(day: str, clock: str, order: DateOrder, now: datetime) -> tuple[datetime, bool]:
    at, day_only = moment_of(day, clock, order, now.tzinfo)  # type: ignore[arg-type]  # `now` has a zone
    if at.date() > now.date():
        raise ValueError(_("Its date is in the future."))
    return min(at, now), day_only


def _closed_at(
    said: dict[str, str], mapping: Mapping, at: datetime, order: DateOrder, now: datetime
) -> datetime | None:
    """When it was closed; its own date where only that it is closed is said. None: open. Raises ValueError."""
    if said.get("closed"):
        return max(_past(said["closed"], "", order, now)[0], at)
    status = said.get("status", "")
    closed = squeezed(status) in CLOSED if status else mapping.unsaid == "closed"
    return at if closed else None
