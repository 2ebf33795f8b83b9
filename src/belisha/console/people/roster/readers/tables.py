"""Text files as tables: encoding and separator told from the bytes, each row with its line, headers however spelt."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.people.roster.readers.shapes import RosterError
from belisha.console.people.roster.readers.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from belisha.console.people.roster.readers.files import Part
    from belisha.console.people.roster.readers.notebook import Notebook

__all__ = ["MOST_COLUMNS", "MOST_FIELD", "Row", "Table", "fault_of", "lines_of", "separator_of", "table_of", "text_of"]

MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
LOOK: Final = 4_096
MOST_CONTROL: Final = 0.02  # of the first characters: text has none
MOST_COLUMNS: Final = 300
MOST_FIELD: Final = 131_072  # characters, the csv module's own limit
NULS_OF_UTF16: Final = 0.3


class Row(NamedTuple):
    """One row: the file and line where it begins, and its cells by the squeezed header."""

    where: tuple[str, int]
    cells: dict[str, str]

    def get(self, *headers: str) -> str:
        """The first of these columns that says anything; empty when none does."""
        return next((text for header in headers if (text := self.cells.get(header, ""))), "")


class Table(NamedTuple):
    """A text file with a header. `headers` as written; rows are read anew each time, so that memory stays bounded."""

    name: str
    headers: tuple[str, ...]
    text: str
    separator: str
    first: int  # how many lines come before the header's end

    def has(self, *headers: str) -> bool:
        """Whether there is a column for each of these squeezed headers."""
        return {squeezed(header) for header in self.headers} >= set(headers)

    def column(self, *headers: str) -> Iterator[str]:
        """All texts of the first of these columns that there is."""
        keys = [squeezed(header) for header in self.headers]
        place = next((keys.index(header) for header in headers if header in keys), None)
        if place is None:
            return
        for _, cells in lines_of(self.text, self.separator):
            if cells is not None and place < len(cells):
                yield cells[place]

    def rows(self, pad: Notebook, *, of_people: bool = False) -> Iterator[Row]:
        """Every row that can be used; those that cannot go to the notebook."""
        keys = [squeezed(header) for header in self.headers]
        for line, cells in lines_of(self.text, self.separator):
            if line <= self.first or cells == []:
                continue
            pad.row()
            reason = fault_of(cells, len(keys))
            if reason:
                pad.reject((self.name, line), "", self.separator.join(cells or ()), reason, hides=of_people)
                continue
            yield Row((self.name, line), _cells(keys, cells or []))


def _cells(keys: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, cell in zip(keys, cells, strict=False):
        text = cell.strip()
        if text and not found.get(key):
            found[key] = text
    return found


def fault_of(cells: list[str] | None, columns: int) -> str:
    """Why a row cannot be used; empty when it can. `cells` is None for one that could not be taken apart."""
    if cells is None:
        return f"this row has a cell of more than {MOST_FIELD:,} characters: is a quotation mark never closed?"
    if any(cells[columns:]):
        return f"this row has {len(cells)} cells, but there are {columns} headers: a comma outside quotation marks?"
    if any("\x00" in cell for cell in cells):
        return "this row holds a NUL character, which no name does: export the file again"
    return ""


def lines_of(text: str, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """The rows of a text with the line on which each begins; None for one that cannot be taken apart."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, None
            continue
        yield begins, cells if any(cells) else []


def text_of(part: Part, pad: Notebook) -> str:
    """A file's text; its encoding is told by its bytes, and noted where it is not UTF-8. Raises RosterError."""
    encoding = _encoding_of(part.data)
    try:
        text = part.data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RosterError(
            f"{part.name} is not text that we can read: neither UTF-8, UTF-16 nor Windows-1252 fits "
            f"(byte {error.start + 1:,}). Export it again as “CSV UTF-8”."
        ) from error
    start = text[:LOOK]
    control = sum(1 for letter in start if ord(letter) < 32 and letter not in "\t\r\n\x00")
    if control > MOST_CONTROL * max(len(start), 1) or start.count("\x00") > len(start) / 10:
        raise RosterError(f"{part.name} is not a text file. Export a CSV, XML or XLSX file, or a zip archive of them.")
    if encoding not in {"utf-8", "utf-8-sig"}:
        shown = "Windows-1252" if encoding == "cp1252" else encoding[:6].upper()
        pad.note(f"{part.name} is written in {shown}, not UTF-8. Look whether names with accents are right.")
    return text


def _encoding_of(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:LOOK]
    if len(start) > 1 and start[1::2].count(0) > NULS_OF_UTF16 * len(start) / 2:
        return "utf-16-le"
    if len(start) > 1 and start[0::2].count(0) > NULS_OF_UTF16 * len(start) / 2:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def separator_of(text: str, *, expected: str = ",") -> str:
    """What parts the columns: the sign that parts most of the first lines into the same number of cells."""
    lines = [line for line in text[: LOOK * 4].splitlines()[:20] if line.strip()]
    best, most = expected, 0.0
    for sign in SEPARATORS:
        counts = [sum(1 for _ in _unquoted(line, sign)) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        score = usual * counts.count(usual) / max(len(counts), 1)
        if score > most:
            best, most = sign, score
    return best


def _unquoted(line: str, sign: str) -> Iterator[int]:
    quoted = False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == sign and not quoted:
            yield place


def table_of(part: Part, pad: Notebook, *needed: str) -> Table:
    """A file as a table, its header on the first line that is not empty. Raises RosterError."""
    text = text_of(part, pad)
    separator = separator_of(text)
    for line, cells in lines_of(text, separator):
        if cells == []:
            continue
        if cells is None or len(cells) > MOST_COLUMNS:
            raise RosterError(f"{part.name}: the first line is not a row of headers.")
        table = Table(part.name, tuple(cell.strip() for cell in cells), text, separator, line)
        _check_headers(table, needed, pad)
        return table
    raise RosterError(f"{part.name} is empty.")


def _check_headers(table: Table, needed: Sequence[str], pad: Notebook) -> None:
    missing = [header for header in needed if not table.has(header)]
    if missing:
        shown = ", ".join(table.headers)[:200]
        raise RosterError(f"{table.name} has no column “{missing[0]}”. Its first line says: {shown}")
    if table.separator != ",":
        pad.note(f"{table.name} parts its columns by {SEPARATORS[table.separator]}, not commas.")
    keys = [squeezed(header) for header in table.headers if header]
    if len(set(keys)) < len(keys):
        twice = next(header for header in table.headers if header and keys.count(squeezed(header)) > 1)
        pad.note(f"{table.name} has two columns “{twice}”. The first that says anything counts.")
