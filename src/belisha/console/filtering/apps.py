"""Registers the app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

PARTS = ("policy", "changes", "asks", "proof", "coverage", "lists", "gateways", "remote")
DECLARING = ("audit_events", "declared", "joined", "duties", "needs", "subject_holdings")


class FilteringConfig(AppConfig):
    """The filter."""

    name = "belisha.console.filtering"
    label = "filtering"

    def ready(self) -> None:
        """Make known what the app records, proves and asks for."""
        for part in PARTS:
            for module in DECLARING:
                if find_spec(f"{self.name}.{part}.{module}"):
                    import_module(f"{self.name}.{part}.{module}")
