"""Files of concerns by the clock: what waits is scanned, the scanner gets its signatures, remnants go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.concerns.evidence.actions.clearing import clear_remnants
from belisha.console.concerns.evidence.actions.scanning import scan_waiting
from belisha.console.concerns.evidence.own_scanner import OFFICIAL, has_signatures
from belisha.console.flows.due import due
from belisha.console.scanner import ScannerError, engine, knows_viruses, shut_down

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["clear_files", "renew_scanner", "scan_files"]


@due(name="scan files of concerns", every="minute")
def scan_files(now: datetime) -> str:
    """Have scanned what waits because the scanner did not answer."""
    return scan_waiting(now)


@due(name="give the virus scanner its signatures", every="hour")
def renew_scanner(now: datetime) -> str:
    """Once freshclam has brought the first signatures, end a scanner that has none: it starts again with them."""
    del now
    try:
        if knows_viruses(engine()) or not has_signatures(OFFICIAL):
            return ""
        shut_down()
    except ScannerError:
        return ""
    return "signatures have come: the scanner starts again"


@due(name="clear remnants of files", every="day", at="04:20")
def clear_files(now: datetime) -> str:
    """Remove what was written of files that were never kept."""
    return clear_remnants(now)
