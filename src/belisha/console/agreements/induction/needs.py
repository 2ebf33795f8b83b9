"""What waits for a starter: what they go through in their first weeks, in one line that leads to the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.agreements.induction.queries import own_induction, starter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__ = ["first_weeks"]


@needs(None)
def first_weeks(user: User, school: School) -> Iterator[Need]:
    """How far somebody is who joined the staff within ninety days."""
    today = timezone.localdate()
    person = starter_of(user, school, today)
    if person is None:
        return
    row = own_induction(person, today)
    if row.done < len(row.items):
        text = _("Your first weeks: %(done)s of %(all)s done") % {"done": row.done, "all": len(row.items)}
        yield Need(text, reverse("my-induction"), Urgency.SOON, weight=Weight.DUE)
