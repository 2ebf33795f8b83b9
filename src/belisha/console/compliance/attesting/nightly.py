"""Files that the virus scanner could not look at when they came are looked at later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.compliance.attesting.files.actions import scan_waiting_files
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["scan_files_of_confirmations"]


@due(name="scan files of confirmations", every="hour")
def scan_files_of_confirmations(now: datetime) -> str:
    """What was done, in words."""
    return scan_waiting_files(now)
