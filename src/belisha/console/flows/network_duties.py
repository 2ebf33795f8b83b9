"""Duties of the network that rest on what is measured and on what people signed: neither app knows the other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.filtering.gateways.queries import load_of
from belisha.console.filtering.gateways.rules import ROOM_MB
from belisha.console.reviews.queries import status_of
from belisha.console.reviews.rules import Wanted, unmet

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["capacity_review"]

MEASURED: Final = timedelta(days=2)


@proves("network.capacity-review")
def capacity_review(school: School, now: datetime) -> Standing:
    """Disks have room now, and people signed this term that there is enough of everything."""
    load = reverse("filter-gateways-load", args=[school.code])
    full = sorted({row.gateway for row in load_of(school, now - MEASURED) if (row.least or ROOM_MB) < ROOM_MB})
    if full:
        text = _("Less than %(mb)s MB are left on the disk of %(names)s.") % {"mb": ROOM_MB, "names": ", ".join(full)}
        return Standing(State.BREACHED, text, link=load)
    status = status_of(school, "capacity", now)
    reviews = reverse("reviews", args=[school.code])
    if status.last is None or status.last.signed_at is None:
        return Standing(State.BREACHED, _("No review of capacity has been signed."), Basis.RECORDED, link=reviews)
    since = status.last.signed_at
    said = {"day": date_format(timezone.localtime(since), "j F Y")}
    if unmet(status.kind, status.last.answers):
        text = _("The review of %(day)s found that there is not enough.") % said
        return Standing(State.BREACHED, text, Basis.RECORDED, since, reviews)
    words, state = {
        Wanted.NOT_YET: (
            _("Disks have room, and that there is enough was signed on %(day)s."),
            State.MET,
        ),
        Wanted.DUE: (_("Capacity was reviewed on %(day)s; the next review is due."), State.AT_RISK),
        Wanted.OVERDUE: (_("Capacity was last reviewed on %(day)s: the next review is overdue."), State.BREACHED),
    }[status.wanted]
    return Standing(state, words % said, Basis.RECORDED, since, reviews)
