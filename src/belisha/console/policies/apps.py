"""Registers the app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

PARTS = ("clauses", "writing", "approving", "shelf")
DECLARING = ("audit_events", "declared", "parameters", "duties", "needs")


class PoliciesConfig(AppConfig):
    """Policies."""

    name = "belisha.console.policies"
    label = "policies"

    def ready(self) -> None:
        """Make known what the parts record, let a school decide, fill into clauses, prove and ask for."""
        for part in PARTS:
            for module in DECLARING:
                if find_spec(f"{self.name}.{part}") and find_spec(f"{self.name}.{part}.{module}"):
                    import_module(f"{self.name}.{part}.{module}")
