"""From posts and covers to rights: pure functions that `authorization` asks with what the database holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.access.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.permissions import Permission

__all__ = ["Holding", "Place", "Term", "held", "role_giving"]


class Place(NamedTuple):
    """A school and its federation, by number; `school` None: all of the federation."""

    school: int | None
    federation: int


class Term(NamedTuple):
    """A post, or a cover of one: a role at a place from a first to a last day, both included.

    Of a cover `post` is the term of the post itself: when that is over, so is the cover.
    """

    role: Role
    place: Place
    first: date
    last: date | None
    post: Term | None = None

    def lasts_on(self, day: date) -> bool:
        """Whether it is held on a day."""
        within = self.first <= day and (self.last is None or day <= self.last)
        return within and (self.post is None or self.post.lasts_on(day))


class Holding(NamedTuple):
    """A role that somebody has today. `school` is None for the whole federation; `covering`: for somebody away."""

    role: Role
    school: int | None
    federation: int
    covering: bool

    def reaches(self, place: Place) -> bool:
        """Whether it counts at a place: a school's at that school, a federation's everywhere in it."""
        if self.school is not None:
            return self.school == place.school
        return self.federation == place.federation


def held(terms: Iterable[Term], today: date) -> tuple[Holding, ...]:
    """The roles of somebody on a day: their own posts before those that they cover."""
    found = [
        Holding(term.role, term.place.school, term.place.federation, covering=term.post is not None)
        for term in terms
        if term.lasts_on(today)
    ]
    return tuple(sorted(found, key=lambda holding: holding.covering))


def role_giving(holdings: Iterable[Holding], permission: Permission, place: Place) -> Role | None:
    """The first of somebody's roles that gives a right at a place, or None."""
    able = (holding for holding in holdings if permission in ROLES[holding.role].permissions)
    return next((holding.role for holding in able if holding.reaches(place)), None)
