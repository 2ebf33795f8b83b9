"""What telling proves: children have a way to tell, know it, and are read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.concerns.models import Telling
from belisha.console.concerns.patterns.rules import told
from belisha.console.concerns.telling.queries import last_practice
from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []

WAIT: Final = timedelta(hours=1)
YEAR: Final = timedelta(days=365)


def _unread(school: School, now: datetime) -> int:
    """Messages of children that nobody has opened within the hour. Only how many: nothing of any concern."""
    return Telling.objects.filter(concern__school=school, unread_since__lte=now - WAIT).count()


def _standing(state: State, reason: str, school: School) -> Standing:
    return Standing(state, reason, Basis.MEASURED, link=reverse("concerns", args=[school.code]))


@proves("concerns.pupil-seeks-help")
def children_are_read(school: School, now: datetime) -> Standing:
    """Whether what children tell is opened within the hour."""
    unread = _unread(school, now)
    if unread:
        reason = _("Messages of children that nobody opened within the hour: %(n)s.") % {"n": unread}
        return _standing(State.BREACHED, reason, school)
    year = Telling.objects.filter(concern__school=school, told_at__gte=now - YEAR, told_at__lte=now)
    friends = year.filter(for_friend=True).count()
    if not year.exists():
        reason = _("No child has told anybody this way within a year: do they know the button, and trust it?")
        return _standing(State.NOT_KNOWN, reason, school)
    reason = _("Everything that children told was opened. Times in a year: %(n)s; of these for a friend: %(friends)s.")
    return _standing(State.MET, reason % {"n": told(year.count()), "friends": told(friends)}, school)


@proves("concerns.pupil-tells-bullying")
def every_year_group_tried(school: School, now: datetime) -> Standing:
    """Whether messages are read, and every year group with pupils tried the button with its teacher within a year."""
    unread = _unread(school, now)
    if unread:
        reason = _("Messages of children that nobody opened within the hour: %(n)s.") % {"n": unread}
        return _standing(State.BREACHED, reason, school)
    return _tried(school, now, _("Every year group tried telling somebody within a year, and nothing is unread."))


@proves("curriculum.handling-bad-material")
def every_year_group_practised(school: School, now: datetime) -> Standing:
    """Whether every year group with pupils practised with its teacher, within a year, how to tell of bad material."""
    return _tried(school, now, _("Every year group practised within a year how to tell of what upsets them online."))


def _tried(school: School, now: datetime, met: str) -> Standing:
    pupils = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(now.date()).exclude(year="")
    years = set(pupils.order_by().values_list("year", flat=True).distinct())
    if not years:
        return _standing(State.NOT_KNOWN, _("No pupils with a year group are on the register."), school)
    tried = {year for year, at in last_practice(school).items() if at >= now - YEAR}
    if years - tried:
        missing = ", ".join(str(label) for value, label in Person.Year.choices if value in years - tried)
        reason = _("These have not tried the button “Tell someone” with their teacher within a year: %(years)s.") % {
            "years": missing
        }
        return _standing(State.BREACHED, reason, school)
    return _standing(State.MET, met, school)
