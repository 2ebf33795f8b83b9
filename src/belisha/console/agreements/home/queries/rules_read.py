"""The rules that a child signs, for a parent to read with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.console.agreements.models import Agreement
from belisha.console.agreements.texts.queries import asked_of
from belisha.console.agreements.texts.rules import content_of

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.people.models import Person

__all__ = ["rules_of"]


def rules_of(child: Person, day: date) -> list[dict[str, Any]]:
    """Each agreement that is in force for a child, in its plain form: title, intro, clauses. At most four queries."""
    kinds = [kind.id for kind in asked_of(child, day)]
    rows = Agreement.objects.for_school(child.school).in_force().filter(kind__in=kinds).order_by("kind")
    return [content_of(row.forms, "plain") for row in rows]
