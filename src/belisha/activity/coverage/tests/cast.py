"""Two schools with calendars, devices and networks, and a record to judge."""

from datetime import date
from pathlib import Path

import msgspec

from belisha.activity.tests import cast
from belisha.engine.policy import Policy
from belisha.engine.policy.model import Calendar, Device, Network, Span
from belisha.engine.published import publish_policy

CALENDAR = Calendar(terms=(Span(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18)),))


def policy(**devices: str) -> Policy:
    """The usual two schools; ``devices``: further devices of oak, by id and address."""
    plain = cast.policy()
    oak, elm = plain.schools["oak"], plain.schools["elm"]
    held = {one: Device(name=one.upper(), address=address, group="class-4") for one, address in devices.items()}
    networks = {"rooms": Network(range="10.1.0.0/16", name="the classrooms")}
    oak = msgspec.structs.replace(oak, calendar=CALENDAR, networks=networks, devices={**oak.devices, **held})
    elm = msgspec.structs.replace(elm, calendar=CALENDAR, networks={"all": Network(range="10.2.0.0/16")})
    return msgspec.structs.replace(plain, schools={"oak": oak, "elm": elm})


def publish(home: Path, **devices: str) -> None:
    publish_policy(home, policy(**devices))
