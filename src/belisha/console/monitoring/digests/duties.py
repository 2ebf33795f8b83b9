"""What signed digests, daily pages and the notice prove."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Session
from belisha.console.access.settings.queries import value_of
from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.monitoring.digests.declared import NOTICE, SHOWN
from belisha.console.monitoring.digests.queries import missed_at, seen_on
from belisha.console.monitoring.digests.rules import MISSED_RED
from belisha.console.monitoring.models import HealthDay

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["network_active", "users_told"]

MONTH: Final = timedelta(days=30)


@proves("monitoring.network-active")
def network_active(school: School, now: datetime) -> Standing:
    """A technician looks at the daily page on each school day."""
    link, today = reverse("health-day", args=[school.code]), timezone.localdate(now)
    missed = missed_at(school, today)
    if missed >= MISSED_RED:
        text = _("Nobody looked at the daily page for %(n)s school days.") % {"n": missed}
        return Standing(State.BREACHED, text, Basis.RECORDED, link=link)
    last = seen_on(school, today) or HealthDay.objects.for_school(school).order_by("-day").first()
    if last is None:
        return Standing(State.NOT_KNOWN, _("Nobody has looked at the daily page yet."), Basis.RECORDED, link=link)
    if missed:
        return Standing(State.AT_RISK, _("Nobody looked on the last school day."), Basis.RECORDED, last.at, link)
    return Standing(State.MET, _("The daily page was looked at on each school day."), Basis.RECORDED, last.at, link)


@proves("monitoring.users-told")
def users_told(school: School, now: datetime) -> Standing:
    """The notice stands at the sign-in and on pupils' pages, and people signed in lately."""
    link = reverse("what-is-watched")
    if value_of(school, NOTICE) == SHOWN:
        seen = Session.objects.for_school(school).filter(began__gte=now - MONTH, began__lte=now).exclude(way="").count()
        if not seen:
            text = _("The notice stands at the sign-in, but nobody has signed in for a month to read it.")
            return Standing(State.NOT_KNOWN, text, link=link)
        text = _("At each of %(n)s sign-ins of a month, and on pupils' pages, it says that internet use is monitored.")
        return Standing(State.MET, text % {"n": seen}, link=link)
    return Standing(
        State.BREACHED, _("The school has switched off the notice that internet use is monitored."), link=link
    )
