"""What is still missing before a concern may be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.concerns.rules.routes import CHAIR, HEAD, TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

__all__ = ["NOT_TOLD", "OUTCOMES", "SAFE_NOT_TOLD", "TOLD", "Facts", "Missing", "missing", "outcomes_of"]

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
    # each with its number and words
    steps: tuple[tuple[int, str], ...] = ()  # required ones without an answer
    tasks: tuple[tuple[int, str], ...] = ()  # not done, lessons and what was agreed with the family left out
    without_sanction: tuple[tuple[int, str], ...] = ()  # who is said to have caused it and for whom no step stands


class Missing(NamedTuple):
    """Something that keeps a concern from being closed, and the page of the concern on which it is done."""

    text: str
    page: str = "concern"  # name of the page
    rest: tuple[str | int, ...] = ()  # of its address, after school and reference


def missing(facts: Facts) -> list[Missing]:
    """What is to be done, and where; none: it may be closed."""
    team = facts.route == TEAM
    said = [
        (not facts.acknowledged, Missing(_("Nobody has acknowledged it."))),
        (team and facts.level is None, Missing(_("Set the level by the table of thresholds."), "concern-level")),
        (
            "parents" not in facts.found,
            Missing(_("Say when the parents were told and by whom, or why not."), "concern-parents"),
        ),
        (
            _parents_must(facts),
            Missing(_("The child is under age for the service: the parents must be told."), "concern-parents"),
        ),
        (team and "child-voice" not in facts.found, _to_find(_("Write down what the child says."), "child-voice")),
        (team and "parents-voice" not in facts.found, _to_find(_("Write down what the parents say."), "parents-voice")),
        ("support" not in facts.found, _to_find(_("Say what support was given."), "support")),
        ("policy" not in facts.found, _to_find(_("Name the policy that was relied on."), "policy")),
        (
            facts.needs_debrief and "debrief" not in facts.found,
            Missing(_("Hold the debrief that this level asks for."), "concern-debrief"),
        ),
    ]
    return [each for applies, each in said if applies] + _of_each(facts)


def _to_find(text: str, kind: str) -> Missing:
    return Missing(text, "concern-find", (kind,))


def _of_each(facts: Facts) -> list[Missing]:
    rows = (
        (facts.without_sanction, "concern-sanction", _("Say which step was taken with %(what)s.")),
        (facts.tasks, "concern-task", _("Task not done: %(what)s")),
        (facts.steps, "concern-step", _("Step not answered: %(what)s")),
    )
    return [Missing(text % {"what": what}, page, (number,)) for each, page, text in rows for number, what in each]


def _parents_must(facts: Facts) -> bool:
    decided = facts.found.get("parents", TOLD)
    return "under-age" in facts.marks and decided not in {TOLD, SAFE_NOT_TOLD}
