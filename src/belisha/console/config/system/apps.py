"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig


class SystemConfig(AppConfig):
    """The state of the installation."""

    name = "belisha.console.config.system"
    label = "system"

    def ready(self) -> None:
        """Register jobs by the clock, kinds of event, and what needs somebody."""
        for module in ("audit_events", "jobs", "needs"):
            import_module(f"{self.name}.{module}")
