"""What of the visitors' desk needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.people.visits.queries import late_visits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(Permission.RECEIVE_VISITORS)
def overstaying(user: User, school: School) -> Iterator[Need]:
    """Visitors who should have left and have not signed out."""
    del user
    if number := late_visits(school, timezone.now()):
        text = ngettext(
            "%(number)s visitor should have left and has not signed out",
            "%(number)s visitors should have left and have not signed out",
            number,
        )
        yield Need(text % {"number": number}, reverse("visitors", args=[school.code]), Urgency.NOW, weight=Weight.DUE)
