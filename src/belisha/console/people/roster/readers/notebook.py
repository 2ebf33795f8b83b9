"""What a reader writes down beside the roster: notes, bad rows up to a limit, and how many rows it has read."""

from __future__ import annotations

from collections import Counter
from typing import Final

from belisha.console.people.roster.readers.shapes import SHOWN, BadRow, RosterError

__all__ = ["MOST_ROWS", "Notebook"]

MOST_ROWS: Final = 250_000  # of all files together: a trust of 40 schools has 60,000 rows; a million is no roster
MOST_NOTES: Final = 40
MOST_BAD: Final = 1_000  # listed; beyond this they are counted


class Notebook:
    """Collects while files are read."""

    def __init__(self) -> None:
        """Begin empty."""
        self.bad: list[BadRow] = []
        self.more_bad = 0
        self.hides = 0
        self.unread: set[str] = set()
        self._notes: Counter[str] = Counter()
        self._rows = 0

    def row(self) -> None:
        """Count one row. Raises RosterError beyond the limit."""
        self._rows += 1
        if self._rows > MOST_ROWS:
            message = (
                f"There are more than {MOST_ROWS:,} rows: this is no roster of a school or trust. "
                "Export the current school year only, and try again."
            )
            raise RosterError(message)

    def note(self, text: str) -> None:
        """Something to know; said once, however often it happened."""
        if text in self._notes or len(self._notes) < MOST_NOTES:
            self._notes[text] += 1

    @property
    def notes(self) -> tuple[str, ...]:
        """All notes, with how often each happened where {n} stands in them."""
        return tuple(text.replace("{n}", f"{times:,}") for text, times in self._notes.items())

    def reject(
        self,
        where: tuple[str, int],
        column: str,
        text: str,
        reason: str,
        *,
        whole: bool = True,
        ident: str = "",
        hides: bool = False,
    ) -> None:
        """A row, or one cell of it (not `whole`), that cannot be used. `where`: file and line. Others as of BadRow."""
        self.hides += hides
        if len(self.bad) >= MOST_BAD:
            self.more_bad += 1
            return
        cut = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
        seen = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cut)
        self.bad.append(BadRow(where[0], where[1], column, seen, reason, whole, ident))
        if ident and whole:
            self.unread.add(ident)
