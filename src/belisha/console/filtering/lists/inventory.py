"""What lists this installation has, as the engine knows them, and how two versions of one differ. No database."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.lists import ListError, categories, installation, locked_ids, sources, uses
from belisha.engine.lists.store import data_path, folder_of, record_of
from belisha.engine.published import NothingPublishedError, index_path, read_pointer
from belisha.engine.snapshot import Snapshot, SnapshotError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from belisha.engine.lists import InstalledList

__all__ = ["Difference", "ListRow", "compared", "index_in_force", "take_inventory", "updatable"]


class ListRow(NamedTuple):
    """One list as it is now. `entries`: of it in the index in force."""

    list: str
    source: str
    publisher: str
    licence: str
    categories: tuple[str, ...]
    origin: str
    dated: date | None
    version: str
    entries: int


class Difference(NamedTuple):
    """How many entries are new, and how many are gone."""

    added: int
    removed: int


def index_in_force(home: Path) -> Snapshot | None:
    """The index in force, opened in milliseconds; None where there is none."""
    with suppress(NothingPublishedError, SnapshotError, OSError):
        digest = read_pointer(home).lists
        return Snapshot.open(index_path(home, digest)) if digest else None
    return None


def take_inventory(home: Path) -> list[ListRow]:
    """Every list but the locked ones, of which a page of its own tells. Raises ListError, OSError."""
    index = index_in_force(home)
    built = {info.id: info.entries for info in index.lists} if index else {}
    with installation(home) as lists:
        rows = [_row(each, built.get(each.id, 0)) for each in lists if not each.locked]
    there = {row.list for row in rows}
    return [*rows, *(_absent(name, fed) for name, fed in uses().items() if name not in there)]


def _row(each: InstalledList, entries: int) -> ListRow:
    about = each.provenance
    return ListRow(
        each.id, about.title, about.publisher, about.licence, each.categories, about.origin, about.at, each.version,
        entries,
    )  # fmt: skip


def _absent(name: str, fed: tuple[str, ...]) -> ListRow:
    source = sources()[name.partition("/")[0]]
    return ListRow(name, source.title, source.publisher, source.licence, fed, "absent", None, "", 0)


def updatable() -> tuple[str, ...]:
    """The sources whose publisher has an address for newer editions."""
    found = (one for one in sources().values() if one.update or any(file.update for file in one.lists.values()))
    return tuple(one.id for one in found)


def compared(home: Path, list_id: str, before: str) -> Difference | None:
    """How the list in use differs from the version before, whose file is kept for a while; None where it is not.

    A version is the day and the beginning of the digest. Raises OSError.
    """
    record = record_of(home, list_id)
    digest = before.rpartition("-")[2]
    if record is None or len(digest) != 8 or before == record.version:
        return None
    folder = (folder_of(home) / list_id).parent
    name = list_id.rpartition("/")[2]
    old = next((file for file in folder.glob(f"{name}.{digest}*.txt.gz") if file.name != record.file), None)
    new = data_path(home, record)
    return _counted(home, old, new) if old and new.exists() else None


def _counted(home: Path, old: Path, new: Path) -> Difference:
    # DuckDB: lists of five million names are compared in bounded memory; loaded where it is needed alone
    from belisha.activity.duck import connection  # noqa: PLC0415

    entries = "SELECT e FROM read_csv(?, header = false, columns = {'e': 'VARCHAR'}, delim = '\t', quote = '')"
    question = f"SELECT count(*) FROM ({entries} EXCEPT {entries})"  # noqa: S608 - files come as values
    with connection(home) as duck:
        added = duck.execute(question, [str(new), str(old)]).fetchone()
        removed = duck.execute(question, [str(old), str(new)]).fetchone()
    return Difference(int(added[0]) if added else 0, int(removed[0]) if removed else 0)


def category_choices() -> list[tuple[str, str]]:
    """The categories that people may correct: the locked ones are not theirs."""
    return [(name, category.title) for name, category in categories().items() if name not in locked_ids()]


__all__ += ["ListError", "category_choices"]
