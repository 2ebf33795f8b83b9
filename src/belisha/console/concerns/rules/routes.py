"""Whose a concern is: it follows from whom it is about, and is never chosen.

Sources: Keeping Children Safe in Education, part four (the head answers for concerns about staff, the chair of
governors for those about the head), and the two schools' policies (`concerns.staff-misuse-to-head`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.concerns.rules.categories import Category

__all__ = ["CHAIR", "DATA", "GIVES", "HEAD", "HIDES", "TEAM", "route_for", "stricter"]

TEAM, HEAD, CHAIR, DATA = "team", "head", "chair", "data"
# adults whose conduct is the head's business: who works here, paid or not
WORKS_HERE: Final = {"staff", "governor", "volunteer", "contractor"}
HEADS: Final = {Role.HEAD, Role.EXECUTIVE_HEAD}
# from the least to the most closed: a concern may only be handed upwards
ORDER: Final = (DATA, TEAM, HEAD, CHAIR)
# the right that opens the concerns of a route
GIVES: Final[dict[str, Permission]] = {
    TEAM: Permission.WORK_CONCERNS,
    HEAD: Permission.WORK_STAFF_CONCERNS,
    CHAIR: Permission.WORK_HEAD_CONCERNS,
    DATA: Permission.WORK_DATA_CONCERNS,
}
# what somebody is in a concern, that hides it from themselves; who told us or saw it may go on working on it
HIDES: Final = ("harmed", "alleged", "sibling", "involved")


def route_for(category: Category, alleged: Iterable[tuple[str, frozenset[Role]]]) -> str:
    """Whose a concern is. `alleged`: kind and roles of each who is said to have caused it; roles by cover count."""
    alleged = tuple(alleged)
    if category.route == CHAIR or any(roles & HEADS for _kind, roles in alleged):
        return CHAIR
    if category.route == HEAD or any(kind in WORKS_HERE for kind, _roles in alleged):
        return HEAD
    return DATA if category.route == "data" else TEAM


def stricter(now: str, wanted: str) -> str:
    """The more closed of two routes: what was once closed to somebody is not opened to them by a new label."""
    return max(now, wanted, key=ORDER.index)
