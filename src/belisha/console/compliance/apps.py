"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """The standing of every duty."""

    name = "belisha.console.compliance"
    label = "compliance"

    def ready(self) -> None:
        """Make known what runs at night, and the kinds of event."""
        for module in ("audit_events", "attesting.audit_events", "plans.audit_events", "needs", "nightly"):
            import_module(f"{self.name}.{module}")
