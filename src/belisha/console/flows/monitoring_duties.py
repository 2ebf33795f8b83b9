"""Duties of monitoring that rest on what the record finds wanting: coverage belongs to the filter's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.activity.coverage.model import Kind
from belisha.console.duties.registry import SOON, Standing, State, proves
from belisha.console.filtering.coverage.queries import look_of
from belisha.console.filtering.coverage.rules import LOOK_STALE, WITHIN
from belisha.console.filtering.models import CoverageCase
from belisha.console.monitoring.use.queries import record_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["in_place", "traceable", "use_log"]

SILENT: Final = (Kind.SCHOOL_SILENT, Kind.NETWORK_SILENT, Kind.DEVICE_SILENT)
RECORDING: Final = (Kind.SCHOOL_SILENT, Kind.GATEWAY_SILENT, Kind.GATEWAY_SERVICE, Kind.GATEWAY_TROUBLE)
DEAF: Final = (Kind.SCHOOL_SILENT, Kind.GATEWAY_SILENT)  # while one of them lasts, nothing else is noticed
NAMELESS: Final = (Kind.NOBODY_KNOWN, Kind.DEVICE_UNREGISTERED)


def _standing(school: School, now: datetime, kinds: Collection[Kind], well: str, wrong: str) -> Standing:
    """Where a duty stands by the open cases of some kinds; not known while nobody looks."""
    link, look = reverse("filter-coverage", args=[school.code]), look_of(school)
    if look is None or look.at is None:
        return Standing(State.NOT_KNOWN, _("Nobody has looked yet what is not covered."), link=link)
    if now - look.at > LOOK_STALE:
        day = date_format(timezone.localtime(look.at), "j F Y, H:i")
        text = _("Nothing has been looked at since %(day)s.") % {"day": day}
        return Standing(State.BREACHED, text, since=look.at, link=link)
    cases = CoverageCase.objects.for_school(school).wanting(timezone.localdate(now))
    found = list(cases.filter(kind__in=[kind.value for kind in kinds]).order_by("first_seen", "pk"))
    if not found and (deaf := cases.filter(kind__in=[kind.value for kind in DEAF]).order_by("first_seen").first()):
        text = _("Nothing is heard of this school or its gateway, so nobody can tell.")
        return Standing(State.NOT_KNOWN, text, since=deaf.first_seen, link=f"{link}?state=wanting")
    if not found:
        record = record_of(school)
        if record is None or not record.days:
            text = _("Nothing of this school is on the record of internet use yet.")
            return Standing(State.NOT_KNOWN, text, link=reverse("use", args=[school.code]))
        return Standing(State.MET, well, link=link)
    return Standing(State.BREACHED, wrong % {"n": len(found)}, since=found[0].first_seen, link=f"{link}?state=wanting")


@proves("monitoring.in-place", within=SOON)
def in_place(school: School, now: datetime) -> Standing:
    """The use of every device and network reaches the record."""
    return _standing(
        school, now, SILENT,
        _("The use of every registered device and network reaches the record."),
        _("Devices or networks whose use does not reach the record: %(n)s."),
    )  # fmt: skip


@proves("monitoring.use-log", within=SOON)
def use_log(school: School, now: datetime) -> Standing:
    """Every gateway records what passes."""
    return _standing(
        school, now, RECORDING,
        _("Every gateway is heard of and writes each request, with its user, device, time and verdict."),
        _("Gateways or schools of which nothing is recorded: %(n)s."),
    )  # fmt: skip


@proves("monitoring.traceable-to-user", within=SOON)
def traceable(school: School, now: datetime) -> Standing:
    """Each request is somebody's: those of nobody known are a mark at once, and red after a week."""
    found = _standing(
        school, now, NAMELESS,
        _("Every request belongs to somebody, or to a device or place that is given to a group."),
        _("Networks with requests or devices of nobody known: %(n)s."),
    )  # fmt: skip
    look = look_of(school)
    seen = look is not None and look.at is not None and now - look.at <= LOOK_STALE
    young = found.since is not None and now - found.since < WITHIN
    return found._replace(state=State.AT_RISK) if found.state is State.BREACHED and seen and young else found
