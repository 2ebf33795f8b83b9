"""The lines of a person's record as they are handed over: all columns; what was searched for; what was blocked, why."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.escapes import visible
from belisha.activity.events import Event
from belisha.activity.reports.spreadsheet import cell_text
from belisha.activity.reports.words import Cell
from belisha.engine.lists.catalogue import categories
from belisha.engine.lists.locked import locked_ids

WITHHELD: Final = "withheld"
_TELLING: Final = ("host", "path", "query", "search_engine", "search_term", "domain", "sni")
SAME_SEARCH: Final = timedelta(minutes=1)
SEARCH_COLUMNS: Final = ("time", "search_engine", "search_term", "verdict")
BLOCK_COLUMNS: Final = ("time", "address", "why", "category", "rule", "list", "list_version")
SIGN_IN_COLUMNS: Final = ("day", "sign_in", "device", "address", "first", "last", "requests")


class SignedIn(NamedTuple):
    """A day on which somebody was signed in at a device and address."""

    day: date
    sign_in: str
    device: str
    address: str


def released(event: Event) -> Event:
    """The event without its address where that is on a list that is never shown to anybody (IWF, police)."""
    if event.category not in locked_ids():
        return event
    return msgspec.structs.replace(event, **{name: WITHHELD if getattr(event, name) else "" for name in _TELLING})


def event_row(event: Event, zone: ZoneInfo) -> list[Cell]:
    """Every column, times in the school's own."""
    return [_cell(value, zone) for value in msgspec.structs.astuple(event)]


def block_row(event: Event, zone: ZoneInfo) -> list[Cell]:
    """A block, with its reason in words."""
    port = "" if event.port in {0, 80, 443} else f":{event.port}"
    query = f"?{event.query}" if event.query else ""
    address = f"{event.scheme}://{event.host}{port}{event.path}{query}"
    told = (event.time, address, why(event), event.category, event.rule, event.list, event.list_version)
    return [_cell(value, zone) for value in told]


def why(event: Event) -> str:
    """The reason of a block as a sentence, as far as it is on record."""
    if event.category == "file-kind":
        return f"It is a kind of file that is not let in ({event.rule})."
    if event.category:
        known = categories().get(event.category)
        by = f", by the list {event.list}" if event.list else ""
        return f"It is in the category “{known.title if known else event.category}”{by}."
    return f"The rule {event.rule} blocks it." if event.rule else "No reason is on record."


class Searches:
    """Gives each search once, however often the browser asked for it within a minute."""

    def __init__(self) -> None:
        """Nothing was searched for yet."""
        self._last: dict[tuple[str, str, str], datetime] = {}

    def rows(self, event: Event, zone: ZoneInfo) -> Iterator[list[Cell]]:
        """The row of a new search."""
        if not event.search_term:
            return
        key = (event.search_engine, event.search_term, event.verdict)
        before = self._last.get(key)
        self._last[key] = event.time
        if before is None or event.time - before > SAME_SEARCH:
            told = (event.time, event.search_engine, event.search_term, event.verdict)
            yield [_cell(value, zone) for value in told]


class SignIns:
    """Days, devices and addresses at which somebody was signed in, with first and last request and how many."""

    def __init__(self) -> None:
        """None yet."""
        self._found: dict[SignedIn, tuple[datetime, datetime, int]] = {}

    def add(self, event: Event, zone: ZoneInfo) -> None:
        """Count a request that was made signed in."""
        if event.how_known == "sign-in":
            day = event.time.astimezone(zone).date()
            key = SignedIn(day, event.sign_in, event.device, event.address)
            first, _, count = self._found.get(key, (event.time, event.time, 0))
            self._found[key] = (first, event.time, count + 1)

    def rows(self, zone: ZoneInfo) -> Iterator[list[Cell]]:
        """A row for each, in order."""
        for key, told in sorted(self._found.items()):
            yield [_cell(value, zone) for value in (*key, *told)]


def _cell(value: object, zone: ZoneInfo) -> Cell:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, int | date):
        return cell_text(value)
    return cell_text(visible(str(value)))
