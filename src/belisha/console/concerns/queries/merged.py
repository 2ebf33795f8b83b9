"""What was put into a concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.remembering import remembered
from belisha.console.concerns.models import Concern

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["merged_into"]


def merged_into(*concerns: Concern) -> list[int]:
    """The numbers of the concerns that were put into some. One query, once for a page."""
    into = [concern.pk for concern in concerns]
    rows = Concern.objects.filter(merged_into__in=into).order_by("pk").values_list("pk", flat=True)
    found: Iterable[int] = remembered(("merged into", *into), lambda: list(rows))
    return list(found)
