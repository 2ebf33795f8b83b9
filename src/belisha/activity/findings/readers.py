"""The themes' reader of each school: the shipped rules, the school's changes and its false alarms, as they are now."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from belisha.activity.findings.marks import read_themes, stamp
from belisha.activity.findings.model import Request
from belisha.activity.findings.rules import gravest, is_page, is_search, listed
from belisha.engine.address import Address, read_host
from belisha.engine.themes import Found, Reader, SchoolThemes

log = logging.getLogger(__name__)

REMEMBERED = 65_536  # texts of all schools together, each read once: some 20 MB


class _Held(NamedTuple):
    reader: Reader
    stamp: tuple[tuple[int, int], ...]
    until: datetime | None


class Readers:
    """Reads requests by the rules of their schools; what a school changes counts from the next look."""

    def __init__(self, home: Path) -> None:
        """Compiles the shipped rules, so that nobody waits for it later."""
        self._home = home
        self._shipped = Reader.shipped()
        self._held: dict[str, _Held] = {}
        self._term = lru_cache(REMEMBERED)(_read_term)
        self._page = lru_cache(REMEMBERED)(_read_page)

    def found(self, request: Request) -> list[Found]:
        """The themes of a request, gravest first."""
        reader = self._of(request.school)
        if is_search(request):
            return gravest(self._term(reader, request.search_term))
        if not is_page(request):
            return []
        by_words = self._page(reader, request.scheme, request.host, request.port, request.path)
        by_list = listed(request)
        return gravest((*by_words, by_list) if by_list else by_words)

    def _of(self, school: str) -> Reader:
        if school not in self._held:
            self._take_up(school, self._shipped)
        return self._held[school].reader

    def look(self) -> None:
        """Take up what was changed or has ended; a file that cannot be used changes nothing."""
        for school, held in list(self._held.items()):
            ended = held.until is not None and datetime.now(UTC) >= held.until
            if ended or stamp(self._home, school) != held.stamp:
                self._take_up(school, held.reader)

    def _take_up(self, school: str, otherwise: Reader) -> None:
        now = stamp(self._home, school)
        try:
            themes = read_themes(self._home, school, datetime.now(UTC))
            # schools that changed nothing share one reader, and what it has read
            reader = self._shipped if themes == SchoolThemes() else self._shipped.adjusted(themes)
            until = _ends(themes)
        except Exception as error:  # noqa: BLE001 - one school's file must not keep the others' from being read
            log.error("themes.yaml of school %r cannot be used, the rules stay as they were: %s", school, error)
            reader, until = otherwise, None
        self._held[school] = _Held(reader, now, until)


def _ends(themes: SchoolThemes) -> datetime | None:
    """When the next of a school's changes ends by itself."""
    ends = [*(one.until for one in themes.added), *(one.until for one in themes.softened)]
    return min(filter(None, ends), default=None)


def _read_term(reader: Reader, text: str) -> tuple[Found, ...]:
    return _safely(lambda: reader.term(text))


def _read_page(reader: Reader, scheme: str, host: str, port: int, path: str) -> tuple[Found, ...]:
    canonical = read_host(host)
    if not isinstance(canonical, str):
        return ()
    return _safely(lambda: reader.page(Address(scheme, canonical, port, path or "/", "")))


def _safely(read: Callable[[], Iterable[Found]]) -> tuple[Found, ...]:
    # one text that the rules stumble over must not keep everybody else's from being read; it is not logged
    try:
        return tuple(read())
    except Exception as error:  # noqa: BLE001
        log.error("a text could not be read for themes: %s", type(error).__name__)
        return ()
