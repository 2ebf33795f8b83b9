"""Registers the app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

PARTS = ("alerts", "use", "digests", "keeping")
DECLARING = ("audit_events", "declared", "duties", "needs", "subject_holdings")


class MonitoringConfig(AppConfig):
    """Alerts, looks at internet use, digests."""

    name = "belisha.console.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """Make known what the app records, proves and asks for."""
        for part in PARTS:
            for module in DECLARING:
                if find_spec(f"{self.name}.{part}.{module}"):
                    import_module(f"{self.name}.{part}.{module}")
