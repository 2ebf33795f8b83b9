"""Brings what was asked, told and reported at the gateway into the console, each once; and the answers back.

The gateway only ever appends to its spool. What is brought in is told by its number, so nothing comes twice; what
cannot be read is reported, and stays where it is.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.utils.translation import ngettext

from belisha.console.access.models import School
from belisha.console.concerns.telling.actions import bring_worry, pass_on
from belisha.console.filtering.asks.actions.answering import set_clocks
from belisha.console.filtering.asks.actions.asking import Sent, bring_ask
from belisha.console.filtering.asks.actions.keeping import keep_fault, keep_place, place_of_file
from belisha.console.filtering.asks.actions.reporting import bring_report
from belisha.console.filtering.asks.answers import publish_answers
from belisha.console.filtering.asks.queries.people import of_group
from belisha.console.filtering.asks.queries.whose import Finder
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.console.filtering.asks.queries.whose import Whose
    from belisha.console.filtering.models import SpoolPlace

__all__ = ["bring_in", "clocks_after_calendars", "from_the_gateway"]

NUMBER: Final = re.compile(r"[A-Z]-[0-9A-Z]{6}")
FILES: Final = ("asks.jsonl", "reports.jsonl", "worries.jsonl")
TAIL: Final = 256  # bytes
MOST_LINES: Final = 500  # of one round: what is left comes with the next minute


class Line(NamedTuple):
    """A whole line of a file, and where it begins."""

    offset: int
    content: bytes


@due(name="bring in what was asked at the gateway", every="minute")
def from_the_gateway(now: datetime) -> str:
    """New asks and reports come in; answers go out."""
    del now
    did = bring_in(settings.HOME)
    publish_answers(settings.HOME)
    return did


@due(name="messages of children that nobody opened", every="minute")
def unread_messages(now: datetime) -> str:
    """What a child wrote and nobody opened within the hour goes to the team again."""
    count = pass_on(now)
    words = ngettext("%(n)s message was passed on.", "%(n)s messages were passed on.", count)
    return words % {"n": count} if count else ""


@due(name="work out anew when requests for pages are late", every="day", at="05:10")
def clocks_after_calendars(now: datetime) -> str:
    """A calendar that changed moves when something is late."""
    del now
    changed = set_clocks(School.objects.order_by("pk"))
    words = ngettext("%(n)s request has another time now.", "%(n)s requests have another time now.", changed)
    return words % {"n": changed} if changed else ""


def bring_in(home: Path) -> str:
    """Bring in what is new in the spool below `home`; says what came. Without a school everything stays there."""
    if not School.objects.exists():
        return ""
    brought, damaged, finder = 0, 0, None
    for file in FILES:
        path, place = home / "spool" / file, place_of_file(file)
        if not path.exists() or path.stat().st_size == place.offset:
            continue
        finder = finder or Finder(home)
        for line in _lines(path, place):
            came = _bring(file, line, finder)
            brought += came is True
            damaged += came is None and keep_fault(file, line.offset, len(line.content))
            keep_place(file, line.offset + len(line.content), _digest(line.content))
    return _told(brought, damaged)


def _told(brought: int, damaged: int) -> str:
    told = []
    if brought:
        words = ngettext("%(n)s came in from the gateway.", "%(n)s came in from the gateway.", brought)
        told.append(words % {"n": brought})
    if damaged:
        words = ngettext("%(n)s line cannot be read.", "%(n)s lines cannot be read.", damaged)
        told.append(words % {"n": damaged})
    return " ".join(told)


def _digest(before: bytes) -> str:
    """Tells whether a file still has the same bytes before a place: the end of the last line that was read."""
    return sha256(before[-TAIL:]).hexdigest()


def _lines(path: Path, place: SpoolPlace) -> Iterator[Line]:
    """The whole lines from a place on; from the beginning where the file is not the one that was read before."""
    with path.open("rb") as file:
        start = max(place.offset - TAIL, 0)
        file.seek(start)
        before = file.read(place.offset - start)
        last = before[before.rfind(b"\n", 0, -1) + 1 :]
        offset = place.offset if place.offset and _digest(last) == place.before else 0
        file.seek(offset)
        for _number in range(MOST_LINES):
            content = file.readline()
            if not content.endswith(b"\n"):
                return  # its end is still to be written
            yield Line(offset, content)
            offset += len(content)


def _bring(file: str, line: Line, finder: Finder) -> bool | None:
    """Whether a line was brought in; False where there is nothing to bring; None where it cannot be read."""
    if not line.content.strip():
        return False
    try:
        read = json.loads(line.content)
    except (ValueError, RecursionError):
        return None
    if isinstance(read, dict) and "done" in read:
        return False  # a note for whoever reads the spool itself
    sent = _sent(read)
    if sent is None:
        return None
    whose = finder.find(sent.client, sent.at, sent.number, sent.schools)
    school = whose.school or finder.first_school(sent.schools)
    if school is None:
        return None  # its gateway is of no school that is here: somebody has to look
    try:
        with transaction.atomic():
            return _kept(file, sent, whose, school, finder)
    except (DataError, ValidationError, ValueError):
        return None


def _kept(file: str, sent: Sent, whose: Whose, school: School, finder: Finder) -> bool:
    """Whether it is new. Raises what the database and the verbs say of a line that cannot be kept."""
    if file == FILES[0]:
        policy = finder.in_force.rulebook.policy if finder.in_force else None
        return bring_ask(sent, whose, of_group(school, whose.group, policy), school) is not None
    if file == FILES[2]:
        # who sat there is not told on: somebody who tells may wish not to be named
        return bring_worry(number=sent.number, school=school, at=sent.at, said=sent.said) is not None
    return bring_report(sent, whose, school) is not None


def _sent(read: object) -> Sent | None:
    """A line as what was sent; None where it is not one that the portal writes."""
    if not isinstance(read, dict):
        return None
    said = _clean(read)
    number, at, client = said.pop("id", None), said.pop("at", None), said.pop("client", "")
    among = said.pop("schools", None)
    try:
        moment = datetime.fromisoformat(at)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None or not isinstance(number, str) or not NUMBER.fullmatch(number):
        return None
    schools = frozenset(str(code) for code in among) if isinstance(among, list) else None
    return Sent(number, moment, client if isinstance(client, str) else "", said, schools)


def _clean(value: Any) -> Any:
    """A value that every database takes: without zero bytes and halves of letters."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", " ")
    if isinstance(value, dict):
        return {_clean(str(key)): _clean(part) for key, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list) else value
