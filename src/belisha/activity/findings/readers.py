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

REMEMBERED = 32_768


class SchoolReader:
    """Reads terms and addresses for one school, each distinct one once."""

    def __init__(self, reader: Reader) -> None:
        """From rules that were compiled."""
        self._reader = reader
        self._term = lru_cache(REMEMBERED)(lambda text: self._safely(lambda: reader.term(text)))
        self._page = lru_cache(REMEMBERED)(self._read_page)

    def found(self, request: Request) -> list[Found]:
        """The themes of a request, gravest first."""
        if is_search(request):
            return gravest(self._term(request.search_term))
        if not is_page(request):
            return []
        by_words = self._page(request.scheme, request.host, request.port, request.path)
        by_list = listed(request)
        return gravest((*by_words, by_list) if by_list else by_words)

    def _read_page(self, scheme: str, host: str, port: int, path: str) -> tuple[Found, ...]:
        canonical = read_host(host)
        if not isinstance(canonical, str):
            return ()
        address = Address(scheme, canonical, port, path or "/", "")
        return self._safely(lambda: self._reader.page(address))

    @staticmethod
    def _safely(read: Callable[[], Iterable[Found]]) -> tuple[Found, ...]:
        # one text that the rules stumble over must not keep everybody else's from being read; it is not logged
        try:
            return tuple(read())
        except Exception as error:  # noqa: BLE001
            log.error("a text could not be read for themes: %s", type(error).__name__)
            return ()


class _Held(NamedTuple):
    reader: SchoolReader
    stamp: tuple[tuple[int, int], ...]
    until: datetime | None


class Readers:
    """The readers of all schools; what a school changes counts from the next look."""

    def __init__(self, home: Path) -> None:
        """Nothing is compiled before it is needed."""
        self._home = home
        self._held: dict[str, _Held] = {}

    def of(self, school: str) -> SchoolReader:
        """The reader of a school as it was at the last look."""
        if school not in self._held:
            self._take_up(school, SchoolReader(Reader.shipped()))
        return self._held[school].reader

    def look(self) -> None:
        """Take up what was changed or has ended; a file that cannot be used changes nothing."""
        for school, held in list(self._held.items()):
            ended = held.until is not None and datetime.now(UTC) >= held.until
            if ended or stamp(self._home, school) != held.stamp:
                self._take_up(school, held.reader)

    def _take_up(self, school: str, otherwise: SchoolReader) -> None:
        now = stamp(self._home, school)
        try:
            themes = read_themes(self._home, school, datetime.now(UTC))
            reader, until = SchoolReader(Reader.shipped().adjusted(themes)), _ends(themes)
        except ValueError as error:
            log.error("themes.yaml of school %r cannot be used, the rules stay as they were: %s", school, error)
            reader, until = otherwise, None
        self._held[school] = _Held(reader, now, until)


def _ends(themes: SchoolThemes) -> datetime | None:
    """When the next of a school's changes ends by itself."""
    ends = [*(one.until for one in themes.added), *(one.until for one in themes.softened)]
    return min(filter(None, ends), default=None)
