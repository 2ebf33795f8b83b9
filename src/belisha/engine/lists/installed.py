"""The lists that one installation enforces: shipped ones, newer downloads in their place, its own, locked ones."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from belisha.engine.lists.catalogue import categories, corrections, sources, uses
from belisha.engine.lists.entries import Entry
from belisha.engine.lists.forms import Form
from belisha.engine.lists.locked import locked_ids, locked_record
from belisha.engine.lists.our_words import OUR_WORDS, our_words
from belisha.engine.lists.reading import form_of, listed_names, read_file, read_listed
from belisha.engine.lists.reports import ListError, ReadReport
from belisha.engine.lists.shelves import open_shelf
from belisha.engine.lists.store import data_path, folder_of, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from belisha.engine.lists.catalogue import Source
    from belisha.engine.lists.our_words import OurWords
    from belisha.engine.lists.store import Record

    Read = Callable[[ReadReport], Iterator[Entry]]

Origin = Literal["shipped", "downloaded", "own", "licensed", "given"]
SHIPPED = Path(__file__).with_name("shipped")
OWN_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a list comes from. `count` is None where only reading tells how many entries there are."""

    origin: Origin
    title: str
    publisher: str
    licence: str
    at: dt.date
    count: int | None = None


@dataclass(slots=True)
class InstalledList:
    """One list as the index takes it. Reading `entries` fills `report` anew.

    `version` is a date, with the beginning of a SHA-256 where the installation itself took the list.
    """

    id: str
    version: str
    categories: tuple[str, ...]
    locked: bool
    provenance: Provenance
    read: Read
    report: ReadReport
    without: tuple[str, ...] = ()  # hosts that people here took out, with everything below them

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries, read from the file each time, without those that our review, or people here, found mistaken."""
        self.report = ReadReport(self.id, secret=self.locked)
        dropped = corrections().get(self.id)
        found = self.read(self.report)
        if dropped:
            found = (entry for entry in found if entry.host not in dropped)
        return self._but(found) if self.without else found

    def _but(self, found: Iterator[Entry]) -> Iterator[Entry]:
        gone, below = frozenset(self.without), tuple(f".{host}" for host in self.without)
        return (entry for entry in found if entry.host not in gone and not entry.host.endswith(below))


@contextmanager
def installation(home: Path) -> Iterator[tuple[InstalledList, ...]]:
    """The lists of an installation; their entries can be read while the context is open.

    Raises ListError, also while entries are read, when a file that should be there is damaged.
    """
    with ExitStack() as open_files:
        published = (each for source in sources().values() for each in _of_source(home, source, open_files))
        words = our_words(home)
        kept = [_without(each, words) for each in (*published, *_own(home))]
        yield (*kept, *_put_in(words, home), *_locked(home))


def _without(each: InstalledList, words: OurWords) -> InstalledList:
    each.without = tuple(sorted({host for category in each.categories for host in words.out_of.get(category, ())}))
    return each


def _put_in(words: OurWords, home: Path) -> Iterator[InstalledList]:
    """What people here put into categories, as lists of their own: they are never taken out again by another list."""
    at = (
        dt.datetime.fromtimestamp((folder_of(home) / OUR_WORDS).stat().st_mtime, tz=dt.UTC).date()
        if words.into
        else dt.date.min
    )
    for category, hosts in sorted(words.into.items()):
        if category in locked_ids() or not hosts:
            continue
        name = f"corrections/{category}"
        digest = hashlib.sha256("\n".join(hosts).encode()).hexdigest()[:8]
        yield InstalledList(
            id=name,
            version=digest,
            categories=(category,),
            locked=False,
            provenance=Provenance("own", f"Put in here: {category}", "the school", "the school's own", at, len(hosts)),
            read=partial(_read_hosts, hosts),
            report=ReadReport(name),
        )


def _read_hosts(hosts: tuple[str, ...], report: ReadReport) -> Iterator[Entry]:
    for host in hosts:
        report.lines += 1
        report.kept += 1
        report.entries += 1
        yield Entry(host)


def _of_source(home: Path, source: Source, open_files: ExitStack) -> Iterator[InstalledList]:
    records = {name: _newer(home, source, name) for name in wanted_lists(source)}
    for name, record in records.items():
        if record is not None:
            yield _downloaded(home, source, name, record)
    missing = [name for name, record in records.items() if record is None]
    if missing:
        yield from _shipped(source, missing, open_files)


def wanted_lists(source: Source) -> tuple[str, ...]:
    """Those lists of a source that feed a category, by their name at the source ("adult")."""
    head = f"{source.id}/"
    return tuple(name.removeprefix(head) for name in uses() if name.startswith(head))


def _newer(home: Path, source: Source, name: str) -> Record | None:
    """The record of a download, unless the shipped copy is newer: after an upgrade of the software, say."""
    record = record_of(home, f"{source.id}/{name}")
    return record if record is not None and record.at.date() >= source.date else None


def _downloaded(home: Path, source: Source, name: str, record: Record) -> InstalledList:
    list_id = f"{source.id}/{name}"
    return InstalledList(
        id=list_id,
        version=record.version,
        categories=uses()[list_id],
        locked=False,
        provenance=replace(_about(source, name), origin="downloaded", at=record.at.date(), count=record.entries),
        read=partial(read_file, data_path(home, record), form=Form.PLAIN),
        report=ReadReport(list_id),
    )


def _about(source: Source, name: str) -> Provenance:
    return Provenance("shipped", f"{source.title}: {name}", source.publisher, source.licence, source.date)


def _shipped(source: Source, names: list[str], open_files: ExitStack) -> Iterator[InstalledList]:
    for name, read in shipped_readers(source, names, open_files):
        yield InstalledList(
            id=f"{source.id}/{name}",
            version=source.date.isoformat(),
            categories=uses()[f"{source.id}/{name}"],
            locked=False,
            provenance=_about(source, name),
            read=read,
            report=ReadReport(f"{source.id}/{name}"),
        )


def shipped_readers(source: Source, names: list[str], open_files: ExitStack) -> Iterator[tuple[str, Read]]:
    """How to read those of the named lists that ship; those of an archive in its order, which is quickest."""
    if not source.archive:
        for name in names:
            yield name, partial(read_file, SHIPPED / source.lists[name].shipped, form=source.form)
        return
    shelf = open_files.enter_context(open_shelf(SHIPPED / source.archive))
    for name in listed_names(shelf, source.form, source.folder):
        if name in names:
            yield name, partial(read_listed, shelf, source.form, source.folder, name)


def _own(home: Path) -> Iterator[InstalledList]:
    for path in _own_files(home):
        if not _is_category(path):
            continue
        at = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC).date()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        name = f"own/{path.stem}"
        about = Provenance("own", f"The school's own list: {path.stem}", "the school", "the school's own", at)
        yield InstalledList(
            id=name,
            version=f"{at.isoformat()}-{digest}",
            categories=(path.stem,),
            locked=False,
            provenance=about,
            read=partial(_read_own, path),
            report=ReadReport(name),
        )


def ignored_files(home: Path) -> tuple[str, ...]:
    """Files among the school's own lists whose name is no category's, or a locked one's: nobody reads them."""
    return tuple(path.name for path in _own_files(home) if not _is_category(path))


def _own_files(home: Path) -> list[Path]:
    return sorted(path for path in (folder_of(home) / "own").glob("*") if path.is_file())


def _is_category(path: Path) -> bool:
    named = path.suffix == ".txt" and OWN_NAME.fullmatch(path.stem) is not None
    return named and path.stem not in locked_ids()


def _read_own(path: Path, report: ReadReport) -> Iterator[Entry]:
    """An own list of nothing but comments and mistakes is still read: each mistake is reported by its line."""
    try:
        form = form_of(path)
    except ListError:
        form = Form.PLAIN
    yield from read_file(path, report, form)


def _locked(home: Path) -> Iterator[InstalledList]:
    for slot in locked_ids():
        record = locked_record(home, slot)
        if record is not None:
            yield InstalledList(
                id=slot,
                version=record.version,
                categories=(slot,),
                locked=True,
                provenance=Provenance(
                    "licensed", categories()[slot].title, "under licence", "licensed", record.at.date(), record.entries
                ),
                read=partial(read_file, data_path(home, record), form=Form.PLAIN),
                report=ReadReport(slot, secret=True),
            )
