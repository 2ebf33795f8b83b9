"""What remote access needs of somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.filtering.models import RemoteGrant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["remote_to_close", "remote_to_decide"]


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
        yield Need(words, reverse("remote-access", args=[school.code]), Urgency.NOW, weight=Weight.DUE)
