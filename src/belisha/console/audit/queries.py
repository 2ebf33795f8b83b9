"""Is a chain whole? Its links are read in order, in batches; the first that is wrong is named."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from belisha.console.audit.audit_events import SHREDDED
from belisha.console.audit.chain import Facts, digest_of, seal_of
from belisha.console.audit.models import Body, Chain, Check, Link
from belisha.console.audit.rules import Fault, FaultKind, numbers_told

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Verified", "chains", "latest_check", "verify", "words_without_entry"]

BATCH: Final = 10_000  # links in memory at once

Row = tuple[int, datetime | None, str, str, str, str, str, str, "str | None", "str | None"]


class Verified(NamedTuple):
    """What came of reading a chain: how many links were found in order, the digest of the last, the first fault."""

    chain: str
    length: int
    last: str
    fault: Fault | None


class _Known(NamedTuple):
    """What links must agree with: the end of the chain, what was shredded when, where it ended at earlier checks."""

    length: int
    last: str
    shredded: dict[int, int]
    checked: dict[int, str]


def chains() -> list[str]:
    """The names of all chains, those included whose end nobody keeps any more."""
    linked = Link.objects.order_by("chain").values_list("chain", flat=True).distinct()
    return sorted({*Chain.objects.values_list("name", flat=True), *linked})


def latest_check(chain: str) -> Check | None:
    """What the last check of a chain found."""
    return Check.objects.filter(chain=chain).order_by("-at", "-pk").first()


def verify(chain: str) -> Verified:
    """Read a chain from its first link to its end; links that are added meanwhile are not waited for."""
    known = _known(chain)
    number, last = 0, ""
    at: datetime | None = None
    for row in _rows(chain):
        fault = _flaw(chain, row, number + 1, last, known.shredded) or _disagrees(row, known)
        if fault:
            return Verified(chain, number, last, fault)
        number, at, last = row[0], row[1], row[7]
    if number < known.length:
        return Verified(chain, number, last, Fault(number + 1, FaultKind.TAIL_CUT, at))
    return Verified(chain, number, last, _beyond(chain))


def words_without_entry() -> Fault | None:
    """Bodies whose link is gone: only where somebody switched the database's own checks off."""
    found = Body.objects.filter(~Exists(Link.objects.filter(pk=OuterRef("pk")))).exists()
    return Fault(0, FaultKind.WORDS_WITHOUT_ENTRY) if found else None


def _rows(chain: str) -> Iterator[Row]:
    """Links with their bodies as they lie in the database: Django's own reading of times takes longer than all else."""
    links = Link.objects.filter(chain=chain).order_by("number")
    texts = links.annotate(time=Cast("at", TextField()), text=Cast("body__content", TextField()))
    fields = ("number", "time", "event", "actor", "about", "seal", "before", "digest", "body__salt", "text")
    zone = "+00:00" if connection.vendor == "sqlite" else ""  # which keeps times in UTC and does not say so
    number = 0
    while some := list(texts.filter(number__gt=number).values_list(*fields)[:BATCH]):
        for found, time, *rest in some:
            yield found, _read(time, zone), *rest
        number = some[-1][0]


def _read(time: str, zone: str) -> datetime | None:
    """A time; None for one that somebody made unreadable, which SQLite lets them."""
    try:
        return datetime.fromisoformat(time + zone)
    except (TypeError, ValueError):
        return None


def _flaw(chain: str, row: Row, number: int, last: str, shredded: dict[int, int]) -> Fault | None:
    """What is wrong with a link by itself, and as the one that follows the last."""
    found, at, event, actor, about, seal, before, digest, salt, text = row
    if found != number:
        return Fault(number, FaultKind.MISSING, at)
    if at is None or digest != digest_of(Facts(chain, number, at, event, actor, about, seal, before)):
        return Fault(number, FaultKind.ALTERED, at)
    if before != last:
        return Fault(max(number - 1, 1), FaultKind.EXCHANGED, at)
    if salt is None or text is None:
        return None if shredded.get(number, 0) > number else Fault(number, FaultKind.WORDS_GONE, at)
    if seal != seal_of(salt, text):
        return Fault(number, FaultKind.WORDS_ALTERED, at)
    return None


def _disagrees(row: Row, known: _Known) -> Fault | None:
    """What is wrong with a link beside what is kept elsewhere of the chain."""
    number, digest = row[0], row[7]
    if number == known.length and digest != known.last:
        return Fault(number, FaultKind.EXCHANGED, row[1])
    if number in known.checked and digest != known.checked[number]:
        return Fault(number, FaultKind.WRITTEN_ANEW, row[1])
    return None


def _beyond(chain: str) -> Fault | None:
    """Whether links lie beyond the end of their chain: asked in one statement, since some may be added just now."""
    end = Chain.objects.filter(name=chain).values("length")
    first = Link.objects.filter(chain=chain, number__gt=Subquery(end)).order_by("number").first()
    if first is None and not end.exists():
        first = Link.objects.filter(chain=chain).order_by("number").first()
    return Fault(first.number, FaultKind.END_SET_BACK, first.at) if first else None


def _known(chain: str) -> _Known:
    end = Chain.objects.filter(name=chain).first()
    passed = Check.objects.filter(chain=chain, fault="", length__gt=0).values_list("length", "last")
    return _Known(end.length if end else 0, end.last if end else "", _shredded(chain), dict(passed))


def _shredded(chain: str) -> dict[int, int]:
    """Numbers of the links that later links say were shredded, with the number of that later link."""
    stones = Link.objects.filter(chain=chain, event=SHREDDED.code, body__isnull=False).order_by("number")
    told: dict[int, int] = {}
    for stone in stones.select_related("body").iterator(chunk_size=100):
        told.update(dict.fromkeys(numbers_told(stone.body.content, below=stone.number), stone.number))
    return told
