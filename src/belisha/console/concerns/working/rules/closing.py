"""What is still missing before a concern may be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.concerns.rules.routes import CHAIR, HEAD, TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

__all__ = ["NOT_TOLD", "OUTCOMES", "SAFE_NOT_TOLD", "TOLD", "Facts", "missing", "outcomes_of"]

TOLD: Final = "told"
# why parents are not told; `harm` is the one reason that counts even where telling is demanded
SAFE_NOT_TOLD: Final = "harm"
NOT_TOLD: Final = ("harm", "agency", "no-child", "no-need")

# how a concern ends: code, what it is called
_OF_ANY: Final[dict[str, StrPromise]] = {
    "resolved": gettext_lazy("Resolved"),
    "help-goes-on": gettext_lazy("Help goes on elsewhere: with a plan of its own"),
    "passed-on": gettext_lazy("Passed on to an agency that leads now"),
    "no-action": gettext_lazy("Looked into: nothing more is needed"),
    "unfounded": gettext_lazy("Unfounded or false"),
}
# the terms of Keeping Children Safe in Education, part four, in our words
_OF_ALLEGATIONS: Final[dict[str, StrPromise]] = {
    "substantiated": gettext_lazy("Substantiated: there is enough to show that it happened"),
    "unsubstantiated": gettext_lazy("Unsubstantiated: neither shown nor ruled out; it says nothing of guilt"),
    "no-basis": gettext_lazy("Unfounded: nothing supports it"),
    "false": gettext_lazy("False: there is enough to show that it did not happen"),
    "malicious": gettext_lazy("Malicious: it did not happen, and was meant to deceive or to harm"),
    "low-level": gettext_lazy("A low-level concern: dealt with, and kept apart from allegations"),
}
OUTCOMES: Final[dict[str, StrPromise]] = {**_OF_ALLEGATIONS, **_OF_ANY}


def outcomes_of(route: str) -> dict[str, StrPromise]:
    """How concerns of a route end; what is about an adult of the school may be an allegation."""
    if route not in {HEAD, CHAIR}:
        return _OF_ANY
    return {code: title for code, title in OUTCOMES.items() if code != "unfounded"}


class Facts(NamedTuple):
    """What is known of a concern that somebody wants to close."""

    route: str
    acknowledged: bool
    level: int | None
    needs_debrief: bool
    found: Mapping[str, str]  # the latest code of each kind of finding
    marks: frozenset[str]
    steps: tuple[str, ...]  # required ones without an answer
    tasks: int  # not done, lessons and what was agreed with the family left out
    without_sanction: int  # people said to have caused it for whom no step stands


def missing(facts: Facts) -> list[str]:
    """Sentences, each with what to do; none: it may be closed."""
    said = [
        (not facts.acknowledged, _("Nobody has acknowledged it.")),
        (facts.route == TEAM and facts.level is None, _("Set the level by the table of thresholds.")),
        ("parents" not in facts.found, _("Say when the parents were told and by whom, or why not.")),
        (_parents_must(facts), _("The child is under age for the service: the parents must be told.")),
        (facts.route == TEAM and "child-voice" not in facts.found, _("Write down what the child says.")),
        (facts.route == TEAM and "parents-voice" not in facts.found, _("Write down what the parents say.")),
        ("support" not in facts.found, _("Say what support was given.")),
        ("policy" not in facts.found, _("Name the policy that was relied on.")),
        (facts.without_sanction > 0, _("Say which step was taken with each who is said to have caused it.")),
        (facts.needs_debrief and "debrief" not in facts.found, _("Hold the debrief that this level asks for.")),
        (facts.tasks > 0, _("Tasks that are not done: %(n)s.") % {"n": facts.tasks}),
    ]
    steps = [_("Step not answered: %(step)s") % {"step": step} for step in facts.steps]
    return [sentence for applies, sentence in said if applies] + steps


def _parents_must(facts: Facts) -> bool:
    decided = facts.found.get("parents", TOLD)
    return "under-age" in facts.marks and decided not in {TOLD, SAFE_NOT_TOLD}
