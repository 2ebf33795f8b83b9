"""Registers the app."""

from importlib import import_module

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Reviews."""

    name = "belisha.console.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Make known what the app records, proves and asks for."""
        for module in ("audit_events", "duties", "needs"):
            import_module(f"{self.name}.{module}")
