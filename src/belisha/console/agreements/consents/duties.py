"""What consents prove. Sentences hold numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.agreements.consents.queries.proving import on_show, sought
from belisha.console.duties.registry import Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["parent_permission"]

ELECTRONIC: Final = ("website", "social", "video")
WORK: Final = ("work",)
SOCIAL: Final = ("social",)
WEBSITE: Final = ("website",)


@proves("images.parent-permission")
def parent_permission(school: School, now: datetime) -> Standing:
    """Whether somebody who may answer was asked about pictures of each pupil within four weeks of their coming."""
    found = sought(school, timezone.localdate(now))
    link = reverse("consents", args=[school.code])
    words = found._asdict()
    if not found.pupils:
        return Standing(State.NOT_KNOWN, _("No pupil has been here for four weeks."), link=link)
    if found.forgotten:
        reason = _("Of %(pupils)s pupils, for %(forgotten)s nobody has answered, nor was anybody sent the questions.")
        return Standing(State.BREACHED, reason % words, link=link)
    if found.asked:
        reason = _("For %(asked)s of %(pupils)s pupils somebody was asked and has not answered: that counts as no.")
        return Standing(State.AT_RISK, reason % words, link=link)
    return Standing(State.MET, _("Somebody has answered for all %(pupils)s pupils.") % words, link=link)


def _shown_with_permission(purposes: Collection[str]) -> Callable[[School, datetime], Standing]:
    """Whether all that is shown was permitted first, and what was withdrawn came down in time."""

    def stands(school: School, now: datetime) -> Standing:
        found = on_show(school, purposes, now)
        link = reverse("publications", args=[school.code])
        words = found._asdict()
        if not found.places:
            reason = _("Nobody has entered anything that is shown. Enter it, so that permission can be looked up.")
            return Standing(State.NOT_KNOWN, reason, link=link)
        if found.without or found.late:
            reason = _("Shown without permission: %(without)s children. To take down and late: %(late)s.") % words
            return Standing(State.BREACHED, reason, link=reverse("take-downs", args=[school.code]))
        if found.undone:
            reason = _("Permission was withdrawn: %(undone)s pictures or works must come down in time.") % words
            return Standing(State.AT_RISK, reason, link=reverse("take-downs", args=[school.code]))
        reason = _("Every child in all %(places)s places had permission before they were shown.") % words
        return Standing(State.MET, reason, link=link)

    return stands


proves("social.images-with-consent")(_shown_with_permission(SOCIAL))
proves("website.some-photos")(_shown_with_permission(WEBSITE))
proves("images.written-before-publishing")(_shown_with_permission(ELECTRONIC))
proves("website.pupil-work-permission")(_shown_with_permission(WORK))
