"""What work on concerns registers: each concern that comes in gets a clock and steps; what is merged keeps its work."""

from __future__ import annotations

from belisha.console.concerns.hooks import when_concern_is_reported
from belisha.console.concerns.record.hooks import when_concerns_are_merged
from belisha.console.concerns.working.actions.merging import move_work
from belisha.console.concerns.working.actions.starting import start

__all__: list[str] = []

when_concern_is_reported(start)
when_concerns_are_merged(move_work)
