"""Prints the reading age of every agreement that has one to keep: `python -m belisha.console reading_age`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from belisha.console.agreements.texts.rules import kinds, text_of
from belisha.console.design.readability import Measured, measure

__all__ = ["measured"]


def measured(kind: str) -> Measured:
    """The English text of a kind, in whole sentences: headings and answers, which are short, would flatter it."""
    text = text_of(kind)
    checks = [words for check in text.checks for words in (check.question, check.again)]
    clauses = [clause.text for clause in text.clauses]
    filled = [words.replace("{school}", "our school").replace("{dsl}", "Mrs Hill") for words in (*clauses, *checks)]
    return measure([text.intro.replace("{school}", "our school"), *filled, text.promise])


class Command(BaseCommand):
    """Prints them."""

    help = "Print the reading age of agreements for children, parents and visitors"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each."""
        del args, options
        for kind in kinds():
            if kind.reading_age:
                found = measured(kind.id)
                self.stdout.write(
                    f"{kind.id}: reading age {found.age}, at most {kind.reading_age}"
                    f" ({found.words} words a sentence, {found.syllables} syllables a word)"
                )
