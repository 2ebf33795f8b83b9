"""The matrix of rights, from code alone: which role may do what, and over what."""

from __future__ import annotations

from typing import Final, NamedTuple

from belisha.console.access.permissions import TITLES, Permission
from belisha.console.access.posts.rules import NAMED
from belisha.console.access.roles import ROLES, Role

__all__ = ["Line", "as_markdown", "lines", "roles_with", "roles_without", "title_of"]

HEADING: Final = """# Who may do what

This page is made from the code that decides: `belisha.console.access.roles`. Renew it with
`python -m belisha.console rights > docs/guide/who-may-do-what.md`. The same table is in the console, below
*Who does what*, with the names of those who hold each post.

A role that somebody holds at one school counts at that school only. The roles marked with * may also be held for the
whole federation; then they count at each of its schools. Whoever stands in for somebody has the rights of that post
for those days. Pupils, parents and visitors have no rights over others' data: each sees only what is their own.
"""


class Line(NamedTuple):
    """One right: what it means, and who has it."""

    permission: Permission
    title: str
    roles: tuple[Role, ...]


def title_of(permission: Permission) -> str:
    """What a right means, in plain words; its code where nobody has said."""
    return str(TITLES.get(permission, permission.value))


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """The roles that give a right."""
    return tuple(role for role in NAMED if permission in ROLES[role].permissions)


def roles_without() -> tuple[Role, ...]:
    """Roles that give no right at all."""
    return tuple(role for role in Role if not ROLES[role].permissions)


def lines() -> list[Line]:
    """Every right, in the order of the code."""
    return [Line(each, title_of(each), roles_with(each)) for each in Permission]


def as_markdown() -> str:
    """The matrix as a page of the guide: a section for each role, so that it reads on a narrow screen too."""
    return "\n".join([HEADING, *(_section(role) for role in NAMED)])


def _section(role: Role) -> str:
    rule = ROLES[role]
    title = f"{rule.title}{' *' if rule.federation else ''}"
    rights = "\n".join(f"- {title_of(each)}" for each in Permission if each in rule.permissions)
    return f"## {title}\n\nMay:\n\n{rights}\n"
