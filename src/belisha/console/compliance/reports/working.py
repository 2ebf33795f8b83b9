"""How a school knows that its filtering works: what was tried through the live path, for each profile and network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from belisha.console.compliance.rules import COLOURS
from belisha.console.duties.registry import State
from belisha.console.filtering.models.proof import Outcome
from belisha.console.filtering.policy.queries import NotAdoptedError
from belisha.console.filtering.policy.queries.covering import profiles_at
from belisha.console.filtering.policy.queries.places import places_of
from belisha.console.filtering.proof.queries.layers import layers_of
from belisha.console.filtering.proof.queries.states import last_full, states_of
from belisha.console.filtering.proof.rules.freshness import FULL_FOR, is_fresh

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.filtering.models import ProbeState
    from belisha.console.filtering.models.proof import ProbeRun
    from belisha.console.filtering.proof.queries.layers import Layer

__all__ = ["Tested", "Working", "working"]


class Tested(NamedTuple):
    """What was tried as one profile, or from one network without a name, and how it came out."""

    what: str
    tests: int
    well: int
    passed: int  # came through, should be blocked
    shut: int  # blocked, should be open
    unknown: int
    oldest: datetime | None
    state: State

    @property
    def colour(self) -> str:
        """Of its tag."""
        return COLOURS[self.state]


class Working(NamedTuple):
    """All of it: the last test as a whole, each profile and each network, and what else stands behind it."""

    run: ProbeRun | None
    profiles: list[Tested]
    networks: list[Tested]
    layers: list[Layer]

    @property
    def gaps(self) -> list[str]:
        """Profiles and networks that were not tested of late, or through which something came."""
        return [each.what for each in (*self.profiles, *self.networks) if each.state is not State.MET]


def working(school: School, now: datetime) -> Working:
    """What is known now. A profile or network of the policy that nobody tested stands there as not known."""
    by_profile: dict[str, list[ProbeState]] = {}
    by_network: dict[str, list[ProbeState]] = {}
    for each in states_of(school):
        if each.network:
            by_network.setdefault(each.network, []).append(each)
        else:
            by_profile.setdefault(each.profile, []).append(each)
    profiles, networks = _of_policy(school)
    return Working(
        last_full(school),
        [_tested(name, by_profile.get(code, []), now) for code, name in _all(profiles, by_profile)],
        [_tested(name, by_network.get(code, []), now) for code, name in _all(networks, by_network)],
        layers_of(school, now),
    )


def _of_policy(school: School) -> tuple[dict[str, str], dict[str, str]]:
    """The profiles and the networks that the policy in force has for a school, by id."""
    try:
        policy = places_of(school)
    except NotAdoptedError:
        return {}, {}
    here = policy.schools.get(school.code)
    profiles = {code: policy.profiles[code].name for code in profiles_at(policy, school) if code in policy.profiles}
    networks = {code: each.name or str(code) for code, each in here.networks.items()} if here else {}
    return profiles, networks


def _all(known: dict[str, str], tested: dict[str, list[ProbeState]]) -> list[tuple[str, str]]:
    names = {code: _("%(code)s (no longer in the policy)") % {"code": code or "?"} for code in tested} | known
    return sorted(names.items(), key=lambda each: each[1])


def _tested(what: str, states: list[ProbeState], now: datetime) -> Tested:
    counts = {outcome: sum(each.outcome == outcome for each in states) for outcome in Outcome}
    oldest = min((each.at for each in states), default=None)
    if counts[Outcome.PASSED]:
        state = State.BREACHED
    elif not states or counts[Outcome.UNKNOWN] or not is_fresh(oldest, now, FULL_FOR):
        state = State.NOT_KNOWN
    else:
        state = State.AT_RISK if counts[Outcome.UNSEEN] else State.MET
    return Tested(
        what,
        len(states),
        counts[Outcome.WELL],
        counts[Outcome.PASSED],
        counts[Outcome.SHUT],
        counts[Outcome.UNKNOWN] + counts[Outcome.UNSEEN],
        oldest,
        state,
    )
