"""Checks of profiles: what they inherit, what they contradict, what nobody says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.engine.policy.inherit import lineage
from belisha.engine.policy.reading.shapes import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from belisha.engine.policy.model import Fault, Policy, Profile
    from belisha.engine.policy.reading.marks import Marks

STATED_BY_THE_FIRST: Final = ("page", "unlisted", "safe_search", "youtube", "blocked_file_kinds", "quic", "tls")


def check_profiles(policy: Policy, marks: Marks) -> Iterator[Fault]:
    """Faults within the profiles."""
    for profile_id, profile in policy.profiles.items():
        yield from _inheritance(profile_id, profile, policy.profiles, marks)
        yield from _contradictions(profile, marks)


def _inheritance(profile_id: str, profile: Profile, profiles: Mapping[str, Profile], marks: Marks) -> Iterator[Fault]:
    if profile.inherits is None:
        for field in STATED_BY_THE_FIRST:
            if getattr(profile, field) is None:
                yield marks.fault(profile, f"inherits from no other profile, so it must say “{field}”")
    elif profile.inherits not in profiles:
        yield marks.fault(profile, unknown_profile(profile.inherits, profiles), "inherits")
    else:
        line = lineage(profile_id, profiles)
        if profiles[line[-1]].inherits in line:
            yield marks.fault(profile, f"inherits from itself: {', '.join(line)}, {line[0]}", "inherits")


def unknown_profile(name: str, profiles: Mapping[str, Profile]) -> str:
    """The message for a profile that is not there."""
    return f"there is no profile “{name}”{did_you_mean(name, profiles)}"


def _contradictions(profile: Profile, marks: Marks) -> Iterator[Fault]:
    for category in sorted(set(profile.block) & set(profile.unblock)):
        yield marks.fault(profile, f"{category} is both blocked and unblocked", "unblock")
    for rule in profile.calendar or ():
        if not rule.when or not (rule.block or rule.relax):
            yield marks.fault(rule, "says nothing: it needs “when”, and “block” or “relax”")
    if profile.tls is not None:
        named = (*profile.tls.inspect, *profile.tls.name_only, *profile.tls.alone)
        for category in sorted({category for category in named if named.count(category) > 1}):
            yield marks.fault(profile.tls, f"{category} is named more than once")
