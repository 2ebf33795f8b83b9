"""What work on concerns registers with the heart: each concern that comes in gets a clock, steps, and is told of."""

from __future__ import annotations

from belisha.console.concerns.hooks import when_concern_is_reported
from belisha.console.concerns.working.actions.starting import start

__all__: list[str] = []

when_concern_is_reported(start)
