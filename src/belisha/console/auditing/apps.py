"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig


class AuditingConfig(AppConfig):
    """The pages of the record."""

    name = "belisha.console.auditing"
    label = "auditing"

    def ready(self) -> None:
        """Make known what needs somebody, and what runs at night."""
        for module in ("needs", "nightly"):
            import_module(f"{self.name}.{module}")
