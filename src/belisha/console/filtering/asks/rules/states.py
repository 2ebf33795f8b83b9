"""What can become of an ask, and the fixed sentences in which pupils are told; the table is the whole of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrPromise

__all__ = ["KIND_SENTENCES", "NEXT", "OPEN_STATES", "Step", "StepError", "check_step", "told", "told_of_report"]


class Step(StrEnum):
    """What is done with an ask."""

    HAND_ON = "hand-on"
    DECLINE = "decline"
    CHANGE = "change"  # filter managers begin a change
    APPLIED = "applied"  # … which comes into force
    WITHDRAWN = "withdrawn"  # … or does not
    LEFT_OUT = "left-out"  # … or does without this site
    UNDONE = "undone"


# the states are models.Ask.State
NEXT: Final[dict[tuple[str, Step], str]] = {
    ("teacher", Step.HAND_ON): "managers",
    ("teacher", Step.DECLINE): "declined",
    ("teacher", Step.CHANGE): "change",
    ("managers", Step.DECLINE): "declined",
    ("managers", Step.CHANGE): "change",
    ("change", Step.DECLINE): "declined",
    ("change", Step.APPLIED): "opened",
    ("change", Step.WITHDRAWN): "declined",
    ("change", Step.LEFT_OUT): "managers",
    ("opened", Step.UNDONE): "shut",
}
OPEN_STATES: Final = ("teacher", "managers", "change")


class StepError(ValueError):
    """An ask cannot go that way from where it is; the text is a sentence."""


def check_step(state: str, step: Step) -> str:
    """The state that a step leads to. Raises StepError."""
    found = NEXT.get((state, step))
    if found is None:
        message = _("This has been answered meanwhile, or it is with somebody else now. Look at it again.")
        raise StepError(message)
    return found


class Sentence(NamedTuple):
    """A kind way to say no: what teachers choose it for, and what the child reads."""

    chosen: StrPromise
    read: StrPromise


# fixed, for they are shown at the gateway to whoever knows the number: no name can be in them
KIND_SENTENCES: Final[dict[str, Sentence]] = {
    "another": Sentence(
        gettext_lazy("There is another page that is just as good"),
        gettext_lazy("There is another page for this. Ask your teacher: they will show you."),
    ),
    "together": Sentence(
        gettext_lazy("We look at it together in class"),
        gettext_lazy("Your teacher will look at it with you in class."),
    ),
    "older": Sentence(
        gettext_lazy("It is for older children"),
        gettext_lazy("This page is for older children. You did nothing wrong by asking."),
    ),
    "home": Sentence(
        gettext_lazy("It is nothing for school"),
        gettext_lazy("This page is not for school time. It is all right that you asked."),
    ),
    "unsafe": Sentence(
        gettext_lazy("We are not sure that it is safe"),
        gettext_lazy("We are not sure that this page is safe. Thank you for asking first!"),
    ),
    "talk": Sentence(
        gettext_lazy("I will explain it myself"),
        gettext_lazy("Please talk to your teacher: they will tell you why."),
    ),
}


def told(state: str, code: str, until: str) -> Sequence[str]:
    """What whoever asked reads at the gateway, for a child of seven. `until`: a day or time in words, or ""."""
    if state == "opened":
        end = _("You can use it until %(until)s.") % {"until": until} if until else _("You can use it now.")
        return (_("Yes! The page is open."), end)
    if state == "declined":
        kind = KIND_SENTENCES.get(code)
        return (_("Not this time."), str(kind.read) if kind else _("Your teacher can tell you why."))
    if state == "shut":
        return (_("The page was open, and is closed again."), _("Do you still need it? Ask again."))
    if state == "teacher":
        return (_("Your teacher has not answered yet."), _("Come back and look again later."))
    return (_("Your school is looking at the page now."), _("Come back and look again later."))


def told_of_report(state: str) -> Sequence[str]:
    """What whoever reported a page reads at the gateway."""
    if state == "kept":
        return (_("You were right to tell us."), _("The page stays closed."))
    if state == "open":
        return (_("We have looked at the page."), _("It is all right to use. Thank you for telling us."))
    first = _("The page is closed for now.") if state == "blocked" else _("Thank you for telling us.")
    return (first, _("A grown-up at your school is looking at it."))
