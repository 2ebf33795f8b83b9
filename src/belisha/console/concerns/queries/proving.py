"""What the proofs of concerns ask before they say that all is well: whether the record is used at all."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.remembering import remembered
from belisha.console.concerns.working.queries.standing import of_school
from belisha.console.duties.registry import Standing, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.console.access.models import School

    Ask = Callable[[Any, datetime], Standing]

__all__ = ["in_use", "only_in_use"]

YEAR: Final = timedelta(days=365)


def in_use(school: School, now: datetime) -> bool:
    """Whether anything was reported at this school within a year, adults' conduct left out: that is not told here."""
    return remembered(
        ("concerns in use", school.pk, now),
        lambda: of_school(school).filter(reported_at__gte=now - YEAR, reported_at__lte=now).exists(),
    )


def only_in_use(ask: Ask) -> Ask:
    """A proof that is met only where the record is used: that nothing is late in an empty one says nothing."""

    @wraps(ask)
    def asked(school: School, now: datetime) -> Standing:
        found = ask(school, now)
        if found.state is not State.MET or in_use(school, now):
            return found
        reason = _("No worry about a child was reported within a year, so nothing can be told: do people know how?")
        return Standing(State.NOT_KNOWN, reason, link=reverse("concerns", args=[school.code]))

    return asked
