"""What a reader says about a list: how many lines it read, kept and rejected, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

SAMPLES = 100
SAMPLE_LENGTH = 200


class ListError(Exception):
    """A list cannot be used at all; the message is a plain sentence for a technician."""


class Rejected(NamedTuple):
    """One line that was not kept: its number in its file (from 1), its text cut to 200 characters, and why."""

    line: int
    text: str
    reason: str


@dataclass(slots=True)
class ReadReport:
    """Counts of one list. `lines` is always `passed_over + kept + rejected`.

    A line is kept when it gave at least one entry, passed over when it is blank, a comment or structure of its
    format, and rejected otherwise. `reasons` counts faults, so a kept line with one bad name among good ones is
    in there too. A secret report (a locked list) never holds any text of the list.
    """

    name: str
    lines: int = 0
    passed_over: int = 0
    kept: int = 0
    rejected: int = 0
    entries: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    samples: list[Rejected] = field(default_factory=list)
    secret: bool = False

    def fault(self, line: int, text: str, reason: str) -> None:
        """Count one fault and keep it as a sample while there are few."""
        self.reasons[reason] += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(Rejected(line, "" if self.secret else text[:SAMPLE_LENGTH], reason))

    def as_data(self) -> dict[str, object]:
        """The report as plain data for JSON."""
        return {
            "name": self.name,
            "lines": self.lines,
            "passed_over": self.passed_over,
            "kept": self.kept,
            "rejected": self.rejected,
            "entries": self.entries,
            "reasons": dict(self.reasons.most_common()),
            "samples": [sample._asdict() for sample in self.samples],
        }
