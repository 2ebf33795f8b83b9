"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """Concerns."""

    name = "belisha.console.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Make known what the app records, proves and asks for."""
        for module in ("audit_events",):
            import_module(f"{self.name}.{module}")
