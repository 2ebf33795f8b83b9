"""Why: the verdict on one address for somebody at a moment, by the same code and the same files as the gateway's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.activity.days import Period, milliseconds
from belisha.activity.errors import ActivityError
from belisha.activity.page_code import check_of, read_code
from belisha.activity.store import Scope, Store
from belisha.engine.address import read_host
from belisha.engine.address.probes import PERSON
from belisha.engine.decide import Request, decide, summarise, what_would_change
from belisha.engine.published import (
    InForce,
    NothingPublishedError,
    Pointer,
    index_path,
    open_in_force,
    open_pair,
    policy_path,
    read_pointer,
)
from belisha.engine.published.history import in_force_at, pointers

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.activity.view import View
    from belisha.console.access.models import School
    from belisha.engine.decide import Summary, Verdict
    from belisha.engine.policy import Policy

__all__ = ["Answer", "Asked", "Recorded", "answer", "find_device", "find_person", "found_names", "recorded_by_code"]

AROUND: Final = timedelta(seconds=3)  # between the page and the line that is written when it has been sent
LONGEST_PAGE: Final = timedelta(seconds=30)
MOST_AT_ONCE: Final = 500  # blocked requests of a few seconds, at one school


class Asked(NamedTuple):
    """What is asked: an address, who (sign-in name, device, network address; all may be unknown), and when."""

    url: str
    user: str | None
    client: str | None
    device: str | None
    at: datetime


class Recorded(msgspec.Struct, frozen=True):
    """One blocked request as the gateway recorded it."""

    ended: int
    begun: int
    address: str
    person: str
    device: str
    group: str
    how_known: str
    sign_in: str
    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str
    verdict: str
    category: str
    rule: str
    list: str
    list_version: str
    profile: str

    @property
    def url(self) -> str:
        """Its address; of a tunnel the host."""
        usual = {"https": 443, "http": 80}.get(self.scheme)
        port = "" if self.port in {usual, 0} else f":{self.port}"
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme or 'http'}://{self.host}{port}{self.path or '/'}{query}"


class Answer(NamedTuple):
    """The verdict with all that there is to say of it. `caution`: in what it may differ from what happened then."""

    verdict: Verdict
    summary: Summary
    changes: tuple[str, ...]
    pointer: Pointer
    caution: str


def answer(school: School, asked: Asked) -> Answer:
    """The verdict. Raises ValidationError, with a sentence, where the files of that moment are gone."""
    now = timezone.now()
    in_force, caution = _in_force(asked.at, now)
    if school.code not in in_force.rulebook.policy.schools:
        raise ValidationError(_("The school is not in the policy that was in force then."))
    request = Request(asked.url, asked.user, asked.client, asked.device)
    verdict = decide(request, in_force.rulebook, in_force.index, asked.at)
    return Answer(verdict, summarise(verdict), what_would_change(verdict), in_force.pointer, caution)


def _in_force(at: datetime, now: datetime) -> tuple[InForce, str]:
    """What was in force at a moment, and a caution where not all of it is left. Raises ValidationError."""
    home = settings.HOME
    try:
        newest = read_pointer(home)
        then = in_force_at(pointers(home), min(at, now)) or newest
        if (then.policy, then.lists) == (newest.policy, newest.lists):
            caution = _("What will be in force then may be changed until then.") if at > now else ""
            return open_in_force(home), caution
        if not policy_path(home, then.policy).exists():
            raise ValidationError(_("The policy that was in force then is no longer kept, so nobody can say."))
        if index_path(home, then.lists).exists():
            return open_pair(home, then), ""
        lists_of_now = msgspec.structs.replace(then, lists=newest.lists)
        caution = _("The lists of sites of that time are no longer kept: those of today were asked.")
        return open_pair(home, lists_of_now), caution
    except NothingPublishedError as error:
        raise ValidationError(str(error)) from error


class Names(NamedTuple):
    """Somebody and a device, as the policy calls them."""

    user: str | None
    device: str | None


def found_names(school: School, person: str, device: str) -> Names:
    """Who and what is meant by what was typed; empty is nobody. Raises ValidationError by field."""
    if not person and not device:
        return Names(None, None)
    try:
        policy = open_in_force(settings.HOME).rulebook.policy
    except NothingPublishedError as error:
        raise ValidationError(str(error)) from error
    faults: dict[str, ValidationError] = {}
    found: dict[str, str | None] = {"person": None, "device": None}
    for field, typed, find in (("person", person, find_person), ("device", device, find_device)):
        if typed:
            try:
                found[field] = find(policy, school, typed)
            except ValidationError as error:
                faults[field] = error
    if faults:
        raise ValidationError({field: error.messages for field, error in faults.items()})
    return Names(found["person"], found["device"])


def find_person(policy: Policy, school: School, typed: str) -> str:
    """The sign-in name of somebody at a school, by it or by their name. Raises ValidationError with a sentence."""
    typed = " ".join(typed.split()).casefold()
    registered = policy.schools.get(school.code)
    people = [one for one in registered.people if not one.id.startswith(PERSON)] if registered else []
    by_sign_in = [one for one in people if one.sign_in.casefold() == typed]
    named = by_sign_in or [one for one in people if one.name.casefold() == typed]
    if not named:
        raise ValidationError(_("Nobody at this school has this user name or this full name."))
    if len(named) > 1:
        raise ValidationError(_("Several people at this school have this name: type the user name."))
    return named[0].sign_in


def find_device(policy: Policy, school: School, typed: str) -> str:
    """The id of a device of a school, by it, by its name or its address. Raises ValidationError with a sentence."""
    wanted = " ".join(typed.split()).casefold()
    registered = policy.schools.get(school.code)
    for code, device in registered.devices.items() if registered else ():
        said = (code, device.name, device.address or "", device.mac or "")
        if wanted in {text.casefold() for text in said if text}:
            return code
    raise ValidationError(_("This school has no device of this name or address."))


def recorded_by_code(school: School, text: str) -> Recorded:
    """The request behind the code of a blocked page at a school. Raises ValidationError with a sentence."""
    code = read_code(text)
    if code is None:
        raise ValidationError(_("A code has eight letters and figures, as in 7K2M-9QXW."))
    zone = timezone.get_default_timezone()
    first, last = (moment.astimezone(zone).date() for moment in (code.at - AROUND, code.at + LONGEST_PAGE))
    bounds = (milliseconds(code.at - AROUND), milliseconds(code.at + AROUND))

    def ask(view: View) -> list[Recorded]:
        return view.rows(Recorded, _BLOCKED, earliest=bounds[0], latest=bounds[1], most=MOST_AT_ONCE)

    try:
        rows = Store.open(settings.HOME).ask(Scope((school.code,), Period(first, last)), ask)
    except ActivityError as error:
        raise ValidationError(str(error)) from error
    fits = [row for row in rows if check_of(row.address, _canonical(row.host)) == code.check]
    if not fits:
        raise ValidationError(_("Nothing on record at this school has this code. It may be older than what is kept."))
    return min(fits, key=lambda row: abs(row.ended - milliseconds(code.at)))


# a page is made after its request began and before it ended; the gateway writes the second
_BLOCKED: Final = """
    SELECT ended, begun, address, person, device, "group", how_known, sign_in, method, scheme, host, port, path, query,
        verdict, category, rule, list, list_version, profile
    FROM in_scope
    WHERE verdict = 'block' AND ended >= $earliest AND begun <= $latest
    ORDER BY ended, gateway, segment, "offset" LIMIT $most
"""


def _canonical(host: str) -> str:
    read = read_host(host)
    return read if isinstance(read, str) else ""
