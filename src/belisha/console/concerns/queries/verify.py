"""Do the words of concerns still have their seals, and does the record say the same of each?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.audit.models import Link
from belisha.console.concerns import audit_events
from belisha.console.concerns.models import Entry
from belisha.console.concerns.rules.sealing import seal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BrokenSeal", "Sealed", "verify"]

BATCH: Final = 2_000
WRITING: Final = (audit_events.WRITTEN.code, audit_events.CORRECTED.code)


class BrokenSeal(NamedTuple):
    """An entry of a concern that is not as it was written: where, and what is wrong with it."""

    reference: str
    number: int  # as its page counts; 0 where there is no such entry any more
    wrong: str

    def __str__(self) -> str:
        where = f"entry {self.number} of concern {self.reference}" if self.number else f"an entry of {self.reference}"
        return f"{where[0].upper()}{where[1:]}: {self.wrong}."


class Sealed(NamedTuple):
    """What came of reading the entries of every school: how many there are, and those that are not whole."""

    entries: int
    broken: list[BrokenSeal]


def verify(most: int = 100) -> Sealed:
    """Read every entry, and what the record says of it; the first `most` that are not whole are named."""
    broken: list[BrokenSeal] = []
    count, known, erased = 0, _as_recorded(), _erasures()
    for entry in _entries():
        count += 1
        recorded = known.pop(entry.pk, None)
        wrong = _wrong(entry, recorded, was_erased=entry.pk in erased)
        if wrong and len(broken) < most:
            broken.append(BrokenSeal(entry.concern.reference, _number(entry), wrong))
    # whatever the record knows and nobody has any more: only where the database's own guards were switched off
    gone = [BrokenSeal(about, 0, "it is gone, and the record says that it was written") for about, _ in known.values()]
    return Sealed(count, [*broken, *gone[:most]])


def _entries() -> Iterator[Entry]:
    last = 0
    rows = Entry.objects.select_related("concern").defer("concern__context").order_by("pk")
    while some := list(rows.filter(pk__gt=last)[:BATCH]):
        yield from some
        last = some[-1].pk


def _as_recorded() -> dict[int, tuple[str, str]]:
    """Of each entry its concern and its seal, as the record has them."""
    links = Link.objects.filter(chain__startswith="concerns:", event__in=WRITING, body__isnull=False).order_by("pk")
    found = {}
    for about, content in links.values_list("about", "body__content").iterator(chunk_size=BATCH):
        after = content.get("after") or {}
        if "entry" in after:
            found[int(after["entry"])] = (str(content.get("about") or about), str(after.get("seal", "")))
    return found


def _erasures() -> set[int]:
    links = Link.objects.filter(chain__startswith="concerns:", event=audit_events.ERASED.code, body__isnull=False)
    contents = links.order_by("pk").values_list("body__content", flat=True)
    return {int((content.get("after") or {}).get("entry", 0)) for content in contents}


def _wrong(entry: Entry, recorded: tuple[str, str] | None, *, was_erased: bool) -> str:
    """What is wrong with an entry; "" for one that is whole. One whose words of the record were shredded may be."""
    if recorded is not None and recorded[1] != entry.seal:
        return "its seal is another than the record has"
    if entry.erased_at is not None:
        empty = not (entry.text or entry.details or entry.salt)
        return "" if empty and was_erased else "it was emptied, and the record does not say so"
    if seal_of(entry.salt, entry.kind, entry.text, entry.details) != entry.seal:
        return "its words were altered"
    return ""


def _number(entry: Entry) -> int:
    return Entry.objects.filter(concern=entry.concern_id, pk__lte=entry.pk).count()
