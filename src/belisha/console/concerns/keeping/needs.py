"""What of keeping records needs somebody: without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping.queries import holds, person_holds, reviews
from belisha.console.concerns.models import KeepingReview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(Permission.DECIDE_KEEPING)
def records_to_decide(user: User, school: School) -> Iterator[Need]:
    """Records whose time is over, on which they have not decided yet."""
    rows = reviews(By(user), school).filter(state=KeepingReview.State.OPEN)
    if count := rows.exclude(lead_by=user).exclude(data_by=user).count():
        text = ngettext(
            "The time of %(n)s record of a concern is over: decide what becomes of it",
            "The time of %(n)s records of concerns is over: decide what becomes of them",
            count,
        )
        link = reverse("concern-keeping", args=[school.code])
        yield Need(text % {"n": count}, link, Urgency.SOMETIME, weight=Weight.DUE)


@needs(Permission.HOLD_CONCERNS)
def holds_to_look_at(user: User, school: School) -> Iterator[Need]:
    """Holds that somebody should have looked at again by now."""
    today = timezone.localdate()
    rows = (holds(By(user), school), person_holds(By(user), school))
    if count := sum(each.filter(review_on__lte=today).count() for each in rows):
        text = ngettext(
            "Look again whether %(n)s record must still be held",
            "Look again whether %(n)s records must still be held",
            count,
        )
        yield Need(text % {"n": count}, reverse("concern-holds", args=[school.code]), weight=Weight.DUE)
