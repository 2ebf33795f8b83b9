"""What the page of a concern shows of its referrals, to those who answer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.concerns.queries.visible import may_work
from belisha.console.concerns.record.hooks import Panel, concern_panel
from belisha.console.concerns.referrals.queries.standing import standing_now, wants
from belisha.console.concerns.referrals.rules.agencies import agency_of
from belisha.console.concerns.referrals.tables import is_late

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = ["referrals"]


@concern_panel
def referrals(by: By, concern: Concern) -> Panel | None:
    """Questions that wait, and whom the concern is passed on to. Two queries."""
    if not may_work(by, concern):
        return None
    standing = standing_now(concern)
    rows = [(each, agency_of(each.agency), is_late(each), wants(each)) for each in standing.referrals]
    waiting = [line for line in standing.lines if line.answer is None]
    pressing = waiting or any(late or want for _each, _agency, late, want in rows)
    context = {"waiting": waiting, "rows": rows, "danger": concern.danger_now and concern.state in {"new", "open"}}
    return Panel(_("Whom to tell"), "concerns/referrals/panel.html", context, order=10 if pressing else 45)
