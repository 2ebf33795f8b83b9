"""Which edition of each standard counts at a school, and which one waits for somebody to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.compliance.models import AcceptedEdition
from belisha.console.compliance.standards.rules import ACCEPTING, Standard, editions
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.access.roles import Role

__all__ = ["accepted_at", "may_accept", "standard_at", "standards_at", "waiting_at"]


def standards_at(school: School) -> tuple[Standard, ...]:
    """Every standard in the edition that counts at a school, by title. One query."""
    rows = AcceptedEdition.objects.for_school(school).order_by("version").values_list("standard", "version")
    accepted = dict(rows)  # the newest last
    found = []
    for name, held in editions().items():
        by_version = {each.version: each for each in held}
        found.append(by_version.get(accepted.get(name, 0), held[0]))
    return tuple(found)


def standard_at(school: School, name: str) -> Standard:
    """One in the edition that counts at a school. Raises KeyError."""
    return {each.id: each for each in standards_at(school)}[name]


def waiting_at(school: School) -> list[tuple[Standard, Standard]]:
    """The standards of which a newer edition waits: the one that counts, and the newest."""
    pairs = [(each, editions()[each.id][-1]) for each in standards_at(school)]
    return [(old, new) for old, new in pairs if new.version > old.version]


def accepted_at(school: School, name: str) -> list[AcceptedEdition]:
    """The editions of a standard that were accepted, the newest first."""
    return list(AcceptedEdition.objects.for_school(school).filter(standard=name).select_related("by"))


def may_accept(user: User, school: School) -> Role | None:
    """The role by which somebody accepts an edition for the school."""
    return next(iter(sorted(ACCEPTING & roles_at(user, school))), None)
