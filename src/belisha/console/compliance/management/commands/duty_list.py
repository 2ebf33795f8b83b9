"""Prints the page of the documentation that lists every duty with what shows it, from the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from belisha.console.compliance.listing import as_markdown


class Command(BaseCommand):
    """Prints docs/develop/all-duties.md."""

    help = "Print every duty with what shows where it stands"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        del args, options
        self.stdout.write(as_markdown(), ending="")
