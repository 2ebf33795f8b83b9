"""What is kept no longer than it should be: the nightly jobs that delete, and what waits for two people to decide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.concerns.models import KeepingReview
from belisha.console.concerns.rules.routes import DATA, TEAM
from belisha.console.duties.registry import Standing, State, proves
from belisha.console.flows.models import DueJob

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["DELETING", "retention"]

NIGHTLY: Final = timedelta(hours=50)  # one night may be missed; a second one shows
DECIDED_WITHIN: Final = timedelta(days=30)
# the jobs that destroy what its time is over, each for its own class of record
DELETING: Final = (
    "requests and reports that are kept no longer",
    "old alerts, looks and digests",
    "records of concerns whose time is over",
    "delete old visits",
    "delete what rosters no longer need",
    "parents' pages: dead links",
    "clear old evidence of the filter",
)


@proves("data.retention")
def retention(school: School, now: datetime) -> Standing:
    """Every job that deletes ran these two nights without a fault, and no record waits for weeks to be decided on.

    What lies outside Belisha (files, mail, paper) is not looked at: the reason says so.
    """
    link = reverse("concern-keeping", args=[school.code])
    ran = {job.name: job for job in DueJob.objects.filter(name__in=DELETING)}
    if not any(job.finished for job in ran.values()):
        return Standing(State.NOT_KNOWN, _("The jobs that delete by night have not run here yet."), link=link)
    failing = [name for name in DELETING if name in ran and ran[name].error]
    if failing:
        reason = _("Jobs that delete what is kept no longer, and fail: %(names)s.") % {"names": "; ".join(failing)}
        return Standing(State.BREACHED, reason, link=link)
    idle = [name for name in DELETING if name not in ran or (at := ran[name].finished) is None or now - at > NIGHTLY]
    if idle:
        reason = _("Jobs that should have deleted what is kept no longer, and did not run: %(names)s.")
        return Standing(State.BREACHED, reason % {"names": "; ".join(idle)}, link=link)
    waiting = KeepingReview.objects.filter(school=school, state=KeepingReview.State.OPEN, route__in=(TEAM, DATA))
    late = waiting.filter(proposed_at__lt=now - DECIDED_WITHIN).count()
    if late:
        reason = _("Records whose time has been over for a month, and nobody has decided on: %(n)s.") % {"n": late}
        return Standing(State.BREACHED, reason, link=link)
    reason = _("What Belisha keeps no longer was deleted last night. (Files elsewhere and paper are not seen.)")
    return Standing(State.MET, reason, link=link)
