"""Who is told of signatures: whatever opens or closes by them.

@when_signed
def open_account(signature: Signature) -> None: …   # in the transaction of the signature

@when_unsigned
def close(person: Person) -> None: …                # a signature was withdrawn, or somebody declined
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.acting import By
    from belisha.console.agreements.models import Signature
    from belisha.console.people.models import Person

    Signed = Callable[[Signature], None]
    Unsigned = Callable[[By, Person], None]

__all__ = ["signed", "unsigned", "when_signed", "when_unsigned"]

_SIGNED: Final[list[Signed]] = []
_UNSIGNED: Final[list[Unsigned]] = []


def when_signed(told: Signed) -> Signed:
    """Declare a function that is called with a new signature."""
    _SIGNED.append(told)
    return told


def when_unsigned(told: Unsigned) -> Unsigned:
    """Declare a function that is called with whoever has withdrawn a signature or declined."""
    _UNSIGNED.append(told)
    return told


def signed(signature: Signature) -> None:
    """Tell all who asked to be told."""
    for told in _SIGNED:
        told(signature)


def unsigned(by: By, person: Person) -> None:
    """Tell all who asked to be told."""
    for told in _UNSIGNED:
        told(by, person)
