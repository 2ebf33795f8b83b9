"""What the cases of coverage prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.duties.registry import Standing, State, proves
from belisha.console.filtering.coverage.queries import look_of, strangers_at
from belisha.console.filtering.coverage.rules import LOOK_STALE, WITHIN

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["authorised_access"]


@proves("network.authorised-access")
def authorised_access(school: School, now: datetime) -> Standing:
    """Nothing unknown stays on the network unexplained; the filter gives the unknown its strictest level by itself."""
    link = reverse("filter-coverage", args=[school.code])
    look = look_of(school)
    if look is None or look.at is None:
        return Standing(State.NOT_KNOWN, _("Nobody has looked yet which devices are on the network."), link=link)
    if now - look.at > LOOK_STALE:
        day = date_format(timezone.localtime(look.at), "j F Y, H:i")
        text = _("Unknown devices would not be noticed: nothing has been looked at since %(day)s.") % {"day": day}
        return Standing(State.BREACHED, text, since=look.at, link=link)
    strangers = strangers_at(school, timezone.localdate(now))
    count = strangers.red + strangers.amber
    if not count or strangers.oldest is None:
        text = _("Every device that was heard of is known; what is not known would get the strictest level.")
        return Standing(State.MET, text, link=link)
    text = ngettext(
        "%(n)s network has devices or requests of nobody known; they get the strictest level.",
        "%(n)s networks have devices or requests of nobody known; they get the strictest level.",
        count,
    ) % {"n": count}
    state = State.BREACHED if now - strangers.oldest > WITHIN else State.AT_RISK
    return Standing(state, text, since=strangers.oldest, link=f"{link}?state=wanting")
