"""What reviews need of somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.reviews.queries import roles_at, statuses_of
from belisha.console.reviews.rules import Wanted, parts_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["reviews_to_make"]


@needs(Permission.SEE_DUTIES)
def reviews_to_make(user: User, school: School) -> Iterable[Need]:
    """Reviews that are due and that this person can sign a part of, and those that wait for their signature."""
    roles = roles_at(user, school)
    for status in statuses_of(school, timezone.now()):
        if not parts_for(status.kind, roles):
            continue
        if status.open:
            signatures = list(status.open.signatures.all())
            signed = {each.part for each in signatures}
            if user.pk not in {each.by_id for each in signatures} and parts_for(status.kind, roles, signed):
                text = _("Write and sign: %(title)s") % {"title": status.kind.title}
                yield Need(text, reverse("review", args=[school.code, status.open.pk]), weight=Weight.DUE)
        elif status.causes or status.wanted is not Wanted.NOT_YET:
            late = bool(status.causes) or status.wanted is Wanted.OVERDUE
            text = _("Make the review: %(title)s") % {"title": status.kind.title}
            urgency = Urgency.SOON if late else Urgency.SOMETIME
            yield Need(text, reverse("reviews", args=[school.code]), urgency, weight=Weight.DUE)
