"""Which level counts: a lock of the federation, else the school's word, else the federation's, else the product's."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from belisha.console.access.models import Decision

__all__ = ["InForce", "Source", "in_force"]


class Source(StrEnum):
    """Where a value comes from."""

    PRODUCT = "product"  # nobody decided: what the product does by itself
    FEDERATION = "federation"
    SCHOOL = "school"


class InForce(NamedTuple):
    """The value that counts, where it comes from, and what stands behind it.

    `own` is what the school decided, in force or not; `above` what it would inherit.
    """

    value: Any
    source: Source
    locked: bool = False
    own: Any = None
    above: Any = None
    since: Decision | None = None

    @property
    def overruled(self) -> bool:
        """Whether the school decided otherwise but the federation's lock beats it."""
        return self.locked and self.own is not None and self.own != self.value


def in_force(default: Any, federation: Decision | None, school: Decision | None) -> InForce:
    """What counts, of a default, what the federation decided and what the school decided."""
    own = school.value if school else None
    above = default if federation is None or federation.value is None else federation.value
    if federation and federation.value is not None and (federation.locked or own is None):
        return InForce(federation.value, Source.FEDERATION, federation.locked, own, above, federation)
    if own is not None:
        return InForce(own, Source.SCHOOL, locked=False, own=own, above=above, since=school)
    return InForce(default, Source.PRODUCT, above=above)
