"""What reviews need of somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, needs
from belisha.console.access.permissions import Permission
from belisha.console.filtering.models import RemoteGrant
from belisha.console.filtering.reviews.queries import roles_at, statuses_of
from belisha.console.filtering.reviews.rules import Wanted, parts_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["remote_to_close", "remote_to_decide", "reviews_to_make"]


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
                yield Need(text, reverse("filter-review", args=[school.code, status.open.pk]), Urgency.SOON)
        elif status.causes or status.wanted is not Wanted.NOT_YET:
            late = bool(status.causes) or status.wanted is Wanted.OVERDUE
            text = _("Make the review: %(title)s") % {"title": status.kind.title}
            urgency = Urgency.SOON if late else Urgency.SOMETIME
            yield Need(text, reverse("filter-reviews", args=[school.code]), urgency)


@needs(Permission.CONSENT_TO_FILTER_CHANGES)
def remote_to_decide(user: User, school: School) -> Iterable[Need]:
    """Remote access that somebody else asked for."""
    waiting = RemoteGrant.objects.for_school(school).open().filter(approved_at__isnull=True)
    if count := waiting.exclude(asked_by=user).count():
        words = ngettext("Decide on %(n)s remote access", "Decide on %(n)s remote accesses", count) % {"n": count}
        yield Need(words, reverse("remote-access", args=[school.code]))


@needs(Permission.CHANGE_DEVICES)
def remote_to_close(user: User, school: School) -> Iterable[Need]:
    """Remote access whose last day is over."""
    del user
    if count := RemoteGrant.objects.for_school(school).overdue(timezone.localdate()).count():
        words = ngettext("Close %(n)s remote access", "Close %(n)s remote accesses", count) % {"n": count}
        yield Need(words, reverse("remote-access", args=[school.code]), Urgency.NOW)
