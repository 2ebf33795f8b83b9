"""Taking a change back: only where what it made is still as it made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from belisha.engine.policy.edits import AddRule, EditError, HoldProfile, undoing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["is_as_made"]


def is_as_made(policy: Policy, made: Iterable[Edit], inverse: Iterable[Edit]) -> bool:
    """Whether a policy is, in all that some edits touched, as they made it: then `inverse` takes back them alone."""
    try:
        redoing = undoing(policy, inverse)
    except EditError:
        return False
    return [_bare(edit) for edit in redoing] == [_bare(edit) for edit in made]


def _bare(edit: Edit) -> Edit:
    """What an edit does, without what is said about it."""
    match edit:
        case HoldProfile():
            return replace(edit, reason="", review_on=None)
        case AddRule():
            return replace(edit, account="")
        case _:
            return edit
