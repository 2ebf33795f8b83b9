"""Checks that people who are not known get a profile at least as strict as every other one they could have had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.engine.policy.inherit import effective
from belisha.engine.policy.model import SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from belisha.engine.policy.inherit import Effective
    from belisha.engine.policy.model import Fault, Frozen, Policy, School
    from belisha.engine.policy.reading.marks import Marks

# Settings with their values, the strictest first.
LAXITY: Final[Mapping[str, tuple[str | bool, ...]]] = {
    "unlisted": ("block", "mark", "allow"),
    "youtube": ("strict", "moderate", "off"),
    "safe_search": (True, False),
    "quic": (False, True),
}


def check_strictest(policy: Policy, marks: Marks) -> Iterator[Fault]:
    """Faults of `unknown` of the federation and of each school."""
    settled = {profile: effective(profile, policy.profiles) for profile in policy.profiles}
    yield from _against(policy.federation, policy.federation.unknown, settled.keys(), settled, marks)
    for school in policy.schools.values():
        if school.unknown is not None:
            used = _used(policy, school)
            yield from _against(school, school.unknown, used, settled, marks)


def _used(policy: Policy, school: School) -> set[str]:
    """The profiles that somebody at a school can have."""
    levels = (school.key_stages, school.years, school.classes, school.groups, school.rooms)
    named = {piece.profile for level in levels for piece in level.values()}
    named |= {person.profile for person in school.people}
    return {profile for profile in (*named, school.profile or policy.federation.profile) if profile}


def _against(
    piece: Frozen, unknown: str, others: Iterable[str], settled: Mapping[str, Effective], marks: Marks
) -> Iterator[Fault]:
    if unknown not in settled:
        return
    for other in sorted(others):
        laxer = list(_laxer(settled[unknown], settled[other])) if other in settled else []
        if laxer:
            message = f"“{unknown}” is for people not known, but “{other}” is stricter: {'; '.join(laxer)}"
            yield marks.fault(piece, message, "unknown")


def _laxer(unknown: Effective, other: Effective) -> Iterator[str]:
    """In what a profile is laxer than another."""
    for slot in SlotKind:
        missing = other.blocked_in(slot) - unknown.blocked_in(slot)
        if missing:
            yield f"block {', '.join(sorted(missing))} ({slot})"
    for category, approved in unknown.approved.items():
        extra = set(approved) - set(other.approved.get(category, ()))
        if extra and any(category in other.blocked_in(slot) for slot in SlotKind):
            yield f"do not approve {', '.join(sorted(extra))} for {category}"
    kinds = other.blocked_file_kinds - unknown.blocked_file_kinds
    if kinds:
        yield f"block the file kinds {', '.join(sorted(kinds))}"
    for setting in ("unlisted", "youtube", "safe_search", "quic"):
        lax, strict = LAXITY[setting].index(getattr(unknown, setting)), LAXITY[setting].index(getattr(other, setting))
        if lax > strict:
            yield f"set {setting} as strictly"
