"""Newer editions of the lists: fetched (by what the caller gives), read, judged, and only then put in place."""

from __future__ import annotations

import tempfile
from collections import deque
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from belisha.engine.lists.installed import shipped_readers, wanted_lists
from belisha.engine.lists.judging import fault_of
from belisha.engine.lists.reading import form_of, listed_names, read_file, read_listed
from belisha.engine.lists.reports import ListError, ReadReport
from belisha.engine.lists.shelves import open_shelf
from belisha.engine.lists.store import data_path, folder_of, keep, new_record, pack, record_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from belisha.engine.lists.catalogue import Source
    from belisha.engine.lists.installed import Read

NO_LIST = "it is no list, perhaps a web page or an error message in its place"


class FetchError(Exception):
    """An address gave nothing: the text says why. `offline` when it was not even reached."""

    def __init__(self, message: str, *, offline: bool) -> None:
        """Keep whether the network was at fault."""
        super().__init__(message)
        self.offline = offline


class Fetch(Protocol):
    """Fetches a public address."""

    def __call__(self, address: str, etag: str, to: Path) -> str | None:
        """Write what is there to the file `to` and return its ETag ("" if none), or None if it is still `etag`.

        Raises FetchError.
        """


class Outcome(NamedTuple):
    """What became of one list, or of a whole source (named by its id) that could not be had. Counts are of entries."""

    list: str
    result: Literal["updated", "unchanged", "refused", "failed", "offline"]
    message: str = ""
    before: int = 0
    after: int = 0


class Updater:
    """Updates the lists of one installation. `now` dates what is taken; `accept_smaller` waives the shrink check."""

    def __init__(self, home: Path, fetch: Fetch, now: dt.datetime, *, accept_smaller: bool = False) -> None:
        """Nothing is fetched before `update` is asked for its outcomes."""
        self.home = home
        self.fetch = fetch
        self.now = now
        self.accept_smaller = accept_smaller

    def update(self, source: Source, only: str = "") -> Iterator[Outcome]:
        """Fetch a source and judge each of its lists, or the one named; what fails leaves the list in use as it is."""
        names = (only,) if only else wanted_lists(source)
        folder_of(self.home).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder_of(self.home), prefix=".download-") as folder:
            newest = Path(folder) / "newest"
            if source.update:
                yield from self._update_archive(source, names, newest)
                return
            for name in names:
                if source.lists[name].update:
                    yield self._update_file(source, name, newest)

    def _update_archive(self, source: Source, names: tuple[str, ...], newest: Path) -> Iterator[Outcome]:
        etag = self._fetched(source.id, source.update, self._archive_etag(source, names), newest)
        if isinstance(etag, Outcome):
            yield etag
            return
        try:
            with open_shelf(newest) as shelf:
                before = self._counts(source, names)
                there = listed_names(shelf, source.form, source.folder)
                for name in sorted(names, key=lambda name: there.index(name) if name in there else -1):
                    read = partial(read_listed, shelf, source.form, source.folder, name)
                    yield self._judged(f"{source.id}/{name}", read, source.update, etag, before.get(name, 0))
        except ListError as error:
            yield Outcome(source.id, "refused", str(error))

    def _update_file(self, source: Source, name: str, newest: Path) -> Outcome:
        list_id = f"{source.id}/{name}"
        address = source.lists[name].update
        record = record_of(self.home, list_id)
        known = record.etag if record and record.address == address and self._holds(list_id) else ""
        etag = self._fetched(list_id, address, known, newest)
        if isinstance(etag, Outcome):
            return etag
        try:
            form_of(newest)
        except ListError:
            return Outcome(list_id, "refused", NO_LIST)
        before = self._counts(source, (name,)).get(name, 0)
        return self._judged(list_id, partial(read_file, newest, form=source.form), address, etag, before)

    def _fetched(self, what: str, address: str, etag: str, newest: Path) -> str | Outcome:
        """The ETag of what now lies in `newest`, or what to report instead."""
        try:
            new_etag = self.fetch(address, "" if self.accept_smaller else etag, newest)
        except FetchError as error:
            return Outcome(what, "offline" if error.offline else "failed", str(error))
        return Outcome(what, "unchanged") if new_etag is None else new_etag

    def _archive_etag(self, source: Source, names: tuple[str, ...]) -> str:
        """The ETag under which all these lists were taken, so that one refused last time is tried again."""
        records = [record_of(self.home, f"{source.id}/{name}") for name in names]
        etags = {record.etag if record and record.address == source.update else "" for record in records}
        return etags.pop() if len(etags) == 1 else ""

    def _holds(self, list_id: str) -> bool:
        record = record_of(self.home, list_id)
        return record is not None and data_path(self.home, record).is_file()

    def _judged(self, list_id: str, read: Read, address: str, etag: str, before: int) -> Outcome:
        """Read a list into a file beside its place and move it there if it is good."""
        report = ReadReport(list_id)
        try:
            packed, digest = pack((folder_of(self.home) / list_id).parent, read(report))
        except ListError as error:
            return Outcome(list_id, "refused", str(error))
        fault = fault_of(report, 0 if self.accept_smaller else before)
        if fault:
            packed.unlink()
            return Outcome(list_id, "refused", fault, before, report.entries)
        packed.chmod(0o644)
        keep(self.home, packed, new_record(list_id, digest, report, self.now, address, etag))
        return Outcome(list_id, "updated", "", before, report.entries)

    def _counts(self, source: Source, names: tuple[str, ...]) -> dict[str, int]:
        """How many entries the list in use has, by name; shipped lists are read for it, all in one pass."""
        counts: dict[str, int] = {}
        for name in names:
            record = record_of(self.home, f"{source.id}/{name}")
            if record is not None:
                counts[name] = record.entries
        with ExitStack() as open_files:
            for name, read in shipped_readers(source, [name for name in names if name not in counts], open_files):
                report = ReadReport(name)
                deque(read(report), maxlen=0)
                counts[name] = report.entries
        return counts
