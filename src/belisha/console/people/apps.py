"""Registers the app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The register."""

    name = "belisha.console.people"
    label = "people"

    def ready(self) -> None:
        """Make known what the app records, proves and asks for."""
        for package in (self.name, f"{self.name}.roster", f"{self.name}.visits"):
            for module in ("audit_events", "declared", "duties", "needs", "gates", "subject_holdings"):
                if find_spec(f"{package}.{module}"):
                    import_module(f"{package}.{module}")
