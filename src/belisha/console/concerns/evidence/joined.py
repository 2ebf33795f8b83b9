"""What evidence registers: files go with the concern that theirs was put into."""

from __future__ import annotations

from belisha.console.concerns.evidence.actions.sealing import move_files, move_files_back
from belisha.console.concerns.record.hooks import goes_with_concern

__all__: list[str] = []

goes_with_concern("evidence", there=move_files, back=move_files_back)
