"""What patterns prove: rises are looked into, and teaching follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.concerns.models import Task
from belisha.console.concerns.patterns.queries import (
    counts_of,
    lessons_open,
    notes_of,
    notes_since,
    notes_with_lessons,
    rises_in,
    span_of,
)
from belisha.console.concerns.patterns.rules import same
from belisha.console.concerns.queries.countable import countable
from belisha.console.concerns.queries.proving import only_in_use
from belisha.console.concerns.working.queries.standing import late_tasks
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []

YEAR: Final = timedelta(days=365)
HALF_TERM: Final = timedelta(days=56)  # with its holiday: within which the record is gone through
TERM: Final = timedelta(days=122)


def _standing(state: State, reason: str, page: str, school: School) -> Standing:
    return Standing(state, reason, Basis.MEASURED, link=reverse(page, args=[school.code]))


@proves("concerns.trends")
def rises_are_looked_into(school: School, now: datetime) -> Standing:
    """Whether somebody looked into everything that rose this term. The reason says how many, never what.

    Of concerns about children, as the page of patterns has it: of those about adults nobody reads here that there are.
    """
    today = timezone.localdate(now)
    span = span_of(school, today)
    terms = counts_of(countable(school), span)
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
    asked = notes_with_lessons(school, now - YEAR)
    if not asked:
        reason = _("No pattern of concerns has asked for a lesson within a year: has anybody looked through them?")
        return _standing(State.NOT_KNOWN, reason, "concern-patterns", school)
    reason = _("Lessons that concerns asked for within a year: %(all)s. None is late; still to be taught: %(n)s.")
    return _standing(State.MET, reason % {"all": asked, "n": len(waiting)}, "concern-figures", school)


@proves("governance.records-shape-practice")
@only_in_use
def records_shape_practice(school: School, now: datetime) -> Standing:
    """Whether somebody looked through the record this half term and wrote down what follows, and nothing of it is late.

    What follows is a lesson with its day, or the words of a note that nothing changes; lessons of debriefs have owners.
    """
    today = timezone.localdate(now)
    late = lessons_open(school).filter(lesson_due__lt=today).count() + late_tasks(school, now, Task.Source.LESSON)
    if late:
        reason = _("What was to be changed because of concerns, and is late: %(n)s.") % {"n": late}
        return _standing(State.BREACHED, reason, "concern-figures", school)
    notes = notes_since(school, now - TERM)
    last = notes.first()
    if last is None:
        reason = _("Nobody has written down this term what the record of concerns shows, and what follows from it.")
        return _standing(State.BREACHED, reason, "concern-patterns", school)
    said = {"day": date_format(timezone.localtime(last.at), "j F Y"), "n": notes_with_lessons(school, now - TERM)}
    if now - last.at > HALF_TERM:
        reason = _("The record was last looked through on %(day)s: look through it again this half term.")
        return _standing(State.AT_RISK, reason % said, "concern-patterns", school)
    reason = _("The record was looked through on %(day)s; lessons that followed within a term: %(n)s. None is late.")
    return _standing(State.MET, reason % said, "concern-patterns", school)
