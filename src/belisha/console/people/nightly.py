"""What the register does by itself: moves into the next year on the day that they were planned for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.people.actions.rollover import apply_roll_over
from belisha.console.people.queries.rollovers import due_plans
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["apply_due_roll_overs"]


def apply_due_roll_overs(now: datetime) -> str:
    """Apply every plan whose day has come, each by itself; says what it did. A plan that no longer fits stays: it is
    on the home page of those who can mend it."""
    done, refused = [], []
    for plan in due_plans(timezone.localdate(now)):
        try:
            apply_roll_over(by=By(None, system="nightly"), plan=plan)
            done.append(plan.school.name)
        except RefusedError as error:
            refused.append(f"{plan.school.name}: {error}")
    parts = [f"moved into the next year: {', '.join(done)}"] if done else []
    parts += [f"could not move {'; '.join(refused)}"] if refused else []
    return "; ".join(parts)
