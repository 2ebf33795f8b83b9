"""Who is told after passwords changed: whatever publishes them to the gateway registers here.

@when_passwords_change
def publish() -> None: …
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["passwords_changed", "when_passwords_change"]

_TOLD: Final[list[Callable[[], None]]] = []


def when_passwords_change(told: Callable[[], None]) -> Callable[[], None]:
    """Declare a function that is called once the transaction in which a password changed has been committed."""
    _TOLD.append(told)
    return told


def passwords_changed() -> None:
    """Say that what the gateway may check has changed: a password, a user name, or which accounts are open."""
    for told in _TOLD:
        # what publishing trips over must not undo the change: the nightly job publishes again
        transaction.on_commit(told, robust=True)
