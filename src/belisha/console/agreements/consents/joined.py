"""What consents register: a no takes down what is shown."""

from __future__ import annotations

from belisha.console.agreements.consents.actions import showing

__all__ = ["showing"]
