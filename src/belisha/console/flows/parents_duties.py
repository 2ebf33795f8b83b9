"""What duties ask of the parents' pages and of concerns together: support sites, and help that parents ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.agreements.home.hooks import help_of, worry_address
from belisha.console.agreements.home.queries.programme import parents_of
from belisha.console.concerns.models import Concern
from belisha.console.concerns.queries.proving import only_in_use
from belisha.console.concerns.reporting.duties import late
from belisha.console.concerns.reporting.queries.helping import directory_of
from belisha.console.duties.registry import Standing, State, proves

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["seek_help", "support_sites"]

AUDIENCE: Final = "parent"


@proves("parents.support-sites")
def support_sites(school: School, now: datetime) -> Standing:
    """Whether parents are shown national sites that somebody tried within a year, none of which was found wrong."""
    # the directory knows itself what day it is
    link = reverse("help-directory", args=[school.code])
    lines = [each for each in directory_of(school) if AUDIENCE in each.line.audience and each.line.site]
    stale = sum(each.overdue for each in lines)
    wrong = sum(each.wrong for each in lines)
    shown = sum(bool(line.site) for line in help_of(school))
    if stale or wrong or not shown:
        reason = _("Of %(n)s sites for parents, %(stale)s were not tried for a year and %(wrong)s were found wrong.")
        return Standing(State.BREACHED, reason % {"n": len(lines), "stale": stale, "wrong": wrong}, link=link)
    readers = parents_of(school, timezone.localdate(now)).count()
    if not readers:
        return Standing(State.NOT_KNOWN, _("No parent or carer is on the register who could read them."), link=link)
    reason = _("The parents' pages name %(n)s sites; each was tried within a year.") % {"n": shown}
    return Standing(State.MET, reason, link=link)


@proves("parents.seek-help")
@only_in_use
def seek_help(school: School, now: datetime) -> Standing:
    """Whether the form for worries is open, and all that parents wrote there was opened in time."""
    link = reverse("concerns", args=[school.code])
    if not worry_address(school):
        return Standing(State.BREACHED, _("The form for parents' worries is shut."), link=link)
    waiting = late(school, now, origin=(Concern.Origin.PARENT,))
    if waiting:
        reason = _("Worries of parents that nobody has opened in time: %(n)s.") % {"n": waiting}
        return Standing(State.BREACHED, reason, link=link)
    reason = _("The form is open, and every worry that came by it was opened in time.")
    return Standing(State.MET, reason, link=link)
