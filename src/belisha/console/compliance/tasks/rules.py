"""When somebody is told of a task, and who stands above whom. No database."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

__all__ = ["ABOVE", "Rhythm", "Stage", "above", "goes_up", "stage_of", "wants_telling"]


class Stage(StrEnum):
    """How far a task is when somebody is told of it, as it is kept (models.TaskTold)."""

    SOON = "soon"
    TODAY = "today"
    LATE = "late"
    PASSED_UP = "passed-up"


# who is told when somebody with a role is late; the first of them who is there and is not that very person
ABOVE: Final[dict[Role, tuple[Role, ...]]] = {
    Role.DEPUTY_DSL: (Role.DSL, Role.HEAD),
    Role.TECHNICIAN: (Role.NETWORK_MANAGER, Role.HEAD),
    Role.HEAD: (Role.EXECUTIVE_HEAD, Role.CHAIR),
    Role.EXECUTIVE_HEAD: (Role.CHAIR,),
    Role.CHAIR: (Role.EXECUTIVE_HEAD, Role.HEAD),
    Role.GOVERNOR: (Role.CHAIR, Role.HEAD),
    Role.SAFEGUARDING_GOVERNOR: (Role.CHAIR, Role.HEAD),
}
STAFF: Final = (Role.HEAD, Role.EXECUTIVE_HEAD, Role.CHAIR)
# of several roles the one that answers to the highest counts: a head who teaches answers to the executive head
HIGHEST: Final = (Role.EXECUTIVE_HEAD, Role.HEAD, Role.CHAIR)


class Rhythm(NamedTuple):
    """A school's settings, in days: how early, how often again, after how long the line above is told."""

    soon: int
    again: int
    up: int


def stage_of(due: date, today: date, rhythm: Rhythm) -> Stage | None:
    """How far something is, for its holder; None where it is too early to speak of it."""
    if due < today:
        return Stage.LATE
    if due == today:
        return Stage.TODAY
    return Stage.SOON if due - today <= timedelta(rhythm.soon) else None


def wants_telling(stage: Stage, told: Iterable[tuple[str, date]], today: date, rhythm: Rhythm) -> bool:
    """Whether somebody is told (again). `told`: at which stages they were told of this task, by day.

    Of each stage once; of what is late, and has been passed up, after some days again.
    """
    days = [day for at, day in told if at == stage]
    if not days:
        return True
    return stage in {Stage.LATE, Stage.PASSED_UP} and today - max(days) >= timedelta(rhythm.again)


def goes_up(due: date, today: date, rhythm: Rhythm) -> bool:
    """Whether something has been late for long enough to be told to the line above."""
    return today - due >= timedelta(rhythm.up)


def above(roles: Collection[Role], late: Collection[int], holders: Mapping[Role, Collection[int]]) -> list[int]:
    """Who is told of the lateness of somebody with these roles: accounts. `late`: whose lateness it is, never told.

    Nobody, where no post above is held by another.
    """
    own = next((role for role in HIGHEST if role in roles), None) or next(iter(sorted(roles)), None)
    line = ABOVE.get(own, STAFF) if own else STAFF
    for role in line:
        if found := [each for each in holders.get(role, ()) if each not in late]:
            return found
    return []
