"""Duties of the network that rest on what is measured and on what people signed: neither app knows the other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.activity.coverage.model import Kind
from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.filtering.coverage.queries import look_of, strangers_at
from belisha.console.filtering.coverage.rules import LOOK_STALE, WITHIN
from belisha.console.filtering.gateways.queries import load_of
from belisha.console.filtering.gateways.rules import ROOM_MB
from belisha.console.filtering.models import CoverageCase
from belisha.console.monitoring.use.queries import record_of
from belisha.console.people.models import Device
from belisha.console.reviews.queries import status_of
from belisha.console.reviews.rules import Wanted, unmet

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["authorised_access", "capacity_review", "devices_register", "scope_devices"]

MEASURED: Final = timedelta(days=2)


@proves("network.capacity-review")
def capacity_review(school: School, now: datetime) -> Standing:
    """Disks have room now, and people signed this term that there is enough of everything."""
    load = reverse("filter-gateways-load", args=[school.code])
    rows = load_of(school, now - MEASURED)
    full = sorted({row.gateway for row in rows if (row.least or ROOM_MB) < ROOM_MB})
    if full:
        text = _("Less than %(mb)s MB are left on the disk of %(names)s.") % {"mb": ROOM_MB, "names": ", ".join(full)}
        return Standing(State.BREACHED, text, link=load)
    status = status_of(school, "capacity", now)
    reviews = reverse("reviews", args=[school.code])
    if status.last is None or status.last.signed_at is None:
        return Standing(State.BREACHED, _("No review of capacity has been signed."), Basis.RECORDED, link=reviews)
    since = status.last.signed_at
    said = {"day": date_format(timezone.localtime(since), "j F Y")}
    if unmet(status.kind, status.last.answers):
        text = _("The review of %(day)s found that there is not enough.") % said
        return Standing(State.BREACHED, text, Basis.RECORDED, since, reviews)
    if not rows:
        text = (
            _("It was signed on %(day)s that there is enough, but no gateway has told of its load for two days.") % said
        )
        return Standing(State.AT_RISK, text, Basis.RECORDED, since, load)
    words, state = {
        Wanted.NOT_YET: (
            _("Disks have room, and that there is enough was signed on %(day)s."),
            State.MET,
        ),
        Wanted.DUE: (_("Capacity was reviewed on %(day)s; the next review is due."), State.AT_RISK),
        Wanted.OVERDUE: (_("Capacity was last reviewed on %(day)s: the next review is overdue."), State.BREACHED),
    }[status.wanted]
    return Standing(state, words % said, Basis.RECORDED, since, reviews)


def _looked(school: School, now: datetime) -> Standing | None:
    """How a duty stands while nobody looks at what is on the network; None while somebody does."""
    link, look = reverse("filter-coverage", args=[school.code]), look_of(school)
    if look is None or look.at is None:
        return Standing(State.NOT_KNOWN, _("Nobody has looked yet which devices are on the network."), link=link)
    if now - look.at > LOOK_STALE:
        day = date_format(timezone.localtime(look.at), "j F Y, H:i")
        text = _("What is on the network has not been looked at since %(day)s.") % {"day": day}
        return Standing(State.BREACHED, text, since=look.at, link=link)
    return None


def _heard(school: School) -> Standing | None:
    """How a duty stands while no gateway tells what is on the network; None while one does.

    Where nothing was ever heard nothing is found wanting either: that is no proof.
    """
    if silent := _cases(school, timezone.now(), Kind.SCHOOL_SILENT, Kind.GATEWAY_SILENT):
        text = _("Nothing is heard of this school or its gateway, so nobody can tell what is on its network.")
        link = f"{reverse('filter-coverage', args=[school.code])}?state=wanting"
        return Standing(State.NOT_KNOWN, text, since=silent[0].first_seen, link=link)
    record = record_of(school)
    if record is None or not record.days:
        text = _("No gateway has told of this school yet: nothing of it is on the record of internet use.")
        return Standing(State.NOT_KNOWN, text, link=reverse("filter-gateways", args=[school.code]))
    return None


@proves("network.authorised-access")
def authorised_access(school: School, now: datetime) -> Standing:
    """Nothing unknown stays on the network unexplained; the filter gives the unknown its strictest level by itself."""
    if unseen := _looked(school, now):
        return unseen
    link = reverse("filter-coverage", args=[school.code])
    strangers = strangers_at(school, timezone.localdate(now))
    count = strangers.red + strangers.amber
    if count and strangers.oldest:
        text = ngettext(
            "%(n)s network has devices or requests of nobody known; they get the strictest level.",
            "%(n)s networks have devices or requests of nobody known; they get the strictest level.",
            count,
        ) % {"n": count}
        state = State.BREACHED if now - strangers.oldest > WITHIN else State.AT_RISK
        return Standing(state, text, since=strangers.oldest, link=f"{link}?state=wanting")
    if unheard := _heard(school):
        return unheard
    text = _("Every device that was heard of is known; what is not known would get the strictest level.")
    return Standing(State.MET, text, link=link)


def _cases(school: School, now: datetime, *kinds: Kind) -> list[CoverageCase]:
    wanting = CoverageCase.objects.for_school(school).wanting(timezone.localdate(now))
    return list(wanting.filter(kind__in=[kind.value for kind in kinds]).order_by("first_seen", "pk"))


@proves("devices.register")
def devices_register(school: School, now: datetime) -> Standing:
    """Each device in use is given to a person, a room or a group, and none of them has fallen silent unexplained."""
    link = reverse("devices", args=[school.code])
    devices = Device.objects.for_school(school).in_use()
    count = devices.count()
    if not count:
        return Standing(State.NOT_KNOWN, _("No device is on the register yet."), link=link)
    if loose := devices.filter(person__isnull=True, room__isnull=True, group__isnull=True).count():
        text = _("%(n)s of %(all)s devices on the register are given to nobody: no person, room or group.")
        return Standing(State.BREACHED, text % {"n": loose, "all": count}, Basis.RECORDED, link=link)
    if unseen := _looked(school, now):
        return unseen
    if silent := _cases(school, now, Kind.DEVICE_SILENT):
        text = _("Each of %(all)s devices is given to somebody, but nothing is heard of %(n)s of them.")
        where = f"{reverse('filter-coverage', args=[school.code])}?state=wanting"
        words = text % {"n": len(silent), "all": count}
        return Standing(State.AT_RISK, words, since=silent[0].first_seen, link=where)
    if unheard := _heard(school):
        return unheard
    text = _("Each of %(all)s devices is given to a person, room or group, and none has fallen silent unexplained.")
    return Standing(State.MET, text % {"all": count}, link=link)


@proves("governance.scope-devices")
def scope_devices(school: School, now: datetime) -> Standing:
    """No device is on the network that the register does not know, and none of the register is without its place."""
    count = Device.objects.for_school(school).in_use().count()
    if not count:
        link = reverse("devices", args=[school.code])
        return Standing(State.NOT_KNOWN, _("No device is on the register yet."), link=link)
    if unseen := _looked(school, now):
        return unseen
    link = f"{reverse('filter-coverage', args=[school.code])}?state=wanting"
    if strange := _cases(school, now, Kind.DEVICE_UNREGISTERED):
        text = _("Networks with devices that nobody has registered, so that no rule is theirs: %(n)s.")
        state = State.BREACHED if now - strange[0].first_seen > WITHIN else State.AT_RISK
        return Standing(state, text % {"n": len(strange)}, since=strange[0].first_seen, link=link)
    if unheard := _heard(school):
        return unheard
    text = _("All that is on the network is among the %(all)s registered devices, or gets the rules for strangers.")
    return Standing(State.MET, text % {"all": count}, link=link)


@proves("accounts.logins-enforced")
def logins_enforced(school: School, now: datetime) -> Standing:
    """Whoever goes online is known: by signing in, or by a device or place of a group, as the youngest."""
    if unseen := _looked(school, now):
        return unseen
    link = f"{reverse('filter-coverage', args=[school.code])}?state=wanting"
    if nameless := _cases(school, now, Kind.NOBODY_KNOWN):
        text = _("Networks from which somebody goes online without signing in: %(n)s.") % {"n": len(nameless)}
        state = State.BREACHED if now - nameless[0].first_seen > WITHIN else State.AT_RISK
        return Standing(state, text, since=nameless[0].first_seen, link=link)
    if unheard := _heard(school):
        return unheard
    text = _("Everybody who went online signed in, or used a device or place that is given to a group.")
    return Standing(State.MET, text, link=link)
