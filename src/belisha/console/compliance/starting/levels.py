"""The first levels of the filter: what is proposed, and putting that in force for a federation that has none."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.acting import By
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.compliance.starting.audit_events import LEVELS_ACCEPTED
from belisha.console.filtering.policy.actions import adopt
from belisha.console.filtering.policy.queries.versions import current
from belisha.engine.policy.model import PolicyError
from belisha.engine.published.preparing import keep_in_console, read_checked_policy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from belisha.console.access.models import Federation
    from belisha.console.filtering.models import PolicyVersion

__all__ = ["LEVELS", "YEARS", "Level", "begin_levels", "can_begin", "proposal"]

SMALLEST: Final = 8  # bits of the network's part: nobody owns more addresses than that
YEARS: Final[tuple[tuple[str, StrPromise], ...]] = (
    ("reception", gettext_lazy("Reception")),
    ("year-1", gettext_lazy("Year 1")),
    ("year-2", gettext_lazy("Year 2")),
    ("year-3", gettext_lazy("Year 3")),
    ("year-4", gettext_lazy("Year 4")),
    ("year-5", gettext_lazy("Year 5")),
    ("year-6", gettext_lazy("Year 6")),
)


class Level(NamedTuple):
    """A level as the page of the set-up explains it: what it is called, whose it is, what it does."""

    name: StrPromise
    who: StrPromise
    what: StrPromise


LEVELS: Final = (
    Level(
        gettext_lazy("Infants"),
        gettext_lazy("the youngest pupils"),
        gettext_lazy("As juniors, and no news, sport, music or video sites; sites in no list are marked."),
    ),
    Level(
        gettext_lazy("Juniors"),
        gettext_lazy("older pupils, and whoever is not told apart"),
        gettext_lazy("No social networks, chat, games, shops, web mail or AI; learning sites and helplines stay open."),
    ),
    Level(
        gettext_lazy("Staff"),
        gettext_lazy("staff and governors"),
        gettext_lazy("No social networks or chat; in lessons no shops or games."),
    ),
    Level(
        gettext_lazy("Guests"),
        gettext_lazy("visitors with their own devices"),
        gettext_lazy("No social networks, chat, games or shops; their devices need no certificate."),
    ),
    Level(
        gettext_lazy("People not known"),
        gettext_lazy("a device or a person nobody knows"),
        gettext_lazy("The strictest of all: only sites that are in a list of ours."),
    ),
)


def can_begin(federation: Federation) -> bool:
    """Whether nothing is in force yet, so that a proposal can be accepted."""
    return current(federation) is None


def proposal(federation: Federation, *, juniors_from: str, addresses: str = "", of: School | None = None) -> str:
    """The policy that is proposed, as YAML. `addresses`: of the network of one school. Raises ValidationError."""
    found: dict[str, Any] = msgspec.yaml.decode((Path(__file__).parent / "levels.yaml").read_bytes())
    found["federation"]["name"] = federation.name
    schools = list(School.objects.filter(federation=federation).order_by("pk"))
    calendars = {school.pk: calendar_of(school, timezone.localdate()) for school in schools}
    known = calendars.get(of.pk) if of else None
    if known is None or not known.terms:
        raise ValidationError(_("Enter the terms of the school year first: some sites are shut in lessons alone."))
    found["schools"] = {
        school.code: {
            **_school(school, juniors_from, addresses if school == of else ""),
            # a school that has not entered its terms goes by those of the school that begins
            "calendar": msgspec.to_builtins(calendars[school.pk] if calendars[school.pk].terms else known),
        }
        for school in schools
    }
    return msgspec.yaml.encode(found).decode()


def begin_levels(*, by: By, school: School, juniors_from: str, addresses: str = "") -> PolicyVersion:
    """Put the proposed levels in force for the whole federation of a school, where nothing is in force yet.

    Before, nothing was filtered by a policy of the school's, so this loosens nothing: whoever sets up the school may do
    it. Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.CHANGE_SCHOOL, school)
    federation = school.federation
    text = proposal(federation, juniors_from=juniors_from, addresses=addresses, of=school)
    try:
        policy = read_checked_policy(text)
    except PolicyError as error:
        raise ValidationError([fault.message for fault in error.faults]) from error
    with transaction.atomic():
        version = adopt(by=By(None, system="set-up of the school"), federation=federation, policy=policy)
        after = {"version": version.number, "juniors_from": juniors_from, "addresses": addresses}
        by.did(LEVELS_ACCEPTED, to=version, at=school, after=after)
        transaction.on_commit(lambda: keep_in_console(settings.HOME))
    return version


def _school(school: School, juniors_from: str, addresses: str) -> dict[str, Any]:
    order = [code for code, _title in YEARS]
    older = order.index(juniors_from)
    return {
        "name": school.name,
        "sites": {"main": school.name},
        "years": {
            code: {"name": str(title), "profile": "juniors" if place >= older else "infants"}
            for place, (code, title) in enumerate(YEARS)
        },
        "groups": {
            "staff": {"name": "Staff", "profile": "staff"},
            "technicians": {"name": "Technicians", "profile": "technicians"},
            "guests": {"name": "Guests", "profile": "guests"},
        },
        "networks": {"school": {"name": "School", "range": _range(addresses), "site": "main"}} if addresses else {},
    }


def _range(addresses: str) -> str:
    """A range of addresses as it is written. Raises ValidationError."""
    try:
        found = ipaddress.ip_network(addresses.strip(), strict=False)
    except ValueError as error:
        text = _("Write the range with its length, such as 10.20.0.0/16.")
        raise ValidationError({"addresses": [text]}) from error
    if found.prefixlen < SMALLEST or found.prefixlen == found.max_prefixlen:
        raise ValidationError({"addresses": [_("That is one address, or far too many: ask your technician.")]})
    return str(found)
