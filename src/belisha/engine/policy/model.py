"""What a school decided about the internet, as plain data: the shape of policy.yaml and of the published policy.

Field names are the keys of the file. Ids (of profiles, schools, groups, rooms, devices, networks) are the keys of
the mappings. Everything is optional that inheritance can fill.
"""

from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

import msgspec

Page = Literal["infants", "juniors", "staff"]
Youtube = Literal["strict", "moderate", "off"]
Unlisted = Literal["allow", "mark", "block"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

# Texts with a form of their own; what a form is, is in reading/texts.py.
Id = Annotated[str, msgspec.Meta(extra={"form": "id"})]
SignInName = Annotated[str, msgspec.Meta(extra={"form": "sign-in"})]
Site = Annotated[str, msgspec.Meta(extra={"form": "site"})]
AddressRange = Annotated[str, msgspec.Meta(extra={"form": "range"})]
ClientAddress = Annotated[str, msgspec.Meta(extra={"form": "client-address"})]
HardwareAddress = Annotated[str, msgspec.Meta(extra={"form": "mac"})]
TimeZone = Annotated[str, msgspec.Meta(extra={"form": "zone"})]
Category = Annotated[str, msgspec.Meta(extra={"form": "category"})]
FileKind = Annotated[str, msgspec.Meta(extra={"form": "file-kind"})]


class Tls(StrEnum):
    """How much of a connection under TLS is read: all of it, the server's name only, or nothing."""

    INSPECT = "inspect"
    NAME_ONLY = "name-only"
    ALONE = "alone"


class SlotKind(StrEnum):
    """A part of a school's calendar that profiles can name."""

    LESSON = "lesson"
    BREAK = "break"
    AFTER_SCHOOL = "after-school"  # a school day, outside lessons and breaks
    HOLIDAY = "holiday"  # no pupils: outside terms, weekends, holidays, staff days


class Level(IntEnum):
    """Who a rule is for; the higher, the more specific."""

    FEDERATION = 0
    SCHOOL = 1
    KEY_STAGE = 2
    YEAR = 3
    CLASS = 4
    GROUP = 5
    PERSON = 6


class Frozen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A piece of policy: never changed once read."""


class SiteRule(Frozen, frozen=True, gc=False):
    """Opens or blocks one address for the level that holds the rule."""

    id: Id
    address: Site  # canonical: host, or host and path; covers everything below it
    verdict: Literal["allow", "block"]
    reason: str = ""
    owner: str = ""
    until: datetime | None = None  # an instant; from then on the rule is as if absent
    locked: bool = False  # the federation's only: beats every rule that is not locked


class CalendarRule(Frozen, frozen=True):
    """In these slots, these categories are blocked as well, or opened."""

    when: tuple[SlotKind, ...]
    block: tuple[Category, ...] = ()
    relax: tuple[Category, ...] = ()


class TlsRules(Frozen, frozen=True):
    """What is done with encrypted connections: by default, and by category."""

    default: Tls | None = None
    inspect: tuple[Category, ...] = ()
    name_only: tuple[Category, ...] = ()
    alone: tuple[Category, ...] = ()
    our_certificate: bool | None = None  # False: these devices do not trust the school's certificate authority


class Profile(Frozen, frozen=True):
    """The filter rules of a group of people; what is absent is inherited.

    `sign_at`: where people sign their agreement who have not. Whatever this profile closes beyond the one that it
    inherits from, it closes until then.
    """

    name: str
    inherits: str | None = None
    page: Page | None = None
    block: tuple[Category, ...] = ()
    unblock: tuple[Category, ...] = ()
    approved: dict[
        Category, tuple[Category, ...]
    ] = {}  # blocked category -> categories whose sites stay open all the same
    calendar: tuple[CalendarRule, ...] | None = None  # replaces the inherited one
    tls: TlsRules | None = None
    unlisted: Unlisted | None = None
    safe_search: bool | None = None
    youtube: Youtube | None = None
    blocked_file_kinds: tuple[FileKind, ...] | None = None  # replaces the inherited ones
    quic: Literal["allow", "block"] | None = None
    sign_at: Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s\"'<>]+$")] | None = None


class Group(Frozen, frozen=True):
    """People, rooms or devices that belong together."""

    name: str
    profile: str | None = None
    rules: tuple[SiteRule, ...] = ()


class YearGroup(Group, frozen=True):
    """A year of a school; may lie in a key stage."""

    key_stage: str | None = None


class Opening(Frozen, frozen=True):
    """A category that somebody opened for a class: blocked by its profile or the calendar, open until then."""

    id: Id
    category: Category
    until: datetime  # an instant; from then on the opening is as if absent
    owner: str = ""  # who opened it


class SchoolClass(Group, frozen=True):
    """A class; may lie in a year (a mixed class lies in none and has a key stage's profile of its own)."""

    year: str | None = None
    openings: tuple[Opening, ...] = ()


class Span(Frozen, frozen=True):
    """Days from first to last, both included."""

    name: str
    first: date
    last: date


class Lesson(Frozen, frozen=True):
    """A part of each school day; `from` is in it, `to` is not."""

    name: str
    from_: time = msgspec.field(name="from")
    to: time


class Calendar(Frozen, frozen=True):
    """When a school is in session, in the federation's time zone."""

    terms: tuple[Span, ...] = ()
    holidays: tuple[Span, ...] = ()  # half terms and bank holidays within the terms
    staff_days: tuple[date, ...] = ()
    week: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")
    lessons: tuple[Lesson, ...] = ()
    breaks: tuple[Lesson, ...] = ()


class Room(Frozen, frozen=True):
    """A room; what is used in it counts as used by its group."""

    name: str
    site: str | None = None
    group: str | None = None
    profile: str | None = None


class Device(Frozen, frozen=True):
    """A device known by its address or hardware address, given to one person, room or group."""

    name: str
    address: ClientAddress | None = None
    mac: HardwareAddress | None = None
    person: str | None = None
    room: str | None = None
    group: str | None = None


class Network(Frozen, frozen=True):
    """A range of addresses at the school."""

    range: AddressRange
    name: str = ""
    site: str | None = None
    room: str | None = None
    group: str | None = None
    sign_in: Literal["required", "none"] = "required"


class Person(Frozen, frozen=True):
    """Somebody who uses the internet at the school."""

    id: Id
    sign_in: SignInName
    name: str
    class_: str | None = msgspec.field(name="class", default=None)
    groups: tuple[str, ...] = ()
    profile: str | None = None
    rules: tuple[SiteRule, ...] = ()


class School(Frozen, frozen=True):
    """One school: its groups, places, devices and people."""

    name: str
    profile: str | None = None
    unknown: str | None = None  # the profile of people not known; the federation's when absent
    locked_categories: tuple[Category, ...] = ()
    rules: tuple[SiteRule, ...] = ()
    calendar: Calendar = Calendar()
    sites: dict[Id, str] = {}
    key_stages: dict[Id, Group] = {}
    years: dict[Id, YearGroup] = {}
    classes: dict[Id, SchoolClass] = {}
    groups: dict[Id, Group] = {}
    rooms: dict[Id, Room] = {}
    devices: dict[Id, Device] = {}
    networks: dict[Id, Network] = {}
    people: tuple[Person, ...] = ()


class Federation(Frozen, frozen=True):
    """What holds for every school."""

    name: str
    profile: str  # of everybody for whom nothing more specific is set
    unknown: str  # of people not known: at least as strict as every other profile
    time_zone: TimeZone = "Europe/London"
    locked_categories: tuple[Category, ...] = ()
    rules: tuple[SiteRule, ...] = ()


class Policy(Frozen, frozen=True):
    """The whole policy of a federation, or of one school."""

    version: Literal[1]
    federation: Federation
    profiles: dict[Id, Profile]
    schools: dict[Id, School]


class Fault(msgspec.Struct, frozen=True, order=True):
    """What is wrong with a policy file, where, and what to do. Line 0: the published form, which has none."""

    line: int
    where: str
    message: str


class PolicyError(ValueError):
    """The policy cannot be used; `faults` holds all that is wrong with it, by line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{fault.line}: {fault.where}: {fault.message}" for fault in faults))
        self.faults = tuple(faults)
