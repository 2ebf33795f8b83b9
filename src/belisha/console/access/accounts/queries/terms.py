"""Which term it is at a school, and since when what comes back each term is wanted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from belisha.console.access.accounts.rules.terms import Term, term_on
from belisha.console.access.calendars.queries import calendar_of

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["term_at", "term_before"]


def term_at(school: School | None, day: date) -> Term:
    """The term of a day as the school has entered it; the usual ones where it has not. One query."""
    firsts = [span.first for span in calendar_of(school, day).terms] if school else ()
    return term_on(day, firsts)


def term_before(term: Term) -> date:
    """The first day of the usual term before one."""
    return term_on(date.fromordinal(term.first.toordinal() - 1)).first
