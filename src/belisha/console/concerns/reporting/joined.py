"""Where reporting listens: each new concern is told to those who answer for it."""

from __future__ import annotations

from belisha.console.concerns.hooks import when_concern_is_reported
from belisha.console.concerns.reporting.actions.telling import tell

__all__: list[str] = []

when_concern_is_reported(tell)
