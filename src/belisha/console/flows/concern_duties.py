"""What a duty asks of the filter and of concerns together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.concerns.models import Concern
from belisha.console.concerns.queries.proving import only_in_use
from belisha.console.concerns.reporting.duties import late
from belisha.console.duties.registry import Standing, State, proves
from belisha.console.filtering.models import FailureReport

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["technical_report_dsl"]

TERM: Final = timedelta(days=90)


@proves("concerns.technical-report-dsl")
@only_in_use
def technical_report_dsl(school: School, now: datetime) -> Standing:
    """Whether every failure of the filter became a concern, and what technology reported was opened in time."""
    reported = FailureReport.objects.for_school(school).filter(at__gte=now - TERM).values_list("pk", flat=True)
    wanted = {f"failure:{pk}" for pk in reported}
    begun = Concern.objects.for_school(school).filter(origin=Concern.Origin.FILTER)
    missing = wanted - {context.get("source") for context in begun.values_list("context", flat=True)}
    technical = (Concern.Origin.FILTER, Concern.Origin.PAGE, Concern.Origin.ALERT)
    unopened = late(school, now, origin=technical)
    link = reverse("concerns", args=[school.code])
    if missing:
        reason = _("Failures of the filter of which no concern was made: %(n)s.") % {"n": len(missing)}
        return Standing(State.BREACHED, reason, link=link)
    if unopened:
        reason = _("Concerns from the filter, pages and alerts that nobody has opened in time: %(n)s.")
        return Standing(State.BREACHED, reason % {"n": unopened}, link=link)
    reason = _("Failures, reported pages and alerts reach the safeguarding lead as concerns; none waits too long.")
    return Standing(State.MET, reason, link=link)
