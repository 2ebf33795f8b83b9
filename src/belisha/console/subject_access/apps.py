"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig


class SubjectAccessConfig(AppConfig):
    """Requests to see what is held of somebody."""

    name = "belisha.console.subject_access"
    label = "subject_access"

    def ready(self) -> None:
        """Make known what the app records and asks for, and what the record of who did what holds of people."""
        for module in ("audit_events", "declared", "needs", "nightly", "subject_holdings"):
            import_module(f"{self.name}.{module}")
