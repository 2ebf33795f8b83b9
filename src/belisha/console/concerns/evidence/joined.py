"""What evidence registers: files go with the concern that theirs was put into."""

from __future__ import annotations

from belisha.console.concerns.evidence.actions.sealing import move_files
from belisha.console.concerns.record.hooks import when_concerns_are_merged

__all__: list[str] = []

when_concerns_are_merged(move_files)
