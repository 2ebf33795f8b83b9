"""The risk form: what each side is asked, and the words for how likely and how bad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.filtering.changes.rules.steps import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

__all__ = ["IMPACT", "LIKELIHOOD", "LONGEST_ANSWER", "QUESTIONS", "Question", "faults_of", "score"]

LONGEST_ANSWER: Final = 600
HIGHEST: Final = 5


class Question(NamedTuple):
    """One question of a half: its name in what is kept, its words, and what to think of."""

    id: str
    text: StrPromise
    hint: StrPromise


QUESTIONS: Final[dict[Step, tuple[Question, ...]]] = {
    Step.EDUCATION: (
        Question(
            "age",
            gettext_lazy("Does it suit the age and ability of those whom it is for?"),
            gettext_lazy("Think of the youngest, and of children with special needs."),
        ),
        Question(
            "need",
            gettext_lazy("What is it needed for?"),
            gettext_lazy("The lesson, topic or task; or the harm that it prevents."),
        ),
        Question(
            "groups",
            gettext_lazy("Is it for the right people, and for no longer than needed?"),
            gettext_lazy("Could fewer people, or a shorter time, do as well?"),
        ),
        Question(
            "supervision",
            gettext_lazy("Who watches over its use, and how?"),
            gettext_lazy("For example: only in lessons with the teacher in the room."),
        ),
        Question(
            "alternatives",
            gettext_lazy("What else could be done instead?"),
            gettext_lazy("Another site, a download checked beforehand, the teacher's screen."),
        ),
    ),
    Step.TECHNICAL: (
        Question(
            "effect",
            gettext_lazy("Does it do what it is meant to do?"),
            gettext_lazy("Other names that the site needs; other rules that are more exact."),
        ),
        Question(
            "bypass",
            gettext_lazy("Could it be used to get round the filter?"),
            gettext_lazy("Translation, proxies, search pictures, embedded videos, file stores."),
        ),
        Question(
            "encryption",
            gettext_lazy("What of it is encrypted, and is that inspected?"),
            gettext_lazy("Where a connection is left alone, nothing but the name is seen."),
        ),
        Question(
            "reach",
            gettext_lazy("Does the address reach further than it must?"),
            gettext_lazy("A whole name where one path would do; a name that others can write below."),
        ),
        Question(
            "lists",
            gettext_lazy("Which lists or categories does it set aside, or make stricter?"),
            gettext_lazy("What else in those would open or close with it? See what it would change."),
        ),
    ),
}
LIKELIHOOD: Final[tuple[tuple[int, StrPromise], ...]] = (
    (1, gettext_lazy("1: hardly ever")),
    (2, gettext_lazy("2: unlikely")),
    (3, gettext_lazy("3: it may well happen")),
    (4, gettext_lazy("4: likely")),
    (5, gettext_lazy("5: nearly certain")),
)
IMPACT: Final[tuple[tuple[int, StrPromise], ...]] = (
    (1, gettext_lazy("1: hardly noticed")),
    (2, gettext_lazy("2: a nuisance")),
    (3, gettext_lazy("3: somebody is upset, or a lesson is lost")),
    (4, gettext_lazy("4: a child is harmed or frightened, or a class cannot work")),
    (5, gettext_lazy("5: serious harm to a child, or against the law")),
)


def score(likelihood: int, impact: int) -> int:
    """How risky, 1 to 25."""
    return likelihood * impact


def faults_of(side: Step, answers: Mapping[str, str], likelihood: int, impact: int) -> dict[str, str]:
    """What is wrong with a half, by field; nothing when it can be kept."""
    faults = {}
    for question in QUESTIONS[side]:
        answer = answers.get(question.id, "").strip()
        if not answer:
            faults[question.id] = _("Answer this question; a few words are enough.")
        elif len(answer) > LONGEST_ANSWER:
            faults[question.id] = _("Say it in at most %(most)s letters.") % {"most": LONGEST_ANSWER}
    for name, number in (("likelihood", likelihood), ("impact", impact)):
        if not 1 <= number <= HIGHEST:
            faults[name] = _("Choose a number from 1 to 5.")
    return faults
