"""Says whether everything that was issued and signed is as it was: `python -m belisha.console signatures`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from belisha.console.access.models import School
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.queries.whole import broken


class Command(BaseCommand):
    """Checks every text and seal."""

    help = "Check that agreements and signatures are as they were issued and signed"

    def handle(self, *args: Any, **options: Any) -> None:
        """Check them. Raises CommandError where something is broken."""
        del args, options
        found = 0
        for school in School.objects.order_by("pk"):
            for one in broken(school):
                found += 1
                self.stderr.write(f"{school.code}: {one.what}: {one.fault}")
        if found:
            message = f"{found} not whole"
            raise CommandError(message)
        self.stdout.write(f"{Signature.objects.count()} signatures, all whole")
