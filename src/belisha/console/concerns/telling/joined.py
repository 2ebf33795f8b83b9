"""What telling registers: a talk goes on where the concern that it belongs to was put."""

from __future__ import annotations

from belisha.console.concerns.record.hooks import goes_with_concern
from belisha.console.concerns.telling.actions import move_talks, move_talks_back

__all__: list[str] = []

goes_with_concern("telling", there=move_talks, back=move_talks_back)
