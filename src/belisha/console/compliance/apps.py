"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

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
            "attesting.nightly",
            "handing_over.audit_events",
            "handing_over.needs",
            "meetings.audit_events",
            "meetings.subject_holdings",
            "planner.audit_events",
            "plans.audit_events",
            "risks.audit_events",
            "risks.duties",
            "risks.facts",
            "risks.needs",
            "risks.subject_holdings",
            "self_review.audit_events",
            "standards.audit_events",
            "standards.needs",
            "reports.audit_events",
            "starting.audit_events",
            "reports.nightly",
            "tasks.declared",
            "tasks.nightly",
            "surveys.audit_events",
            "surveys.duties",
            "surveys.needs",
            "surveys.nightly",
            "walks.audit_events",
            "walks.duties",
            "walks.needs",
            "walks.subject_holdings",
            "needs",
            "nightly",
        ):
            import_module(f"{self.name}.{module}")
        watching = import_module(f"{self.name}.watching.actions")
        pre_migrate.connect(watching.watch_no_longer, sender=self)
        post_migrate.connect(watching.watch, sender=self)
