"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig

PARTS = ("attesting", "planner", "plans", "reports")
REGISTERING = ("audit_events", *(f"{part}.audit_events" for part in PARTS), "needs", "nightly")


class ComplianceConfig(AppConfig):
    """The standing of every duty."""

    name = "belisha.console.compliance"
    label = "compliance"

    def ready(self) -> None:
        """Make known what runs at night, and the kinds of event."""
        for module in (
            "audit_events",
            "attesting.audit_events",
            "planner.audit_events",
            "plans.audit_events",
            "needs",
            "nightly",
        ):
            import_module(f"{self.name}.{module}")
