"""What alerts prove."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.posts.queries import holders
from belisha.console.access.roles import Role
from belisha.console.duties.registry import SOON, Standing, State, proves
from belisha.console.monitoring.alerts.queries.board import inflow_of
from belisha.console.monitoring.alerts.rules import MISUSE, ROUND
from belisha.console.monitoring.digests.queries import unsigned_weeks
from belisha.console.monitoring.digests.rules import UNSIGNED_RED
from belisha.console.monitoring.models import Alert

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.monitoring.models.alerts import AlertQuerySet

__all__ = ["misuse_detection", "misuse_to_dsl"]

INFLOW: Final = timedelta(minutes=20)


def _told_of(school: School) -> AlertQuerySet:
    """What may be counted where many read it: not what is about staff or the head."""
    found: AlertQuerySet = Alert.objects.for_school(school).filter(route=Alert.Route.SAFEGUARDING)
    return found


def _oldest(late: AlertQuerySet) -> datetime | None:
    return late.order_by("due_at").values_list("due_at", flat=True).first()


def _nothing_comes_in(school: School, now: datetime) -> Standing | None:
    """How a duty stands while nothing can be noticed; None while the record is read."""
    link, inflow = reverse("alerts", args=[school.code]), inflow_of(school)
    if inflow is None or inflow.at is None:
        return Standing(State.NOT_KNOWN, _("Nothing has come in from the record of internet use yet."), link=link)
    if now - inflow.at > INFLOW or inflow.trouble:
        text = inflow.trouble or _("The record has not been looked at for a while: misuse would not be noticed.")
        return Standing(State.BREACHED, text, since=inflow.at, link=link)
    return None


@proves("monitoring.misuse-detection", within=SOON)
def misuse_detection(school: School, now: datetime) -> Standing:
    """Rules read what is searched for and opened, and each alert gets an outcome in time."""
    link = reverse("alerts", args=[school.code])
    if inflow := _nothing_comes_in(school, now):
        return inflow
    late = _told_of(school).late(now)
    if number := late.count():
        text = ngettext(
            "%(n)s alert waits longer than the school allows.",
            "%(n)s alerts wait longer than the school allows.",
            number,
        ) % {"n": number}
        return Standing(
            State.BREACHED,
            text,
            since=_oldest(late),
            link=f"{link}?state=late",
        )
    weeks = unsigned_weeks(school, timezone.localdate(now))
    if len(weeks) >= UNSIGNED_RED:
        text = _("%(n)s weekly digests are not signed.") % {"n": len(weeks)}
        return Standing(State.BREACHED, text, link=reverse("digests", args=[school.code]))
    return Standing(
        State.MET, _("What is searched for and opened is read; every alert is dealt with in time."), link=link
    )


@proves("monitoring.misuse-to-dsl", within=SOON)
def misuse_to_dsl(school: School, now: datetime) -> Standing:
    """Misuse that rules or technicians notice is the safeguarding lead's, who can be reached and deals with it."""
    link = reverse("alerts", args=[school.code])
    if not any(user.email for user in holders(school, [Role.DSL, Role.DEPUTY_DSL])):
        text = _("No safeguarding lead or deputy with an account and an e-mail address would hear of misuse.")
        return Standing(State.BREACHED, text, link=reverse("posts", args=[school.code]))
    told = _told_of(school).filter(theme__in=[MISUSE, ROUND])
    late = told.late(now)
    if number := late.count():
        text = ngettext(
            "%(n)s report of misuse waits for too long.", "%(n)s reports of misuse wait for too long.", number
        ) % {"n": number}
        return Standing(State.BREACHED, text, since=_oldest(late), link=link)
    if inflow := _nothing_comes_in(school, now):
        return inflow
    # no number: governors read this, and its history would date each one
    came = told.filter(came_at__gt=now - timedelta(days=365)).exists()
    text = _("Misuse goes to the safeguarding lead at once.")
    more = _("Some came within a year.") if came else _("None came within a year.")
    return Standing(State.MET, f"{text} {more}", link=link)
