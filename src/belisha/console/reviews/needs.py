"""What reviews need of somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.reviews.queries import roles_at, statuses_of
from belisha.console.reviews.rules import Wanted, parts_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.console.access.models import School, User
    from belisha.console.reviews.queries import Status

__all__ = ["reviews_to_make"]

EACH_AT_MOST: Final = 3


@needs(Permission.SEE_DUTIES)
def reviews_to_make(user: User, school: School) -> Iterable[Need]:
    """Reviews that are due and that this person can sign a part of, and those that wait for their signature."""
    roles = roles_at(user, school)
    mine = [status for status in statuses_of(school, timezone.now()) if parts_for(status.kind, roles)]
    for status in mine:
        if status.open:
            signatures = list(status.open.signatures.all())
            signed = {each.part for each in signatures}
            if user.pk not in {each.by_id for each in signatures} and parts_for(status.kind, roles, signed):
                text = _("Write and sign: %(title)s") % {"title": status.kind.title}
                yield Need(text, reverse("review", args=[school.code, status.open.pk]), weight=Weight.DUE)
    for urgency in (Urgency.SOON, Urgency.SOMETIME):
        yield from _to_make(school, urgency, [status for status in mine if _urgency(status) is urgency])


def _urgency(status: Status) -> Urgency | None:
    """How soon a review must be begun; None where that is not needed now."""
    if status.open or (not status.causes and status.wanted is Wanted.NOT_YET):
        return None
    return Urgency.SOON if status.causes or status.wanted is Wanted.OVERDUE else Urgency.SOMETIME


def _to_make(school: School, urgency: Urgency, statuses: list[Status]) -> Iterator[Need]:
    """Each by its name, or all in one line where there are many."""
    link = reverse("reviews", args=[school.code])
    if len(statuses) > EACH_AT_MOST:
        text = ngettext("Make %(n)s review", "Make %(n)s reviews", len(statuses)) % {"n": len(statuses)}
        yield Need(text, link, urgency, weight=Weight.DUE)
        return
    for status in statuses:
        text = _("Make the review: %(title)s") % {"title": status.kind.title}
        yield Need(text, link, urgency, weight=Weight.DUE)
