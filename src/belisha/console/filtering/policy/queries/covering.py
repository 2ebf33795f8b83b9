"""Whom the policy keeps from a category, and what the probes last said of it: the two halves of a proof."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.filtering.models import PersonProfile
from belisha.console.filtering.models.proof import Outcome, ProbeState
from belisha.console.filtering.policy.queries.versions import document
from belisha.engine.policy.edits import profiles_held
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.model import SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.engine.policy import Policy

__all__ = [
    "Blocking",
    "Probing",
    "blocked_for_all",
    "blocking",
    "blocking_all",
    "probed",
    "profiles_at",
    "pupil_profiles",
    "school_policy",
]

PROBES_COUNT: Final = timedelta(hours=36)  # probes run each day; a missed night is told of before the second


class Blocking(NamedTuple):
    """Whether a category is blocked for some profiles. `locked`: nobody can open it.

    `open_for`: names of profiles in which it is open always; `at_times`: in which it is open at some time.
    """

    locked: bool
    open_for: tuple[str, ...] = ()
    at_times: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is blocked for all of them at all times."""
        return self.locked or not (self.open_for or self.at_times)


class Probing(NamedTuple):
    """What the probes of a category last said: when the oldest of them ran, how many there are, how many came through.

    Nothing is known where `at` is None.
    """

    at: datetime | None
    made: int = 0
    passed: int = 0
    unknown: int = 0
    unseen: int = 0  # inside connections that the policy has read by name only

    def fresh(self, now: datetime) -> bool:
        """Whether they all count today and all came to an answer."""
        return self.at is not None and now - self.at <= PROBES_COUNT and not self.unknown


def school_policy(school: School) -> tuple[Policy, set[str]]:
    """The document, and the profiles that somebody at a school can have. Raises NotAdoptedError."""
    policy = document(school.federation)
    return policy, profiles_at(policy, school) | _own(school)


def _own(school: School) -> set[str]:
    return set(PersonProfile.objects.for_school(school).standing().values_list("profile", flat=True))


def profiles_at(policy: Policy, school: School) -> set[str]:
    """Profiles that are given to anybody or anything at a school, people who are not known included."""
    here = policy.schools[school.code]
    found = {held for holder, held in profiles_held(policy) if holder.school == school.code}
    found |= {here.profile or policy.federation.profile, here.unknown or policy.federation.unknown}
    return {name for name in found if name in policy.profiles}


def blocking(policy: Policy, school: School, category: str, profiles: Iterable[str]) -> Blocking:
    """Whether a category is blocked for some profiles at a school."""
    return blocking_all(policy, school, [category], profiles)[category]


def blocking_all(
    policy: Policy, school: School, categories: Iterable[str], profiles: Iterable[str]
) -> dict[str, Blocking]:
    """The same of several categories: each profile is worked out once."""
    locked = {*policy.federation.locked_categories, *policy.schools[school.code].locked_categories}
    sides = []
    for name in sorted(profiles):
        settled = effective(name, policy.profiles)
        by_slot = [settled.blocked_in(slot) for slot in SlotKind]
        sides.append((settled.name, frozenset.intersection(*by_slot), frozenset.union(*by_slot)))
    return {
        category: Blocking(
            category in locked,
            tuple(title for title, _always, ever in sides if category not in ever),
            tuple(title for title, always, ever in sides if category in ever and category not in always),
        )
        for category in categories
    }


def blocked_for_all(school: School, category: str) -> Blocking:
    """Whether a category is blocked for everybody at a school, by what the policy says. Raises NotAdoptedError."""
    policy, profiles = school_policy(school)
    return blocking(policy, school, category, profiles)


def pupil_profiles(policy: Policy, profiles: Iterable[str]) -> set[str]:
    """Those of some profiles whose people read the pages for children; people who are not known count as pupils."""
    return {name for name in profiles if effective(name, policy.profiles).page != "staff"}


def probed(school: School, category: str, *, kind: str = "", wanted: str = "block") -> Probing:
    """How the probes of a category (or of a kind, whatever the category) at a school came out last.

    `wanted`: what they were to find; whatever it is when empty.
    """
    states = ProbeState.objects.for_school(school)
    states = states.filter(wanted=wanted) if wanted else states
    states = states.filter(kind=kind) if kind else states.filter(category=category)
    rows = list(states.values_list("outcome", "at"))
    if not rows:
        return Probing(None)
    outcomes = [outcome for outcome, _at in rows]
    return Probing(
        min(at for _outcome, at in rows),
        len(rows),
        outcomes.count(Outcome.PASSED),
        outcomes.count(Outcome.UNKNOWN),
        outcomes.count(Outcome.UNSEEN),
    )
