"""What needs somebody now: each app adds what it knows; the home page shows all, most urgent first."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.access.permissions import Permission

__all__ = ["Need", "Urgency", "needs", "needs_of"]


class Urgency(IntEnum):
    """How soon."""

    NOW = 0
    SOON = 1
    SOMETIME = 2


class Need(NamedTuple):
    """One thing to do: in words, where to do it, how soon, at which school."""

    text: str
    link: str
    urgency: Urgency = Urgency.SOON
    school: str = ""


_ASKED: list[tuple[Permission | None, Callable[[User, School], Iterable[Need]]]] = []


def needs(
    permission: Permission | None,
) -> Callable[[Callable[[User, School], Iterable[Need]]], Callable[[User, School], Iterable[Need]]]:
    """Declare a question asked for the home page of those with a permission (None: everybody)."""

    def declare(ask: Callable[[User, School], Iterable[Need]]) -> Callable[[User, School], Iterable[Need]]:
        _ASKED.append((permission, ask))
        return ask

    return declare


def needs_of(request: HttpRequest, *, only: School | None = None) -> list[Need]:
    """All that needs whoever is signed in, at all their schools or at one alone; most urgent first."""
    user = request.user
    if not isinstance(user, User):
        return []
    found = [
        need._replace(school=school.name)
        for school in ([only] if only else schools_for(user))
        for permission, ask in _ASKED
        if permission is None or has_permission(user, permission, school)
        for need in ask(user, school)
    ]
    return sorted(found, key=lambda need: need.urgency)
