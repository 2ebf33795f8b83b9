"""A list that no single question to the database gives, leafed through in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

__all__ = ["SIZE", "Leafed", "typed_in", "with_words"]

SIZE = 50


class Leafed:
    """One page of some rows, with the addresses of the others; as design/macros/lists.html takes it."""

    def __init__(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        self._asked = request.GET.copy()
        self.page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
        self.rows = list(self.page.object_list)
        self.page_numbers = list(self.page.paginator.get_elided_page_range(self.page.number))

    def page_link(self, number: int) -> str:
        """The address of another page."""
        return self._with(page=str(number))

    @property
    def csv_link(self) -> str:
        """The address of all that was found, as a spreadsheet."""
        return self._with(page="", format="csv")

    def _with(self, **changed: str) -> str:
        asked = self._asked.copy()
        for key, value in changed.items():
            asked[key] = value
            if not value:
                del asked[key]
        return f"?{asked.urlencode()}"


def typed_in(request: HttpRequest) -> str:
    """What somebody looks for."""
    return request.GET.get("q", "").strip()[:80]


def with_words(search: str, typed: str) -> bool:
    """Whether a name holds all words that were typed."""
    return all(word in search for word in typed.lower().split())
