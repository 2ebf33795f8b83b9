"""Is a chain whole? Its links are read in order, in batches; the first that is wrong is named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Exists, Max, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from belisha.console.audit.audit_events import SHREDDED
from belisha.console.audit.chain import Facts, digest_of, seal_of
from belisha.console.audit.models import Body, Chain, Check, Link
from belisha.console.audit.rules import Fault, FaultKind, numbers_told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Verified", "chains", "latest_check", "latest_checks", "verify", "words_without_entry"]

BATCH: Final = 10_000  # links in memory at once

Row = tuple[int, str, str, str, str, str, str, str, "str | None", "str | None"]


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


def latest_checks(chains: Iterable[str]) -> dict[str, Check]:
    """What the last check of each of some chains found, by its name. Two queries for all of them."""
    checks = Check.objects.filter(chain__in=list(chains))
    newest = dict(checks.order_by().values_list("chain").annotate(newest=Max("at")))
    found = checks.filter(at__in=newest.values()).order_by("at", "pk")
    return {check.chain: check for check in found if check.at == newest[check.chain]}


def verify(chain: str) -> Verified:
    """Read a chain from its first link to its end; links that are added meanwhile are not waited for."""
    known = _known(chain)
    marked = {known.length, *known.checked}
    number, last, when = 0, "", ""
    for row in _rows(chain):
        # nearly every link is whole: why one is not, or may be all the same, is asked of those few that are not
        if row[0] in marked or not _is_whole(chain, row, number + 1, last):
            fault = _flaw(chain, row, number + 1, last, known.shredded) or _disagrees(row, known)
            if fault:
                return Verified(chain, number, last, fault)
        number, when, last = row[0], row[1], row[7]
    if number < known.length:
        return Verified(chain, number, last, Fault(number + 1, FaultKind.TAIL_CUT, _read(when)))
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
    number = 0
    while some := list(texts.filter(number__gt=number).values_list(*fields)[:BATCH]):
        yield from some
        number = some[-1][0]


def _read(time: str) -> datetime | None:
    """A time; None for one that somebody made unreadable, which SQLite lets them."""
    try:
        read = datetime.fromisoformat(time)
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)  # SQLite keeps times in UTC and does not say so


def _is_whole(chain: str, row: Row, number: int, last: str) -> bool:
    """Whether a link holds with its body, and follows the last: all at once."""
    found, time, event, actor, about, seal, before, digest, salt, text = row
    at = _read(time)
    return (
        found == number
        and before == last
        and at is not None
        and digest == digest_of(Facts(chain, number, at, event, actor, about, seal, before))
        and salt is not None
        and text is not None
        and seal == seal_of(salt, text)
    )


def _flaw(chain: str, row: Row, number: int, last: str, shredded: dict[int, int]) -> Fault | None:
    """What is wrong with a link by itself, and as the one that follows the last."""
    found, time, event, actor, about, seal, before, digest, salt, text = row
    at = _read(time)
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
        return Fault(number, FaultKind.EXCHANGED, _read(row[1]))
    if number in known.checked and digest != known.checked[number]:
        return Fault(number, FaultKind.WRITTEN_ANEW, _read(row[1]))
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
