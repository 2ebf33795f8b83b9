"""What waits for somebody: signatures and answers whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.agreements.keeping.queries import number_due

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__ = ["kept_long_enough"]


@needs(Permission.WRITE_AGREEMENTS)
def kept_long_enough(user: User, school: School) -> Iterator[Need]:
    """People who have left, of whom signatures or answers are due for deletion."""
    del user
    if number := number_due(school, timezone.localdate()):
        text = ngettext(
            "Look at the signatures of %(number)s person who left: their time is over",
            "Look at the signatures of %(number)s people who left: their time is over",
            number,
        )
        link = reverse("agreements-keeping", args=[school.code])
        yield Need(text % {"number": number}, link, Urgency.SOMETIME, weight=Weight.DUE)
