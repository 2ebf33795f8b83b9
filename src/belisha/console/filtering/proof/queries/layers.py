"""The layers that keep users from unsuitable material, each with how it stands now and where it is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.duties.registry import State
from belisha.console.filtering.models import FilterCheck, Outcome
from belisha.console.filtering.proof.queries.checks import half_term_of
from belisha.console.filtering.proof.queries.comparing import newest_comparison
from belisha.console.filtering.proof.queries.standing import standing_of, unseen_by
from belisha.console.filtering.proof.rules.freshness import FULL_FOR, is_fresh
from belisha.engine.lists.locked import locked_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.filtering.models import ProbeState
    from belisha.console.filtering.proof.queries.standing import ProofStanding

__all__ = ["WORST_FIRST", "Layer", "layers_of"]

WORST_FIRST: Final = (State.BREACHED, State.NOT_KNOWN, State.AT_RISK, State.MET)
COMPARED_FOR_DAYS: Final = 2


class Layer(NamedTuple):
    """One layer: what it does, how it stands, why, and the page where it is put right."""

    name: str
    about: str
    state: State
    reason: str
    link: str


def layers_of(school: School, now: datetime) -> list[Layer]:
    """Every layer of a school. Seven queries."""
    standing = standing_of(school, now)
    link = reverse("filter-proof", args=[school.code])
    return [
        Layer(_("The filter"), _("Every request is judged by the policy."), standing.state, standing.reason, link),
        *_locked(school),
        *_tested(school, standing, now),
        _compared(school, now),
        _supervised(school, now),
    ]


def _locked(school: School) -> Iterator[Layer]:
    link = reverse("filter-locked-lists", args=[school.code])
    for slot in locked_state(settings.HOME):
        about = _("Nobody can switch this list off.")
        if slot.state == "absent":
            reason = _("There is no such list here, and nobody upstream is on record as applying it.")
            yield Layer(slot.title, about, State.BREACHED, reason, link)
        elif slot.state == "imported":
            reason = _("Brought in under licence; entries: %(count)s.") % {"count": slot.count}
            yield Layer(slot.title, about, State.MET, reason, link)
        else:
            reason = _("Applied by %(who)s before our gateway: that is their word.") % {"who": slot.who}
            yield Layer(slot.title, about, State.AT_RISK, reason, link)


def _tested(school: School, standing: ProofStanding, now: datetime) -> Iterator[Layer]:
    """Layers that the tests look at, one by one."""
    parts = {
        "search": (_("Safe search"), _("Search engines and video sites leave out what is not for children.")),
        "download": (_("Downloads"), _("Programs cannot be fetched.")),
        "bypass": (_("Ways round the filter"), _("Other writings of an address, other ports, other names.")),
        "open": (_("What lessons need"), _("Sites of the curriculum stay open, so nobody looks for a way round.")),
    }
    for kind, (name, about) in parts.items():
        states = [state for state in standing.states if state.kind == kind]
        link = f"{reverse('filter-proof-states', args=[school.code])}?kind={kind}"
        yield Layer(name, about, *_judged(states, now), link)


def _judged(states: list[ProbeState], now: datetime) -> tuple[State, str]:
    outcomes = [state.outcome for state in states]
    if Outcome.PASSED in outcomes:
        return State.BREACHED, _("Tests that came through: %(count)s.") % {"count": outcomes.count(Outcome.PASSED)}
    if not states or not all(is_fresh(state.at, now, FULL_FOR) for state in states):
        return State.NOT_KNOWN, _("Not tested within a day.")
    bad = len(outcomes) - outcomes.count(Outcome.WELL) - outcomes.count(Outcome.UNSEEN)
    if bad:
        return State.AT_RISK, _("Tests that did not come out well: %(count)s.") % {"count": bad}
    unseen = sorted({state.profile for state in states if state.outcome == Outcome.UNSEEN})
    if unseen:
        return State.AT_RISK, unseen_by(unseen)
    return State.MET, _("Every test came out well: %(count)s.") % {"count": len(outcomes)}


def _compared(school: School, now: datetime) -> Layer:
    name, about = _("One decision"), _("What pages here say of the filter is what the gateway does.")
    link = reverse("filter-compared", args=[school.code])
    newest = newest_comparison(school)
    if newest is None or (timezone.localdate(now) - newest.day).days > COMPARED_FOR_DAYS or newest.trouble:
        return Layer(name, about, State.NOT_KNOWN, _("Not compared with the last days' requests."), link)
    if newest.disagreements:
        reason = _("Requests on which gateway and console disagreed: %(count)s.") % {"count": newest.disagreements}
        return Layer(name, about, State.BREACHED, reason, link)
    reason = _("Different requests of a day that both judged alike: %(count)s.") % {"count": newest.compared}
    return Layer(name, about, State.MET, reason, link)


def _supervised(school: School, now: datetime) -> Layer:
    half = half_term_of(school, timezone.localdate(now))
    signed = FilterCheck.objects.for_school(school).filter(at__date__gte=half.first).order_by("-at").first()
    name, about = _("People"), _("A leader looks at the tests each half term and signs.")
    link = reverse("filter-checks", args=[school.code])
    if signed is None:
        return Layer(name, about, State.AT_RISK, _("Not signed in this half term yet."), link)
    state = State.MET if signed.suits else State.AT_RISK
    return Layer(name, about, state, _("Signed in this half term."), link)
