"""A small policy for tests: two schools, the levels between federation and person, and ways to vary it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from belisha.engine.policy.model import (
    Calendar,
    CalendarRule,
    Device,
    Federation,
    Group,
    Lesson,
    Network,
    Person,
    Policy,
    Profile,
    Room,
    School,
    SchoolClass,
    SiteRule,
    SlotKind,
    Span,
    Tls,
    TlsRules,
    YearGroup,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LESSON = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)  # a Monday, 09:30 in London
BREAK = datetime(2026, 9, 14, 9, 35, tzinfo=UTC)
EVENING = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 9, 13, 9, 0, tzinfo=UTC)

CALENDAR = Calendar(
    terms=(Span(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18)),),
    holidays=(Span(name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30)),),
    staff_days=(date(2026, 9, 1),),
    lessons=(
        Lesson(name="Morning", from_=time(9), to=time(10, 30)),
        Lesson(name="Late morning", from_=time(10, 45), to=time(12)),
    ),
    breaks=(Lesson(name="Break", from_=time(10, 30), to=time(10, 45)),),
)

PROFILES = {
    "everyone": Profile(
        name="Everyone",
        page="staff",
        block=("pornography", "gambling"),
        unlisted="allow",
        safe_search=True,
        youtube="moderate",
        blocked_file_kinds=("programs",),
        quic="block",
        tls=TlsRules(default=Tls.INSPECT, alone=("banking",)),
    ),
    "juniors": Profile(
        name="Juniors",
        inherits="everyone",
        page="juniors",
        block=("games", "chat"),
        approved={"games": ("educational-games",)},
        calendar=(
            CalendarRule(when=(SlotKind.BREAK,), relax=("games",)),
            CalendarRule(when=(SlotKind.LESSON,), block=("sport",)),
        ),
        youtube="strict",
    ),
    "staff": Profile(
        name="Staff",
        inherits="everyone",
        unblock=("gambling",),
        tls=TlsRules(default=Tls.NAME_ONLY, inspect=("webmail",)),
    ),
    "technicians": Profile(name="Technicians", inherits="staff", blocked_file_kinds=()),
    "guests": Profile(name="Guests", inherits="everyone", tls=TlsRules(our_certificate=False)),
    "strictest": Profile(
        name="Strictest",
        inherits="juniors",
        page="infants",
        block=("sport",),
        calendar=(),
        approved={"games": ()},
        unlisted="block",
    ),
}


def rule(
    id: str,  # noqa: A002
    address: str,
    verdict: str = "block",
    until: datetime | None = None,
    *,
    locked: bool = False,
) -> SiteRule:
    """A site rule with an owner and a reason."""
    return SiteRule(
        id=id,
        address=address,
        verdict="allow" if verdict == "allow" else "block",
        reason="For a test.",
        owner="the tester",
        until=until,
        locked=locked,
    )


OAKFIELD = School(
    name="Oakfield Primary School",
    calendar=CALENDAR,
    sites={"main": "Mill Lane", "annexe": "Church Street"},
    key_stages={"ks2": Group(name="Key Stage 2", profile="juniors")},
    years={"year-4": YearGroup(name="Year 4", key_stage="ks2")},
    classes={"hazel": SchoolClass(name="Hazel class", year="year-4")},
    groups={
        "staff": Group(name="Staff", profile="staff"),
        "technicians": Group(name="Technicians", profile="technicians"),
        "choir": Group(name="Choir"),
        "guests": Group(name="Guests", profile="guests"),
    },
    rooms={
        "suite": Room(name="the computer room", site="annexe", profile="juniors"),
        "staff-room": Room(name="the staff room", site="main", group="staff"),
    },
    devices={
        "laptop-1": Device(name="laptop 1", address="10.20.4.11", mac="02:00:5e:00:00:01", room="suite"),
        "tablet-1": Device(name="tablet 1", mac="02:00:5e:00:00:02", group="hazel"),
        "teacher-1": Device(name="teacher laptop", address="10.20.6.1", person="s1"),
    },
    networks={
        "classrooms": Network(range="10.20.0.0/16", site="main"),
        "guests": Network(range="10.20.200.0/24", site="main", group="guests", sign_in="none"),
        "staff-room": Network(range="10.20.210.0/24", room="staff-room"),
        "quiet": Network(range="10.20.220.0/24", sign_in="none"),
        "six": Network(range="fd00:20::/32", site="main"),
    },
    people=(
        Person(id="p1", sign_in="amir.stone", name="Amir Stone", class_="hazel", groups=("choir",)),
        Person(id="s1", sign_in="j.winter", name="Jo Winter", groups=("staff",)),
        Person(id="t1", sign_in="t.vale", name="Toni Vale", groups=("technicians",)),
    ),
)
ST_BRIGIDS = School(
    name="St Brigid's Primary School",
    calendar=CALENDAR,
    networks={"classrooms": Network(range="10.30.0.0/16")},
    people=(Person(id="p2", sign_in="wren.hale", name="Wren Hale"),),
)
POLICY = Policy(
    version=1,
    federation=Federation(name="The Federation", profile="juniors", unknown="strictest"),
    profiles=PROFILES,
    schools={"oakfield": OAKFIELD, "st-brigids": ST_BRIGIDS},
)


def with_school(**changes: object) -> Policy:
    """POLICY with Oakfield changed."""
    return replace(POLICY, schools={**POLICY.schools, "oakfield": replace(OAKFIELD, **changes)})


def with_federation(**changes: object) -> Policy:
    """POLICY with the federation changed."""
    return replace(POLICY, federation=replace(POLICY.federation, **changes))


def with_profile(profile_id: str, **changes: object) -> Policy:
    """POLICY with one profile changed."""
    changed = replace(POLICY.profiles[profile_id], **changes)
    return replace(POLICY, profiles={**POLICY.profiles, profile_id: changed})


def with_rules(*, at: str, rules: Sequence[SiteRule]) -> Policy:
    """POLICY with rules at one level: federation, school, ks2, year-4, hazel, choir or p1."""
    found = tuple(rules)
    people = tuple(replace(one, rules=found) if one.id == at else one for one in OAKFIELD.people)
    levels = {
        name: {
            key: replace(group, rules=found) if key == at else group for key, group in getattr(OAKFIELD, name).items()
        }
        for name in ("key_stages", "years", "classes", "groups")
    }
    if at == "federation":
        return with_federation(rules=found)
    return with_school(people=people, rules=found if at == "school" else (), **levels)
