"""Which level the duties of an aspect suggest, and why. Our own rule, not the statements of the review tool."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.duties.registry import Basis, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from belisha.console.duties.registry import Standing

__all__ = ["LEVELS", "STANDARD", "Suggestion", "suggest"]

STANDARD: Final = "360-degree-safe"
# what we mean by them when we suggest one; the tool's own statements for each aspect are its owner's
LEVELS: Final = (
    (5, gettext_lazy("5, hardly begun")),
    (4, gettext_lazy("4, begun")),
    (3, gettext_lazy("3, mostly in place")),
    (2, gettext_lazy("2, in place")),
    (1, gettext_lazy("1, in place, shown by evidence, and lasting")),
)
LASTING: Final = timedelta(days=90)  # about a term
MOSTLY: Final = 2 / 3
BEGUN: Final = 1 / 3


class Suggestion(NamedTuple):
    """A level, or None where nothing is known, and why."""

    level: int | None
    reason: str


def suggest(standings: Sequence[Standing], now: datetime) -> Suggestion:
    """What the duties of an aspect suggest. What a school has not adopted counts neither way."""
    held = [each for each in standings if each.state is not State.NOT_ADOPTED]
    if not any(each.state is not State.NOT_KNOWN for each in held):
        return Suggestion(None, _("Nothing is known of the duties that belong to it."))
    met = [each for each in held if each.state is State.MET]
    wrong = sum(each.state in (State.BREACHED, State.NOT_KNOWN) for each in held)
    counts = {"met": len(met), "all": len(held), "wrong": wrong}
    if len(met) == len(held):
        return _of_those_met(met, now)
    if not wrong:
        return Suggestion(2, _("None of %(all)s duties is breached or unknown. Met: %(met)s.") % counts)
    share = len(met) / len(held)
    level = 3 if share >= MOSTLY else 4 if share >= BEGUN else 5
    return Suggestion(level, _("Met: %(met)s of %(all)s duties. Breached or unknown: %(wrong)s.") % counts)


def _of_those_met(met: Sequence[Standing], now: datetime) -> Suggestion:
    count = {"all": len(met)}
    if any(each.basis is Basis.CLAIMED for each in met):
        return Suggestion(2, _("All of %(all)s duties are met, but some rest on somebody's word alone.") % count)
    if any(each.since is None or now - each.since < LASTING for each in met):
        return Suggestion(2, _("All of %(all)s duties are met, some of them for less than a term.") % count)
    return Suggestion(1, _("All of %(all)s duties are met, with evidence, and have been for a term.") % count)
