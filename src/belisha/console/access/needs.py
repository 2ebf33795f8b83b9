"""What needs somebody now: each app adds what it knows; the home page shows all, most urgent and gravest first."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.models import User
from belisha.console.access.remembering import remembered, remembering

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.access.permissions import Permission

__all__ = ["FEW", "SCHOOLS", "Ask", "Need", "Question", "Urgency", "Weight", "asked_of", "needs", "needs_of", "order"]

SCHOOLS: Final = "schools that are asked about"  # remembered for questions that ask the database once for all of them
FEW: Final = 3  # who has more schools than these is asked most questions at the page of each school


class Urgency(IntEnum):
    """How soon."""

    NOW = 0
    SOON = 1
    SOMETIME = 2


class Weight(IntEnum):
    """How grave it is among what is equally urgent, whichever app says so; the gravest first."""

    DANGER = 0  # a child may be in danger
    CHILD = 1  # a child waits for somebody
    FAILING = 2  # what should keep children safe fails, or nobody knows: the filter, gateways, the record
    DUE = 3  # somebody's work, due or overdue
    OTHER = 4


class Need(NamedTuple):
    """One thing to do: in words, where to do it, how soon, at which school, how grave."""

    text: str
    link: str
    urgency: Urgency = Urgency.SOON
    school: str = ""
    weight: Weight = Weight.OTHER


def order(need: Need) -> tuple[Urgency, Weight]:
    """What needs stand by, everywhere."""
    return need.urgency, need.weight


Ask = Callable[["User", "School"], "Iterable[Need]"]


class Question(NamedTuple):
    """What an app asks for the home page of those with a right."""

    permission: Permission | None
    ask: Ask
    of_many: bool


_ASKED: list[Question] = []


def needs(permission: Permission | None, *, of_many: bool = False) -> Callable[[Ask], Ask]:
    """Declare a question asked for the home page of those with a permission (None: everybody).

    `of_many`: asked at every school even of those with many, for it asks the database once for all of their schools.
    Other questions are asked of them at their own school alone.
    """

    def declare(ask: Ask) -> Ask:
        _ASKED.append(Question(permission, ask, of_many))
        return ask

    return declare


def needs_of(request: HttpRequest, *, only: School | None = None) -> list[Need]:
    """All that needs whoever is signed in, at all their schools or at one alone; most urgent first, then the gravest.

    Of those with many schools (FEW) only what can be asked for all of them at once.
    """
    user = request.user
    if not isinstance(user, User):
        return []
    schools = [only] if only else list(schools_for(user).select_related("federation"))
    with remembering():
        remembered(SCHOOLS, lambda: schools)
        found = [
            need._replace(school=school.name)
            for school, question in asked_of(user, schools)
            for need in question.ask(user, school)
        ]
    return sorted(found, key=order)


def asked_of(user: User, schools: Sequence[School]) -> Iterator[tuple[School, Question]]:
    """Which questions are asked of somebody at which of their schools."""
    few = len(schools) <= FEW
    for school in schools:
        for question in _ASKED:
            if (few or question.of_many or school.pk == user.school_id) and (
                question.permission is None or has_permission(user, question.permission, school)
            ):
                yield school, question
