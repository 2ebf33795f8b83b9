"""What `belisha lists` says: rows of what there is, as data for --json and as tables for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from belisha.activity.counted import counted
from belisha.engine.lists import categories, empty_categories, ignored_files, installation, locked_state, uses
from belisha.engine.published import index_path, read_pointer
from belisha.engine.snapshot import Snapshot, SnapshotError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from belisha.engine.lists import EmptyCategory, InstalledList, LockedState, Outcome, ReadReport
    from belisha.engine.snapshot import ListInfo

IGNORED = "name it CATEGORY.txt, in small letters, digits and hyphens; locked lists are imported"
NEWS = {
    "updated": "{0.before:,} -> {0.after:,} entries",
    "unchanged": "no newer edition",
    "refused": "not taken, the list in use stays: {0.message}",
    "failed": "not fetched, the list in use stays: {0.message}",
    "offline": "not fetched, the list in use stays: {0.message}",
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list. `entries` are those of the index if it has this version (`in_force`), else what is on record."""

    id: str
    categories: tuple[str, ...]
    source: str
    version: str = ""
    age_days: int | None = None
    entries: int | None = None
    in_force: bool = False
    licence: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The lists of an installation, the locked ones, and the categories of which the index holds nothing."""

    lists: tuple[ListRow, ...]
    locked: tuple[LockedState, ...]
    empty: tuple[EmptyCategory, ...]
    ignored: tuple[str, ...]
    compiled: bool


def take_inventory(home: Path, today: dt.date) -> Inventory:
    """Everything about an installation's lists; no list is read for it. Raises ListError for a damaged one."""
    index = _index_in_force(home)
    built = {(info.id, info.version): info.entries for info in index.lists} if index else {}
    with installation(home) as lists:
        rows = [_row(each, built.get((each.id, each.version)), today) for each in lists if not each.locked]
    there = {row.id for row in rows}
    rows += [ListRow(name, fed, "absent", entries=0) for name, fed in uses().items() if name not in there]
    wanted = [category.id for category in categories().values() if not category.locked]
    return Inventory(
        lists=tuple(rows),
        locked=locked_state(home),
        empty=empty_categories(index.counts, wanted) if index else (),
        ignored=ignored_files(home),
        compiled=index is not None,
    )


def _index_in_force(home: Path) -> Snapshot | None:
    digest = read_pointer(home).lists
    try:
        return Snapshot.open(index_path(home, digest)) if digest else None
    except SnapshotError:
        return None


def _row(each: InstalledList, built: int | None, today: dt.date) -> ListRow:
    about = each.provenance
    return ListRow(
        id=each.id,
        categories=each.categories,
        source=about.origin,
        version=each.version,
        age_days=(today - about.at).days,
        entries=about.count if built is None else built,
        in_force=built is not None,
        licence=about.licence,
        publisher=about.publisher,
    )


def inventory_text(found: Inventory, today: dt.date) -> Iterator[str]:
    """The inventory for people."""
    yield from table(("list", "category", "source", "days old", "entries", "licence"), map(_cells, found.lists))
    yield ""
    yield from (locked_text(state, today) for state in found.locked)
    if not found.compiled:
        yield "No index is in force: run 'belisha lists compile'."
    yield from (f"lists/own/{name} is not read: {IGNORED}" for name in found.ignored)
    yield from (f"{empty.id}: holds nothing. {empty.hint}" for empty in found.empty)


def _cells(row: ListRow) -> tuple[str, ...]:
    entries = "not counted" if row.entries is None else f"{row.entries:,}"
    waits = "" if row.in_force or row.source == "absent" else " (not compiled)"
    age = "" if row.age_days is None else str(row.age_days)
    return (row.id, ", ".join(row.categories), row.source, age, entries + waits, row.licence)


def locked_text(state: LockedState, today: dt.date) -> str:
    """Where a locked list stands, in one sentence."""
    upstream = f"applied upstream by {state.who} since {state.since:%d %B %Y}" if state.since else ""
    if state.at:
        age = (today - state.at.date()).days
        also = f"; also {upstream}" if upstream else ""
        return f"{state.id}: imported, {counted(state.count, 'entry', 'entries')}, {counted(age, 'day')} old{also}"
    return f"{state.id}: {upstream or 'ABSENT: not blocked here, and nobody upstream is recorded as blocking it'}"


def outcome_text(outcome: Outcome) -> str:
    """What became of a list in an update, in one line."""
    return f"{outcome.list}: {NEWS[outcome.result].format(outcome)}"


def counts_in_force(home: Path) -> dict[str, int]:
    """Distinct entries by category of the index in force; nothing when there is none."""
    index = _index_in_force(home)
    return index.counts if index else {}


def categories_text(counts: dict[str, int]) -> Iterator[str]:
    """Every category in plain words."""
    rows = [(each.id, each.kind, f"{counts.get(each.id, 0):,}", each.plain) for each in categories().values()]
    yield from table(("category", "kind", "entries", "what it is"), rows)


def lists_text(lists: Iterable[ListInfo], counts: dict[str, int]) -> Iterator[str]:
    """What an index holds: entries by list, then by category. `counts` are distinct entries by category."""
    rows = [(info.id, ", ".join(info.categories), f"{info.entries:,}") for info in lists if not info.locked]
    yield from table(("list", "category", "entries"), rows)
    yield ""
    yield from table(("category", "entries"), [(name, f"{count:,}") for name, count in sorted(counts.items())])


def report_text(report: ReadReport, samples: int) -> Iterator[str]:
    """What a reader made of a list, with the first lines that it could not use."""
    yield f"{report.name}: {report.lines:,} lines, {report.kept:,} kept, {report.rejected:,} rejected"
    yield from (f"  {count:,} x {reason}" for reason, count in report.reasons.most_common())
    yield from (f"  line {each.line}: {each.text!r}: {each.reason}" for each in report.samples[:samples] if each.text)


def expressions_text(reports: Iterable[ReadReport]) -> Iterator[str]:
    """What came of the expressions of UT1 lists."""
    for each in reports:
        yield f"{each.name}: {each.kept} usable, {each.rejected} not; expressions are never enforced"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as aligned columns under a head."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
