"""Registers the app."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from types import ModuleType

PARTS = (
    "reporting",
    "record",
    "working",
    "referrals",
    "evidence",
    "telling",
    "leaving",
    "patterns",
    "importing",
    "keeping",
)
DECLARING = ("audit_events", "declared", "joined", "duties", "needs", "panels", "subject_holdings")


class ConcernsConfig(AppConfig):
    """Concerns."""

    name = "belisha.console.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Make known what the app and its parts record, prove, ask for and show on the page of a concern."""
        import_module(f"{self.name}.audit_events")
        for name in DECLARING:
            modules_of_parts(name)


def modules_of_parts(name: str) -> list[ModuleType]:
    """The modules of that name of every part that has one."""
    parts = [f"{ConcernsConfig.name}.{part}" for part in PARTS if find_spec(f"{ConcernsConfig.name}.{part}")]
    return [import_module(f"{part}.{name}") for part in parts if find_spec(f"{part}.{name}")]
