"""Who is told when a policy comes into force: flows register here.

@when_published
def asked_anew(version: Version) -> None: …  # in the transaction of the last signature
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.policies.models import Version

__all__ = ["policy_published", "when_published"]

_TOLD: Final[list[Callable[[Version], None]]] = []


def when_published(told: Callable[[Version], None]) -> Callable[[Version], None]:
    """Declare a function that is called with each version that comes into force."""
    _TOLD.append(told)
    return told


def policy_published(version: Version) -> None:
    """Say that a version is in force."""
    for told in _TOLD:
        told(version)
