"""What signed walks prove: what can be seen in a room, and was, in this term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.accounts.queries.terms import term_at, term_before
from belisha.console.compliance.walks.queries import found_since, rooms_unseen
from belisha.console.compliance.walks.rules import GRACE, latest
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []


def _by_walk(*points: str, every_room: bool = False) -> Callable[[School, datetime], Standing]:
    """The proof of a duty by what the walks of this term and the last saw of some points.

    `every_room`: a room of the register where nobody looked is a gap.
    """

    def stands(school: School, now: datetime) -> Standing:
        today = timezone.localdate(now)
        term = term_at(school, today)
        found = latest(found_since(school, points, term_before(term)))
        link = reverse("walks", args=[school.code])
        if not found:
            reason = _("Nobody has looked at this on a walk this term or the last.")
            return Standing(State.BREACHED, reason, Basis.RECORDED, link=link)
        last = max(each.day for each in found)
        words = {"day": date_format(last, "j F Y"), "all": len(found), "n": sum(each.open for each in found)}
        if words["n"]:
            reason = _("Wrong at %(n)s of %(all)s places on the walk of %(day)s, and not put right yet.") % words
            return Standing(State.BREACHED, reason, Basis.RECORDED, link=link)
        if last < term.first:
            reason = _("Right when last looked at, on %(day)s; this term's walk is to come.") % words
            early = today <= term.first + GRACE
            return Standing(State.AT_RISK if early else State.BREACHED, reason, Basis.RECORDED, link=link)
        if every_room and (unseen := rooms_unseen(school, found)):
            reason = ngettext(
                "Right where it was looked at; %(n)s room has not been looked at.",
                "Right where it was looked at; %(n)s rooms have not been looked at.",
                unseen,
            )
            return Standing(State.AT_RISK, reason % {"n": unseen}, Basis.RECORDED, link=link)
        reason = _("Right at all %(all)s places, last looked at on %(day)s.") % words
        return Standing(State.MET, reason, Basis.RECORDED, link=link)

    return stands


proves("agreements.posters")(_by_walk("rules-poster", every_room=True))
proves("accounts.log-off")(_by_walk("screens-locked"))
proves("devices.personal-phones-lesson")(_by_walk("staff-phones"))
proves("devices.personal-not-with-children")(_by_walk("own-equipment"))
proves("devices.headphones")(_by_walk("headphones"))
proves("devices.visitor-signs")(_by_walk("visitor-signs"))
