"""Whose internet use somebody may look at: who or what goes by a name, and whether it is theirs to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.monitoring.alerts.queries.seeing import family_of_user, route_of, sight_of
from belisha.console.monitoring.models import Alert
from belisha.console.people.models import Device, Group, Person, Room
from belisha.console.people.rules.codes import person_code

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

__all__ = ["Subject", "check_look", "subject_called"]


class Subject(NamedTuple):
    """Whom or what a look is about: its kind, its code in the record, its name; the person, where it is one's."""

    kind: str
    code: str
    name: str
    person: Person | None = None


def subject_called(school: School, kind: str, text: str) -> Subject | None:
    """The one of a kind that goes by a name, user name or code; None where none does, or more than one."""
    if kind == "school":
        return Subject(kind, school.code, school.name)
    text = " ".join(text.split())
    if not text:
        return None
    found = _people(school, text) if kind == "person" else _things(school, kind, text)
    return found[0] if len(found) == 1 else None


def _people(school: School, text: str) -> list[Subject]:
    fold = text.casefold()
    day = timezone.localdate()
    people = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=day)).select_related("user")
    words = Q()
    for word in text.split():
        words &= Q(search__icontains=word.casefold()) | Q(user__username__iexact=word)
    near = people.filter(words | Q(user__username__iexact=text)).order_by("search", "pk")[:50]
    return [
        Subject("person", person_code(one.pk), one.name, one)
        for one in near
        if fold in {one.name.casefold(), (one.user.username or "").casefold(), person_code(one.pk)}
    ]


def _things(school: School, kind: str, text: str) -> list[Subject]:
    named = Q(name__iexact=text) | Q(code__iexact=text)
    if kind == "device":
        devices = Device.objects.for_school(school).in_use().filter(named).select_related("person__user")
        return [Subject(kind, one.code, one.name, one.person) for one in devices.order_by("pk")[:2]]
    if kind == "room":
        return [Subject(kind, one.code, one.name) for one in Room.objects.for_school(school).filter(named)[:2]]
    groups = Group.objects.for_school(school).filter(named)
    if kind == "class":
        groups = groups.filter(kind=Group.Kind.CLASS)
    years = [Subject("group", code, str(name)) for code, name in Person.Year.choices if kind == "group"]
    by_name = [year for year in years if text.casefold() in {year.code, year.name.casefold()}]
    return by_name or [Subject(kind, one.code, one.name) for one in groups.order_by("pk")[:2]]


def check_look(user: User, school: School, person: Person | None) -> str:
    """The route of somebody whose use may be looked at. Raises NotAllowedError: staff are the head's, family nobody's.

    What is about many names nobody.
    """
    if person is None:
        return Alert.Route.SAFEGUARDING
    if person.pk in family_of_user(user, school):
        raise NotAllowedError(_("Nobody looks at their own use, or their family's: ask somebody else to."))
    route = route_of(school, person)
    if route not in sight_of(user, school).routes | {Alert.Route.SAFEGUARDING}:
        raise NotAllowedError(
            _("The internet use of staff is for the head to look at; the head's, for the chair to ask for.")
        )
    return route
