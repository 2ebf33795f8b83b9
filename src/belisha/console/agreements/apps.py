"""Registers the app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

PARTS = ("texts", "signing", "consents", "home", "induction", "keeping")
DECLARING = ("audit_events", "declared", "duties", "duties_of_knowing", "joined", "needs", "subject_holdings")


class AgreementsConfig(AppConfig):
    """Agreements."""

    name = "belisha.console.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Make known what the parts record, let a school decide, prove and ask for."""
        for part in PARTS:
            for module in DECLARING:
                if find_spec(f"{self.name}.{part}") and find_spec(f"{self.name}.{part}.{module}"):
                    import_module(f"{self.name}.{part}.{module}")
