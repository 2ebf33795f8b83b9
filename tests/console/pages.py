"""Finds every page of the console from its addresses, so that no new page escapes the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse

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

    @property
    def address_of_library(self) -> bool:
        return self.guard is None and self.name in LIBRARY_OPEN

    def address(self, school: School, member: User) -> str:
        """Where it is, for an example that the app gave; an address that takes only the school needs none."""
        given = {"school": school.code} if "school" in self.takes else {}
        if set(self.takes) - set(given):
            given |= EXAMPLES[self.name](school, member)
        return reverse(self.name, kwargs={key: value for key, value in given.items() if key in self.takes})


def pages() -> list[Page]:
    return [Page(name, takes, view, guard_of(view)) for name, takes, view in _walk(get_resolver())]


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...] = (), taken: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    for entry in resolver.url_patterns:
        takes = (*taken, *(tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces, takes)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or "")), takes, entry.callback


OURS = [page for page in pages() if page.guard]
LIBRARY = [page for page in pages() if page.address_of_library]
SHUT = [page for page in pages() if not page.guard and not page.address_of_library]
