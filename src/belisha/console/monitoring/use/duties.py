"""What looks at internet use prove."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.duties.registry import Standing, State, proves
from belisha.console.monitoring.models import Look, ReportPlan, UseReport
from belisha.console.monitoring.use.queries import able_to_look, purposes_of, record_of, unread_since

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["on_demand_report", "purpose_safeguarding", "weekly_report"]

FRESH: Final = timedelta(hours=36)
COUNTED: Final = timedelta(days=30)
LATE: Final = timedelta(days=8)  # from the Sunday up to which it was made: a week, and a day to make it


@proves("monitoring.on-demand-report")
def on_demand_report(school: School, now: datetime) -> Standing:
    """The record could be read last night, and somebody may ask for a report."""
    link, record = reverse("use", args=[school.code]), record_of(school)
    if record is None:
        return Standing(
            State.NOT_KNOWN, _("Nobody has tried to read the record yet: that is done each night."), link=link
        )
    if record.trouble:
        text = _("No report could be had: %(why)s") % {"why": record.trouble}
        return Standing(State.BREACHED, text, since=record.at, link=link)
    if now - record.at > FRESH:
        return Standing(State.BREACHED, _("The record was not read last night."), since=record.at, link=link)
    if not able_to_look(school):
        return Standing(State.BREACHED, _("Nobody here may ask for a report."), link=link)
    return Standing(State.MET, _("The record was read last night: a report can be had at any time."), link=link)


@proves("monitoring.weekly-report")
def weekly_report(school: School, now: datetime) -> Standing:
    """What is set up is made, and read within a week."""
    link = reverse("use-plans", args=[school.code])
    if number := unread_since(school, now):
        text = ngettext(
            "%(n)s weekly report is unread after a week.", "%(n)s weekly reports are unread after a week.", number
        ) % {"n": number}
        return Standing(State.BREACHED, text, link=link)
    plans = ReportPlan.objects.for_school(school).filter(ended_at=None)
    late = plans.filter(made_to__lt=(now - LATE).date()).count()
    failed = UseReport.objects.for_school(school).filter(plan__ended_at=None, state=UseReport.State.FAILED)
    if late or failed.filter(plan__isnull=False).exists():
        return Standing(State.BREACHED, _("A weekly report that is set up was not made."), link=link)
    if not plans.exists():
        text = _("No weekly report is set up: the first one shows whether they come and are read.")
        return Standing(State.NOT_KNOWN, text, link=link)
    text = _("Weekly reports that are set up: %(n)s. All were made and read in time.") % {"n": plans.count()}
    return Standing(State.MET, text, link=link)


@proves("monitoring.purpose-safeguarding")
def purpose_safeguarding(school: School, now: datetime) -> Standing:
    """Every look of the last weeks has a purpose of the school's list."""
    link = reverse("looks", args=[school.code])
    listed = purposes_of(school)
    if not listed:
        return Standing(State.BREACHED, _("The school's list of purposes is empty."), link=link)
    looks = Look.objects.for_school(school).filter(at__gt=now - COUNTED)
    if number := looks.filter(purpose="").count():
        text = ngettext(
            "%(n)s look at internet use had no purpose: it was made at the machine.",
            "%(n)s looks at internet use had no purpose: they were made at the machine.",
            number,
        ) % {"n": number}
        return Standing(State.BREACHED, text, link=f"{link}?purpose=-")
    if not looks.exists():
        text = _("Nobody has looked at anybody's internet use for 30 days: there is nothing to look at.")
        return Standing(State.NOT_KNOWN, text, link=link)
    text = _("Each of %(n)s looks within 30 days had a purpose; the head sees all of them.") % {"n": looks.count()}
    return Standing(State.MET, text, link=link)
