"""The record of the concerns of a school, for what is done to no single concern: rota, tables, drills, digests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["ConcernsOf"]


class ConcernsOf(NamedTuple):
    """The concerns of a school, as the record names them."""

    school: School

    @property
    def chain(self) -> str:
        """The name of the record."""
        return f"concerns:{self.school.pk}"
