"""What a kind of gap is called, where it is put right, and how long one may stay without an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from belisha.activity.coverage.model import Kind

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrPromise

__all__ = ["KINDS", "LOOK_EACH", "LOOK_STALE", "MOST_DAYS", "STRANGERS", "WITHIN", "Words", "explains_until_fits"]

LOOK_EACH: Final = timedelta(minutes=10)
LOOK_STALE: Final = timedelta(hours=2)
WITHIN: Final = timedelta(days=7)  # so long one may stay without being explained or put right
MOST_DAYS: Final = 366


class Words(NamedTuple):
    """A kind in words: its title; the page that puts it right, and what its link says."""

    title: StrPromise
    page: str = ""
    action: StrPromise | str = ""


_DEVICES: Final = ("devices", _("Look at the register of devices"))
_GATEWAYS: Final = ("filter-gateways", _("Look at the gateways"))
KINDS: Final[dict[str, Words]] = {
    Kind.SCHOOL_SILENT: Words(_("Nothing heard of the school"), *_GATEWAYS),
    Kind.NETWORK_SILENT: Words(_("Network that is silent")),
    Kind.DEVICE_SILENT: Words(_("Device that is silent"), *_DEVICES),
    Kind.DEVICE_UNREGISTERED: Words(_("Devices that are not registered"), "device-add", _("Register a device")),
    Kind.PERSON_NEVER_SEEN: Words(_("People who were never seen"), "accounts", _("Look at their accounts")),
    Kind.NOBODY_KNOWN: Words(_("Requests of nobody known"), *_DEVICES),
    Kind.CALENDAR: Words(_("Calendar that has run out"), "calendar", _("Enter the school year")),
    Kind.GATEWAY_SILENT: Words(_("Gateway that is silent"), *_GATEWAYS),
    Kind.GATEWAY_CLOCK: Words(_("Gateway whose clock is wrong"), *_GATEWAYS),
    Kind.GATEWAY_POLICY: Words(_("Gateway with an old policy"), *_GATEWAYS),
    Kind.GATEWAY_LISTS: Words(_("Gateway with old lists"), "filter-lists", _("Look at the lists")),
    Kind.GATEWAY_SERVICE: Words(_("Gateway with a process that does not run"), *_GATEWAYS),
    Kind.GATEWAY_TROUBLE: Words(_("Gateway that could not judge every request"), *_GATEWAYS),
}
# what says that somebody or something is on the network whom nobody let in
STRANGERS: Final = frozenset({Kind.DEVICE_UNREGISTERED.value, Kind.NOBODY_KNOWN.value})


def explains_until_fits(until: date, today: date) -> bool:
    """Whether an explanation may hold until a day: it is looked at again within a year."""
    return today <= until <= today + timedelta(days=MOST_DAYS)
