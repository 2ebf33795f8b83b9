"""How the proof as a whole stands now: proven, in doubt, broken, or not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from belisha.console.duties.registry import State
from belisha.console.filtering.models import Outcome, ProbeRun, ProbeState
from belisha.console.filtering.proof.queries.states import last_full, last_run, profile_names, states_of
from belisha.console.filtering.proof.rules.freshness import FULL_FOR, QUICK_FOR, is_fresh

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["ProofStanding", "standing_of", "unseen_by"]


class ProofStanding(NamedTuple):
    """How the proof stands, why, in one sentence; with all that it rests on."""

    state: State
    reason: str
    full: ProbeRun | None
    newest: ProbeRun | None
    states: list[ProbeState]
    alarms: list[ProbeState]


def standing_of(school: School, now: datetime) -> ProofStanding:
    """How the proof of a school stands. Three queries. A test that did not happen proves nothing."""
    states = list(states_of(school))
    full, newest = last_full(school), last_run(school)
    state, reason = _judged(states, full, newest, now)
    return ProofStanding(state, reason, full, newest, states, [one for one in states if one.outcome == Outcome.PASSED])


def unseen_by(profiles: Iterable[str]) -> str:
    """What nobody can see of some profiles (ids), and why, in a sentence."""
    names = profile_names()
    return _(
        "Nobody sees what is downloaded or searched for inside encrypted connections that are read by name only: "
        "%(names)s."
    ) % {"names": ", ".join(names.get(profile, profile) for profile in profiles)}


def _judged(
    states: list[ProbeState], full: ProbeRun | None, newest: ProbeRun | None, now: datetime
) -> tuple[State, str]:
    passed = sum(one.outcome == Outcome.PASSED for one in states)
    if passed:
        return State.BREACHED, _("Tests that got through to what should be blocked: %(count)s.") % {"count": passed}
    if full is None:
        return State.NOT_KNOWN, _("The filter has never been tested as a whole.")
    if not is_fresh(full.finished_at, now, FULL_FOR):
        return State.NOT_KNOWN, _("The daily test of the filter did not happen.")
    if newest and newest.state == ProbeRun.State.FAILED:
        return State.NOT_KNOWN, _("The last test could not be made: %(why)s") % {"why": newest.trouble}
    if newest is None or not is_fresh(newest.finished_at, now, QUICK_FOR):
        return State.NOT_KNOWN, _("The hourly test of the filter did not happen.")
    return _judged_by_results(states, full)


def _judged_by_results(states: list[ProbeState], full: ProbeRun) -> tuple[State, str]:
    unknown = sum(one.outcome == Outcome.UNKNOWN for one in states)
    if unknown or full.made < full.planned:
        return State.AT_RISK, _("Tests without a result that says anything: %(count)s.") % {
            "count": unknown + full.planned - full.made
        }
    shut = sum(one.outcome == Outcome.SHUT for one in states)
    if shut:
        return State.AT_RISK, _("Tests that found shut what should be open: %(count)s.") % {"count": shut}
    unseen = sorted({one.profile for one in states if one.outcome == Outcome.UNSEEN})
    if unseen:
        return State.AT_RISK, unseen_by(unseen)
    return State.MET, _("Every test came out as the policy says: %(count)s.") % {"count": len(states)}
