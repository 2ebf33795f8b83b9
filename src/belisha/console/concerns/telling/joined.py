"""What telling registers: a talk goes on where the concern that it belongs to was put."""

from __future__ import annotations

from belisha.console.concerns.record.hooks import when_concerns_are_merged
from belisha.console.concerns.telling.actions import move_talks

__all__: list[str] = []

when_concerns_are_merged(move_talks)
