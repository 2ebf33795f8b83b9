"""What the tests of the filter prove."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import School
from belisha.console.duties.registry import ALWAYS, Basis, Place, Standing, State, proves
from belisha.console.filtering.models import Outcome
from belisha.console.filtering.proof.queries.checks import checks_of, half_term_of
from belisha.console.filtering.proof.queries.layers import WORST_FIRST, layers_of
from belisha.console.filtering.proof.queries.states import last_results
from belisha.console.filtering.proof.rules.freshness import FULL_FOR, is_fresh
from belisha.engine.lists.locked import locked_state

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.engine.lists.locked import LockedState

__all__ = ["effectiveness_checks", "iwf_list", "reasonable_precautions"]

TIME_TO_SIGN: Final = timedelta(weeks=3)  # from the beginning of a half term
OLDEST_IWF_LIST: Final = timedelta(days=1)  # it changes twice a day


@proves("filtering.effectiveness-checks")
def effectiveness_checks(place: Place, now: datetime) -> Standing:
    """A leader has signed in this half term that the filter was checked and suits the pupils."""
    school, today = School.objects.get(pk=place.pk), timezone.localdate(now)
    half = half_term_of(school, today)
    link = reverse("filter-checks", args=[school.code])
    last = checks_of(school).first()
    if last is not None and timezone.localdate(last.at) >= half.first:
        if not last.suits:
            said = _("The check of this half term found that the filter does not suit everywhere yet.")
            return Standing(State.AT_RISK, said, Basis.RECORDED, last.at, link)
        said = _("%(who)s signed the check of this half term.") % {"who": last.by.name}
        return Standing(State.MET, said, Basis.RECORDED, last.at, link)
    if half.known and today - half.first < TIME_TO_SIGN:
        return Standing(State.AT_RISK, _("The check of this half term is not signed yet."), Basis.RECORDED, link=link)
    return Standing(State.BREACHED, _("No check of the filter is signed in this half term."), Basis.RECORDED, link=link)


@proves("filtering.iwf-list", within=ALWAYS)
def iwf_list(place: Place, now: datetime) -> Standing:
    """The IWF list is here under licence, of today, and its own test addresses are blocked for everybody."""
    school = School.objects.get(pk=place.pk)
    link = reverse("filter-locked-lists", args=[school.code])
    slot = next(one for one in locked_state(settings.HOME) if one.id == "iwf")
    if slot.state == "absent":
        said = _("There is no IWF list here, and nobody upstream is on record as applying it.")
        return Standing(State.BREACHED, said, link=link)
    tests = list(last_results(school, slot.id))
    if any(test.outcome == Outcome.PASSED for test in tests):
        return Standing(State.BREACHED, _("A test address of the IWF list came through."), link=link)
    if slot.state == "imported" and slot.at and now - slot.at > OLDEST_IWF_LIST:
        said = _("The IWF list is older than a day: it changes twice daily.")
        return Standing(State.BREACHED, said, since=slot.at + OLDEST_IWF_LIST, link=link)
    if not tests or not all(one.outcome == Outcome.WELL and is_fresh(one.at, now, FULL_FOR) for one in tests):
        return Standing(State.NOT_KNOWN, _not_tested(slot), link=link)
    return Standing(State.MET, _("Its test addresses are blocked for every profile, tested within a day."), link=link)


def _not_tested(slot: LockedState) -> str:
    if slot.state == "upstream":
        return _("%(who)s says that it is applied, but no test address has shown it within a day.") % {"who": slot.who}
    return _("The list is here, but no test address of the licence has been tested within a day.")


@proves("filtering.reasonable-precautions", within=ALWAYS)
def reasonable_precautions(place: Place, now: datetime) -> Standing:
    """No layer that keeps users from unsuitable material is down."""
    school = School.objects.get(pk=place.pk)
    link = reverse("filter-layers", args=[school.code])
    layers = layers_of(school, now)
    worst = min((layer.state for layer in layers), key=WORST_FIRST.index)
    names = ", ".join(layer.name for layer in layers if layer.state is worst)
    if worst is State.MET:
        return Standing(State.MET, _("Every layer stands: %(names)s.") % {"names": names}, link=link)
    return Standing(worst, _("Not every layer stands: %(names)s.") % {"names": names}, link=link)
