"""Who answers for a route at a school: by name for those who report, by account for those who are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.access.models import School, User
from belisha.console.access.posts.queries import holders, post_holder_names
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.settings.queries import value_of
from belisha.console.concerns.queries.visible import able_among
from belisha.console.concerns.reporting.declared import BREACH_FIRST
from belisha.console.concerns.rules.routes import CHAIR, DATA, GIVES, HEAD, TEAM

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from belisha.console.concerns.models import Concern

__all__ = ["FIRST", "Reached", "reached", "school_of", "to_be_told"]

# who is told first; where none of them can be, everybody whose role opens the route
FIRST: Final[dict[str, tuple[Role, ...]]] = {
    TEAM: (Role.DSL, Role.DEPUTY_DSL),
    HEAD: (Role.HEAD,),
    CHAIR: (Role.CHAIR,),
    DATA: (Role.DPO, Role.HEAD),
}


class Reached(NamedTuple):
    """Somebody to whom reports of a route go, as whoever reports reads it."""

    role: StrOrPromise
    names: str


def school_of(code: str) -> School | None:
    """The school that an open form is of."""
    return School.objects.filter(code=code).select_related("federation").first()


def reached(school: School, route: str) -> list[Reached]:
    """To whom reports of a route go, by role and name. Two queries at most."""
    names = post_holder_names(school)
    held = [role for role in _first(school, route) if names.get(role)] or FIRST[route]
    return [Reached(ROLES[role].title, names[role]) for role in held if names.get(role)]


def _first(school: School, route: str) -> tuple[Role, ...]:
    """Who is told first at a school: of a possible data breach the one whom its policy names."""
    if route == DATA:
        return (Role(value_of(school, BREACH_FIRST)),)
    return FIRST[route]


def to_be_told(concern: Concern) -> list[User]:
    """Whom a new concern is told to: those first in its route who may see it; else whoever may."""
    able = tuple(role for role, rule in ROLES.items() if GIVES[concern.route] in rule.permissions)
    for roles in (_first(concern.school, concern.route), FIRST[concern.route], able):
        if found := able_among(holders(concern.school, roles), concern):
            return found
    return []
