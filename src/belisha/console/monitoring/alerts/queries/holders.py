"""Which roles somebody has at a school today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.authorization import holdings, place_of

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.access.roles import Role

__all__ = ["roles_at"]


def roles_at(user: User, school: School) -> set[Role]:
    """The roles that somebody has today which count at a school."""
    place = place_of(school)
    return {holding.role for holding in holdings(user) if holding.reaches(place)}
