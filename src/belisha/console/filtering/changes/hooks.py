"""Who is told of changes of the filter: whatever puts the policy in force, and whatever comes after a change.

@when_policy_changes
def publish() -> None: …            # after the transaction

@when_change_ends
def tell(change: Change) -> None: … # applied, undone or withdrawn; inside the transaction
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.console.access.models import Federation
    from belisha.console.filtering.models import Change
    from belisha.engine.policy.model import Policy

__all__ = ["change_ended", "lays_over", "overlaid", "policy_changed", "when_change_ends", "when_policy_changes"]

_TOLD: Final[list[Callable[[], None]]] = []
_ENDED: Final[list[Callable[[Change], None]]] = []
_OVERLAYS: Final[list[Callable[[Policy, Federation, datetime], Policy]]] = []


def when_policy_changes(told: Callable[[], None]) -> Callable[[], None]:
    """Declare a function that is called once the transaction in which the policy changed has been committed."""
    _TOLD.append(told)
    return told


def policy_changed() -> None:
    """Say that what the gateway goes by has changed."""
    for told in _TOLD:
        # what publishing trips over must not undo the change: the page says so, and the minute's job tries again
        transaction.on_commit(told, robust=True)


def when_change_ends(told: Callable[[Change], None]) -> Callable[[Change], None]:
    """Declare a function that is called with a change that was applied, undone or withdrawn, in its transaction."""
    _ENDED.append(told)
    return told


def change_ended(change: Change) -> None:
    """Say that a change was applied, undone or withdrawn; its state says which."""
    for told in _ENDED:
        told(change)


def lays_over(
    overlay: Callable[[Policy, Federation, datetime], Policy],
) -> Callable[[Policy, Federation, datetime], Policy]:
    """Declare what is laid over the policy of a federation, at a moment, each time that it is put in force.

    For what is no part of the policy itself: the openings of a lesson. Whoever has something new calls policy_changed.
    """
    _OVERLAYS.append(overlay)
    return overlay


def overlaid(policy: Policy, federation: Federation, now: datetime) -> Policy:
    """The policy with everything that is laid over it."""
    for overlay in _OVERLAYS:
        policy = overlay(policy, federation, now)
    return policy
