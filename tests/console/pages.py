"""Finds every page of the console from its addresses, so that no new page escapes the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from belisha.console.access.guards import Guard, guard_of
from belisha.console.access.middleware import LIBRARY_OPEN
from console.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from belisha.console.access.models import School, User


class Page(NamedTuple):
    """One address: its name, what it takes, and who may see it. Of the sign-in library's pages that is not known."""

    name: str
    takes: tuple[str, ...]
    view: Callable[..., Any]
    guard: Guard | None
    numbered: bool  # it names a row of the school by its number

    @property
    def address_of_library(self) -> bool:
        return self.guard is None and self.name in LIBRARY_OPEN

    def address(self, school: School, member: User) -> str:
        """Where it is, for an example that the app gave; an address that takes only the school needs none.

        An example's "query" is what the page is asked for besides: which rows, say.
        """
        given = {"school": school.code} if "school" in self.takes else {}
        if set(self.takes) - set(given) or self.name in EXAMPLES:
            given |= EXAMPLES[self.name](school, member)
        asked = f"?{urlencode(given['query'])}" if "query" in given else ""
        return reverse(self.name, kwargs={key: value for key, value in given.items() if key in self.takes}) + asked


def pages() -> list[Page]:
    return list(_walk(get_resolver()))


def _walk(resolver: URLResolver, spaces: tuple[str, ...] = (), taken: tuple[str, ...] = ()) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        takes = (*taken, *(tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces, takes)
        elif isinstance(entry, URLPattern):
            numbers = [key for key, kind in entry.pattern.converters.items() if isinstance(kind, IntConverter)]
            name = ":".join((*spaces, entry.name or ""))
            yield Page(name, takes, entry.callback, guard_of(entry.callback), bool(set(numbers) - {"year"}))


OURS = [page for page in pages() if page.guard]
LIBRARY = [page for page in pages() if page.address_of_library]
SHUT = [page for page in pages() if not page.guard and not page.address_of_library]
