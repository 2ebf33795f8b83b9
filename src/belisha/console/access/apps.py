"""Registers the app, and what its subjects declare: kinds of event, settings, needs, proofs."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

SUBJECTS = ("settings", "schools", "calendars", "posts", "sign_in", "accounts")
DECLARING = ("audit_events", "declared", "agreements", "joined", "needs", "duties", "receivers")


class AccessConfig(AppConfig):
    """Schools, accounts, posts, sign-in."""

    name = "belisha.console.access"
    label = "access"

    def ready(self) -> None:
        """Import each module that registers something by being imported."""
        for subject in SUBJECTS:
            package = f"{self.name}.{subject}"
            if not find_spec(package):
                continue
            for part in DECLARING:
                if find_spec(f"{package}.{part}"):
                    import_module(f"{package}.{part}")
