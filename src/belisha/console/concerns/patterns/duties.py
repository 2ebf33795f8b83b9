"""What patterns prove: rises are looked into, and teaching follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.patterns.queries import SYSTEM, counts_of, lessons_open, notes_of, rises_in, span_of
from belisha.console.concerns.patterns.rules import same
from belisha.console.concerns.queries.visible import visible
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []


def _standing(state: State, reason: str, page: str, school: School) -> Standing:
    return Standing(state, reason, Basis.MEASURED, link=reverse(page, args=[school.code]))


@proves("concerns.trends")
def rises_are_looked_into(school: School, now: datetime) -> Standing:
    """Whether somebody looked into everything that rose this term. The reason says how many, never what."""
    today = timezone.localdate(now)
    span = span_of(school, today)
    terms = counts_of(visible(SYSTEM, school), span)
    if not terms.comparable:
        reason = _("Concerns are counted; there is no term before this one on record to compare them with.")
        return _standing(State.NOT_KNOWN, reason, "concern-patterns", school)
    noted = {(note.kind, same(note.value)) for note in notes_of(school, span.first)}
    found = rises_in(terms)
    waiting = [rise for rise in found if (rise.kind, same(rise.value)) not in noted]
    if waiting:
        reason = _("Something rose this term and nobody wrote down what was found: %(n)s.") % {"n": len(waiting)}
        return _standing(State.BREACHED, reason, "concern-patterns", school)
    reason = _("Concerns are compared with last term each day; %(n)s rises this term, all looked into.")
    return _standing(State.MET, reason % {"n": len(found)}, "concern-patterns", school)


@proves("concerns.trends-to-teaching")
def lessons_follow(school: School, now: datetime) -> Standing:
    """Whether the lessons that patterns asked for were taught in time."""
    today = timezone.localdate(now)
    waiting = list(lessons_open(school))
    late = [row for row in waiting if row.lesson_due and row.lesson_due < today]
    if late:
        reason = _("Lessons that were to be taught because of concerns and are late: %(n)s.") % {"n": len(late)}
        return _standing(State.BREACHED, reason, "concern-figures", school)
    reason = _("No lesson that a pattern of concerns asked for is late; still to be taught: %(n)s.")
    return _standing(State.MET, reason % {"n": len(waiting)}, "concern-figures", school)
