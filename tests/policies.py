"""A policy that tests of the console adopt: small, without faults, with every kind of holder."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.filtering.policy.actions import adopt
from belisha.console.filtering.policy.queries import current
from belisha.engine.policy import model
from belisha.engine.policy.model import Calendar, CalendarRule, Lesson, Network, Policy, Profile, SlotKind, TlsRules
from belisha.engine.policy.register import Register, SchoolRegister, with_register

if TYPE_CHECKING:
    from belisha.console.access.models import Federation
    from belisha.console.filtering.models import PolicyVersion

CALENDAR = Calendar(
    terms=(model.Span(name="The year", first=date(2026, 9, 1), last=date(2027, 7, 21)),),
    lessons=(Lesson(name="Morning", from_=time(9), to=time(12)),),
    breaks=(Lesson(name="Lunch", from_=time(12), to=time(13)),),
)
PROFILES = {
    "everyone": Profile(
        name="Everyone",
        page="staff",
        block=("pornography", "hate", "extremism", "malware", "phishing", "proxies-and-vpns"),
        unlisted="allow",
        safe_search=True,
        youtube="moderate",
        blocked_file_kinds=("programs", "installers", "scripts"),
        quic="block",
        tls=TlsRules(default=model.Tls.INSPECT, alone=("banking",)),
    ),
    "juniors": Profile(
        name="Juniors",
        inherits="everyone",
        page="juniors",
        block=("social-networks", "chat", "games", "shopping", "music-and-video", "downloads", "webmail", "gambling"),
        approved={"games": ("educational-games",)},
        calendar=(CalendarRule(when=(SlotKind.LESSON,), block=("sport",)),),
        youtube="strict",
    ),
    "infants": Profile(name="Infants", inherits="juniors", page="infants", block=("news", "sport"), unlisted="mark"),
    "staff": Profile(
        name="Staff", inherits="everyone", block=("social-networks", "chat"), tls=TlsRules(default=model.Tls.NAME_ONLY)
    ),
    "technicians": Profile(name="Technicians", inherits="staff", blocked_file_kinds=()),
    "guests": Profile(name="Guests", inherits="everyone", block=("social-networks", "chat"), youtube="strict"),
    "strictest": Profile(
        name="People not known", inherits="infants", calendar=(), approved={"games": ()}, unlisted="block"
    ),
}


def a_policy(*codes: str) -> Policy:
    """A policy of schools with key stages, years, groups and a network each, and no people."""
    empty = Policy(
        version=1,
        federation=model.Federation(
            name="Wold and Water Federation",
            profile="juniors",
            unknown="strictest",
            locked_categories=("pornography", "extremism"),
        ),
        profiles=PROFILES,
        schools={},
    )
    registers = {code: SchoolRegister(name=code.replace("-", " ").title(), calendar=CALENDAR) for code in codes}
    policy = with_register(empty, Register(schools=registers))
    networks = {code: Network(range=f"10.{number}.0.0/16") for number, code in enumerate(codes, start=20)}
    schools = {code: replace(policy.schools[code], networks={"classrooms": networks[code]}) for code in codes}
    return replace(policy, schools=schools)


def an_adopted_policy(place: School | Federation) -> PolicyVersion:
    """The federation's policy, adopted with every school that it has; the one that there is, where there is one."""
    federation = place.federation if isinstance(place, School) else place
    codes = School.objects.filter(federation=federation).order_by("pk").values_list("code", flat=True)
    known = current(federation)
    return known or adopt(by=By(None, system="test"), federation=federation, policy=a_policy(*codes))
