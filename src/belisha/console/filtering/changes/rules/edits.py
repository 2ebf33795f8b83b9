"""Edits in a draft: what two of them have in common, how new ones join old ones."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from belisha.engine.policy.edits import (
    AddRule,
    EndRule,
    HoldProfile,
    LockCategories,
    SetNetwork,
    SetProfile,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy.edits import Edit

__all__ = ["MOST_EDITS", "joined", "touched", "wants_review", "without"]

MOST_EDITS: Final = 2000  # a list of sites that is longer belongs into a list of its own


def touched(edit: Edit) -> tuple[str, ...]:
    """What an edit touches: two that touch the same cannot be undone apart."""
    match edit:
        case SetProfile(id=name):
            return ("profile", name)
        case HoldProfile(holder=holder):
            return ("holds", holder.kind, holder.school, holder.id)
        case AddRule(rule=rule):
            return ("rule", rule.id)
        case EndRule(id=name):
            return ("rule", name)
        case LockCategories(school=school):
            return ("locks", school)
        case SetNetwork(school=school, id=name):
            return ("network", school, name)


def joined(old: Iterable[Edit], new: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of a draft once new ones are put into it: a later word on the same thing replaces the earlier."""
    kept: dict[int, Edit] = dict(enumerate(old))
    by_thing: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, edit in kept.items():
        by_thing[touched(edit)].append(number)
    for number, edit in enumerate(new, start=len(kept)):
        same = by_thing[touched(edit)]
        added = [each for each in same if isinstance(kept[each], AddRule)]
        taken_back = isinstance(edit, EndRule) and bool(added)
        # a rule that is ended and added again (with another end, say) is two edits
        replaced = added if taken_back or isinstance(edit, AddRule) else list(same)
        for each in replaced:
            del kept[each]
            same.remove(each)
        if not taken_back:
            kept[number] = edit
            same.append(number)
    return tuple(kept.values())


def without(edits: Iterable[Edit], index: int) -> tuple[Edit, ...]:
    """The edits but one: with the end of a rule goes the rule that was to replace it. Raises IndexError."""
    edits = tuple(edits)
    gone = edits[index]
    left = (*edits[:index], *edits[index + 1 :])
    if not isinstance(gone, EndRule):
        return left
    return tuple(each for each in left if touched(each) != touched(gone))


def wants_review(edits: Iterable[Edit]) -> bool:
    """Whether they change the configuration, and not sites alone: then the standard (FM7) asks for a review."""
    return any(not isinstance(edit, AddRule | EndRule) for edit in edits)
