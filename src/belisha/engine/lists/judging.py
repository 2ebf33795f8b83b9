"""Whether a list just read may replace the one in use: empty, shrunken or unreadable ones never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belisha.engine.lists.reports import ReadReport


def fault_of(report: ReadReport, before: int) -> str:
    """Why the list may not replace one of `before` entries; "" if it may. Source: a publisher's broken nightly job."""
    if not report.entries:
        return "it holds no entry that can be used"
    if report.rejected > report.kept:
        return f"most of its lines ({report.rejected} of {report.lines}) cannot be read, so it is no list"
    if report.entries * 2 < before:
        return f"it shrank by more than half (from {before} to {report.entries} entries)"
    return ""
