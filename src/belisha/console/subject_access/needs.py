"""What of requests to see what is held needs somebody: without names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.subject_access.models import AccessRequest
from belisha.console.subject_access.queries import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []

SOON: Final = timedelta(days=7)


@needs(Permission.PREPARE_PACKS)
def requests_to_answer(user: User, school: School) -> Iterator[Need]:
    """Open ones; at once when a week or less is left."""
    days = list(requests(By(user), school).filter(state=AccessRequest.State.OPEN).values_list("due_on", flat=True))
    if days:
        text = ngettext(
            "Somebody asks what is held of a person: %(n)s request is open",
            "Somebody asks what is held of a person: %(n)s requests are open",
            len(days),
        ) % {"n": len(days)}
        urgency = Urgency.NOW if min(days) <= timezone.localdate() + SOON else Urgency.SOON
        yield Need(text, reverse("access-requests", args=[school.code]), urgency, weight=Weight.DUE)
