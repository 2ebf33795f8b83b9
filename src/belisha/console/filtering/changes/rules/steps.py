"""What a change of the filter waits for, and who may take the next step: two people of two sides, then who applies.

A person counts once, whatever roles, covers or stand-in sessions they act under: `Somebody.id` is the human being.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise

__all__ = [
    "RIGHTS",
    "WORDS",
    "Facts",
    "Opinion",
    "Somebody",
    "Step",
    "score_of",
    "waits_for",
    "wants_consent",
    "why_not",
]


class Step(StrEnum):
    """What can be done about a change."""

    SUBMIT = "submit"
    EDUCATION = "education"  # one half of the risk form
    TECHNICAL = "technical"  # the other
    CONSENT = "consent"
    APPLY = "apply"
    REVIEW = "review"  # afterwards
    UNDO = "undo"
    REWORK = "rework"  # back to a draft
    WITHDRAW = "withdraw"


WORDS: Final[dict[Step, StrPromise]] = {
    Step.SUBMIT: gettext_lazy("whoever drafted it to hand it in"),
    Step.EDUCATION: gettext_lazy("the half of the risk form about children and teaching"),
    Step.TECHNICAL: gettext_lazy("the technical half of the risk form"),
    Step.CONSENT: gettext_lazy("a leader's consent"),
    Step.APPLY: gettext_lazy("a filter manager to apply it"),
    Step.REVIEW: gettext_lazy("somebody to look at it afterwards"),
}
_APPLYING: Final = frozenset({Permission.APPLY_FILTER_CHANGES})
_ASSESSING: Final = frozenset({Permission.ASSESS_FOR_LEARNING, Permission.ASSESS_TECHNICALLY})
# for each step the rights of which one is needed
RIGHTS: Final[dict[Step, frozenset[Permission]]] = {
    Step.SUBMIT: frozenset({Permission.DRAFT_FILTER_CHANGES}),
    Step.EDUCATION: frozenset({Permission.ASSESS_FOR_LEARNING}),
    Step.TECHNICAL: frozenset({Permission.ASSESS_TECHNICALLY}),
    Step.CONSENT: frozenset({Permission.CONSENT_TO_FILTER_CHANGES}),
    Step.APPLY: _APPLYING,
    Step.UNDO: _APPLYING,
    Step.REVIEW: _ASSESSING | {Permission.CONSENT_TO_FILTER_CHANGES},
    Step.REWORK: frozenset({Permission.DRAFT_FILTER_CHANGES}),
    Step.WITHDRAW: _ASSESSING | {Permission.DRAFT_FILTER_CHANGES, Permission.CONSENT_TO_FILTER_CHANGES},
}


class Opinion(NamedTuple):
    """One half of a risk form: whose, how risky (1 to 25), and of which edits."""

    side: str  # a Step: EDUCATION or TECHNICAL
    by: int
    score: int
    against: bool
    digest: str


class Facts(NamedTuple):
    """All that the next step of a change depends on. People are numbers of human beings; None: the system."""

    state: str  # a Change.State
    digest: str  # of its edits
    drafted_by: int | None = None
    opinions: tuple[Opinion, ...] = ()
    mark: int = 10  # from which score a leader must consent
    consent_by: int | None = None
    applied_by: int | None = None
    undoes: bool = False  # it takes another change back
    to_review: bool = False

    def opinion(self, side: Step) -> Opinion | None:
        """The half of a side, if it judges the edits as they are now."""
        return next((each for each in self.opinions if each.side == side and each.digest == self.digest), None)

    @property
    def current(self) -> list[Opinion]:
        """The halves that judge the edits as they are now."""
        return [each for each in self.opinions if each.digest == self.digest]


class Somebody(NamedTuple):
    """Who would take a step: a human being, with what they may do where the change counts."""

    id: int
    rights: frozenset[Permission]
    manager: bool = False  # holds the time-limited right of a filter manager today
    factor: bool = False  # has a second factor
    standing_in: bool = False  # uses the console as somebody else


def score_of(facts: Facts) -> int | None:
    """The risk: the higher judgement of the two sides; None before both are there."""
    current = facts.current
    return max(each.score for each in current) if len({each.side for each in current}) == 2 else None


def wants_consent(facts: Facts) -> bool:
    """Whether a leader must consent: it is risky, or one of the two sides advises against it."""
    score = score_of(facts)
    return score is not None and (score >= facts.mark or any(each.against for each in facts.current))


def waits_for(facts: Facts) -> tuple[Step, ...]:
    """The steps that are next; none, and it is at its end. Both halves of a risk form can be filled in at once."""
    if facts.state == "draft":
        return (Step.SUBMIT,)
    if facts.state == "assessing":
        missing = tuple(side for side in (Step.EDUCATION, Step.TECHNICAL) if facts.opinion(side) is None)
        if missing:
            return missing
        return (Step.CONSENT,) if wants_consent(facts) and facts.consent_by is None else (Step.APPLY,)
    return (Step.REVIEW,) if facts.state == "applied" and facts.to_review else ()


def why_not(step: Step, facts: Facts, who: Somebody) -> str:
    """Why somebody may not take a step now, as a sentence; "" where they may."""
    if not RIGHTS[step] & who.rights:
        return _("Your role does not allow this step.")
    return _CHECKS[step](step, facts, who)


def _why_not_submit(_step: Step, facts: Facts, who: Somebody) -> str:
    if facts.state != "draft":
        return _("It has been handed in already.")
    return "" if facts.drafted_by in {None, who.id} else _("Only whoever drafted it can hand it in.")


def _why_not_rework(_step: Step, facts: Facts, who: Somebody) -> str:
    if facts.state != "assessing":
        return _("It is not being assessed.")
    return "" if facts.drafted_by in {None, who.id} else _("Only whoever drafted it can write it anew.")


def _why_not_assess(step: Step, facts: Facts, who: Somebody) -> str:
    if facts.state != "assessing":
        return _("It is not being assessed.")
    if any(each.by == who.id and each.side != step for each in facts.opinions):
        return _("You filled in the other half: the two halves must be by two people.")
    if facts.consent_by == who.id:
        return _("You consented to it: whoever consents does not assess.")
    there = facts.opinion(step)
    return "" if there is None or there.by == who.id else _("Somebody else has filled in this half.")


def _why_not_consent(_step: Step, facts: Facts, who: Somebody) -> str:
    if waits_for(facts) != (Step.CONSENT,):
        return _("It does not wait for a leader's consent.")
    if any(each.by == who.id for each in facts.opinions):
        return _("You assessed it: the consent must be another person's.")
    return _("You drafted it: the consent must be another person's.") if facts.drafted_by == who.id else ""


def _why_not_manager(who: Somebody) -> str:
    if who.standing_in:
        return _("Nobody changes the filter while standing in for somebody else.")
    if not who.manager:
        return _("You are not a filter manager today.")
    return "" if who.factor else _("Filter managers need a second factor: set one up under your name.")


def _why_not_apply(_step: Step, facts: Facts, who: Somebody) -> str:
    if waits_for(facts) != (Step.APPLY,):
        return _("It cannot be applied yet: it waits for something else.")
    return _why_not_manager(who)


def _why_not_undo(_step: Step, facts: Facts, who: Somebody) -> str:
    if facts.state != "applied":
        return _("It is not in force.")
    if facts.undoes:
        return _("It takes another change back. To have that one again, make it anew.")
    return _why_not_manager(who)


def _why_not_review(_step: Step, facts: Facts, who: Somebody) -> str:
    if waits_for(facts) != (Step.REVIEW,):
        return _("It does not wait to be looked at.")
    return _("You did it yourself: another person must look at it.") if facts.applied_by == who.id else ""


def _why_not_withdraw(_step: Step, facts: Facts, who: Somebody) -> str:
    if facts.state not in {"draft", "assessing"}:
        return _("It can be withdrawn only before it is applied.")
    others = RIGHTS[Step.WITHDRAW] - {Permission.DRAFT_FILTER_CHANGES}
    if facts.drafted_by in {None, who.id} or (facts.state == "assessing" and others & who.rights):
        return ""
    return _("Only whoever drafted it can withdraw it before it is handed in.")


_CHECKS: Final[dict[Step, Callable[[Step, Facts, Somebody], str]]] = {
    Step.SUBMIT: _why_not_submit,
    Step.REWORK: _why_not_rework,
    Step.EDUCATION: _why_not_assess,
    Step.TECHNICAL: _why_not_assess,
    Step.CONSENT: _why_not_consent,
    Step.APPLY: _why_not_apply,
    Step.UNDO: _why_not_undo,
    Step.REVIEW: _why_not_review,
    Step.WITHDRAW: _why_not_withdraw,
}
