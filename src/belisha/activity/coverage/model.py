"""What coverage is judged by, and what is wanting: plain data."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

import msgspec

from belisha.engine.policy.model import School


class Kind(StrEnum):
    """What is wanting."""

    SCHOOL_SILENT = "school-silent"
    NETWORK_SILENT = "network-silent"
    DEVICE_SILENT = "device-silent"
    DEVICE_UNREGISTERED = "device-unregistered"
    PERSON_NEVER_SEEN = "person-never-seen"
    NOBODY_KNOWN = "nobody-known"
    CALENDAR = "calendar"
    GATEWAY_SILENT = "gateway-silent"
    GATEWAY_CLOCK = "gateway-clock"
    GATEWAY_POLICY = "gateway-policy"
    GATEWAY_LISTS = "gateway-lists"
    GATEWAY_SERVICE = "gateway-service"
    GATEWAY_TROUBLE = "gateway-trouble"


class Level(StrEnum):
    """Red: something may go unseen. Amber: it is seen, and nobody can say whose it is."""

    RED = "red"
    AMBER = "amber"


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wanting. ``id`` stays the same while it lasts; ``items`` are some of the ``count`` in it."""

    id: str
    kind: Kind
    level: Level
    school: str  # empty for a gateway
    subject: str
    name: str
    reason: str
    to_do: str
    count: int = 1
    items: tuple[str, ...] = ()


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What came from one address in one school's day. ``device``, ``network``: ids in the policy, or empty.

    ``requests``: without those that were only asked to sign in; ``nobody``: of these, whom neither sign-in nor device
    nor place makes known; ``people``: how many signed in there.
    """

    address: str
    device: str
    network: str
    requests: int
    nobody: int
    people: int


class SchoolDayFacts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a school's day is judged by.

    ``ever``: ids of people seen up to that day; ``last_seen``: by device; ``too_new``: ids of devices and people that
    came onto the register on that day or later, and so cannot be missed yet; ``began``: whether the school could have
    been heard of at all, because it had been before, or because Belisha was running for it on an earlier day.
    """

    id: str
    school: School
    day: date
    seen: tuple[Seen, ...]
    ever: frozenset[str]
    last_seen: Mapping[str, date]
    too_new: frozenset[str] = frozenset()
    began: bool = True


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """What a gateway says of itself once a minute. Times by its own clock, but for ``policy_at``: the publisher's.

    ``services``: whether each process of it runs.
    """

    gateway: str
    at: datetime
    policy: str
    policy_at: datetime | None
    lists: str
    lists_at: datetime | None
    services: dict[str, bool]


class GatewayFacts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a gateway is judged by. ``last_event``: when its last request ended, by its own clock.

    ``troubled``: requests of the day that it could not judge.
    """

    gateway: str
    heartbeat: Heartbeat | None
    last_event: datetime | None
    troubled: int = 0


class Newest(msgspec.Struct, frozen=True):
    """What every gateway should have: the digests in force, and since when."""

    policy: str
    lists: str
    at: datetime | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A gap that appeared or ended, for the console. ``day``: the school day that showed it."""

    id: str
    change: Literal["appeared", "ended"]
    at: datetime
    day: date
    gap: Gap


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Which day of a school was judged; None where its calendar has none to judge."""

    school: str
    name: str
    day: date | None


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer."""

    at: datetime
    zone: str
    judged: tuple[Judged, ...]
    gaps: tuple[Gap, ...]
