"""What of leaving needs somebody: without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.concerns.leaving.queries import leavers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(Permission.WORK_CONCERNS)
def files_without_receipt(user: User, school: School) -> Iterator[Need]:
    """Leavers in concerns whose file has no receipt; at once after five school days."""
    found = leavers(By(user), school, timezone.localdate())
    if found:
        late = any(one.is_late for one in found)
        text = ngettext(
            "The file of %(n)s leaver has no receipt", "The files of %(n)s leavers have no receipt", len(found)
        ) % {"n": len(found)}
        link = reverse("concern-leaving", args=[school.code])
        yield Need(text, link, Urgency.NOW if late else Urgency.SOON, weight=Weight.DUE)
