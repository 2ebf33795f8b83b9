"""Bringing old logs into the record, all of a file or nothing of it; what was brought in; and taking it out again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from belisha.activity.days import instant, milliseconds
from belisha.activity.findings.keeping import delete_import
from belisha.activity.imports.columns import Source, as_events
from belisha.activity.imports.formats import Format
from belisha.activity.imports.people import Names
from belisha.activity.imports.reading import Content, Counted, LogError, Rejected, content_of, find_format, read_log
from belisha.activity.manifest import Manifest, Part, commit, gateway_place, locked, read_manifests
from belisha.activity.parts import by_school_and_day, write_part
from belisha.activity.place import Place
from belisha.activity.school_days import SchoolDay

PREFIX: Final = "import-"
NOTE: Final = "import.json"
DIGITS: Final = 12
STRETCHES_A_PART: Final = 16


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was brought in. ``size`` and ``digest`` (SHA-256): of what it held, unpacked."""

    name: str
    file: str
    school: str
    format: Format
    size: int
    digest: str
    at: datetime
    by: str
    lines: int
    events: int
    first: datetime | None
    last: datetime | None
    too_old: int  # events of days that the school keeps no longer, and so left out
    rejects: dict[str, int]  # how many lines, by reason


class AlreadyError(LogError):
    """This very content was brought in before; nothing was added."""

    def __init__(self, path: Path, imported: Imported) -> None:
        super().__init__(f"{path} was brought in on {imported.at:%d %B %Y} already, as {imported.name}: nothing added.")
        self.imported = imported


class Outcome(msgspec.Struct, frozen=True):
    """What came of one file. ``days``: events by day; ``strangers``: names in the log that belong to nobody;
    ``unregistered``: people of the list of names whom the register does not hold.
    """

    imported: Imported
    days: dict[date, int]
    samples: tuple[Rejected, ...]
    strangers: tuple[str, ...]
    unregistered: tuple[str, ...]
    dry_run: bool


class Wanted(NamedTuple):
    """How files are to be brought in. ``oldest``: the first day that the school still keeps."""

    school: str
    names: Names
    zone: ZoneInfo
    oldest: date
    by: str
    at: datetime
    form: Format | None = None
    dry_run: bool = False


def imports(home: Path) -> list[Imported]:
    """What was brought in and not taken out again, oldest first."""
    names = [name for name, manifest in read_manifests(home).items() if name.startswith(PREFIX) and manifest.parts]
    found = [msgspec.json.decode(gateway_place(home, name).read(NOTE), type=Imported) for name in names]
    return sorted(found, key=lambda one: (one.at, one.name))


def bring_in(home: Path, path: Path, wanted: Wanted, progress: Callable[[int], None]) -> Outcome:
    """Bring one file in. Raises AlreadyError, LogError, OSError when the disk refuses.

    ``progress`` is told bytes of the file as they are read. Killed at any instant, nothing of the file counts, and
    bringing it in again does all of it.
    """
    before = imports(home)
    content, beginnings = content_of(path, [one.size for one in before])
    _check_new(path, content, beginnings, before)
    reading = _Reading(path, content, wanted, wanted.form or find_format(path))
    if wanted.dry_run:
        for _ in reading.divided(progress):
            pass
    else:
        _write(home, reading, progress)
    return reading.outcome()


class _Reading:
    """One file on its way in."""

    def __init__(self, path: Path, content: Content, wanted: Wanted, form: Format) -> None:
        self.name = f"{PREFIX}{content.digest[:DIGITS]}"
        self._path, self._content, self._wanted, self._form = path, content, wanted, form
        self._counted = Counted()
        self._days: Counter[date] = Counter()
        self._too_old = 0

    def divided(self, progress: Callable[[int], None]) -> Iterator[list[tuple[SchoolDay, pa.Table]]]:
        """The events that are kept, by day, a stretch of the file at a time."""
        source = Source(self._wanted.school, self.name, self._path.name)
        latest = milliseconds(self._wanted.at + timedelta(days=1))
        for found in read_log(self._path, self._form, latest, self._counted, progress):
            kept = []
            for owner, table in by_school_and_day(as_events(found, source, self._wanted.names), self._wanted.zone):
                if owner.day < self._wanted.oldest:
                    self._too_old += table.num_rows
                else:
                    self._days[owner.day] += table.num_rows
                    kept.append((owner, table))
            yield kept

    def imported(self) -> Imported:
        """What to keep on record of it."""
        counted, wanted = self._counted, self._wanted
        return Imported(
            name=self.name,
            file=self._path.name,
            school=wanted.school,
            format=self._form,
            size=self._content.size,
            digest=self._content.digest,
            at=wanted.at,
            by=wanted.by,
            lines=counted.lines,
            events=sum(self._days.values()),
            first=instant(counted.first) if counted.events else None,
            last=instant(counted.last) if counted.events else None,
            too_old=self._too_old,
            rejects=dict(counted.reasons.most_common()),
        )

    def outcome(self) -> Outcome:
        """What to tell whoever brought it in."""
        return Outcome(
            self.imported(),
            dict(sorted(self._days.items())),
            tuple(self._counted.samples),
            tuple(self._wanted.names.strangers()),
            tuple(self._wanted.names.unregistered()),
            self._wanted.dry_run,
        )


def _check_new(path: Path, content: Content, beginnings: dict[int, str], before: list[Imported]) -> None:
    for one in before:
        if one.digest == content.digest:
            raise AlreadyError(path, one)
        if beginnings.get(one.size) == one.digest:
            message = (
                f"{path} begins with all of {one.file}, which is here as {one.name}. Take that out first "
                f"(belisha import undo {one.name}), or give only what came after it."
            )
            raise LogError(message)


def _write(home: Path, reading: _Reading, progress: Callable[[int], None]) -> None:
    with locked(home, reading.name) as place:
        _clear(place)  # what a run that was killed left behind
        stretches = reading.divided(progress)
        parts: list[Part] = []
        while run := list(islice(stretches, STRETCHES_A_PART)):
            by_owner: dict[SchoolDay, list[pa.Table]] = {}
            for owner, table in (each for stretch in run for each in stretch):
                by_owner.setdefault(owner, []).append(table)
            parts += [
                write_part(place, owner, f"{reading.name}-{len(parts)}", [_joined(tables)])
                for owner, tables in sorted(by_owner.items())
            ]
        if parts:
            place.write(NOTE, msgspec.json.encode(reading.imported()))
            commit(home, reading.name, Manifest(parts=tuple(parts)))


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def undo(home: Path, name: str) -> Imported:
    """Take an import out, wholly, with what was found in it; readers see all of its events or none.

    Raises LogError when there is none of that name.
    """
    found = [one for one in imports(home) if name in {one.name, one.name.removeprefix(PREFIX), one.file}]
    if len(found) != 1:
        held = ", ".join(f"{one.name} ({one.file})" for one in found or imports(home)) or "none"
        message = f"{'More than one' if found else 'No'} import is called {name!r}. There is: {held}."
        raise LogError(message)
    delete_import(home, found[0].school, found[0].name)  # first: killed after it, the import is there to be taken out
    with locked(home, found[0].name) as place:
        commit(home, found[0].name, Manifest())
        _clear(place)
    return found[0]


def _clear(place: Place) -> None:
    for name in place.names():
        place.remove(name)
