"""Each night surveys whose last day is over are closed, and old words are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.compliance.surveys.actions.running import close_over, forget_words
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["after_surveys"]


@due(name="close surveys, erase their words after a year", every="day", at="01:20")
def after_surveys(now: datetime) -> str:
    """How many were closed and how many forgotten, in words."""
    closed, forgotten = close_over(now), forget_words(now)
    told = []
    if closed:
        told.append(ngettext("%(n)s survey was closed.", "%(n)s surveys were closed.", closed) % {"n": closed})
    if forgotten:
        text = ngettext("The words of %(n)s survey were erased.", "The words of %(n)s surveys were erased.", forgotten)
        told.append(text % {"n": forgotten})
    return " ".join(told)
