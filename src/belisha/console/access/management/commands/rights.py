"""Prints the page of the guide that says who may do what, from the code that decides it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from belisha.console.access.posts.rights import as_markdown


class Command(BaseCommand):
    """Prints docs/guide/who-may-do-what.md."""

    help = "Print the matrix of rights as a page of the guide"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        del args, options
        self.stdout.write(as_markdown(), ending="")
