"""What is kept, kind by kind: how to list its days, and how to delete those that are kept no longer."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from belisha.activity.durable import sync_folder, write_whole
from belisha.activity.findings.context import frozen, frozen_path
from belisha.activity.findings.files import schools_with_findings
from belisha.activity.findings.keeping import delete_days, held_days
from belisha.activity.keep import Kind, RetentionError
from belisha.activity.lookups import Lookup, lookups_folder
from belisha.activity.manifest import Manifest, commit, locked, own_gateways, read_manifest
from belisha.activity.place import Place, activity_folder
from belisha.activity.retention.spool import blank, sheets, waiting
from belisha.activity.school_days import SchoolDay, part_folder

Expired = Callable[[str, date], bool]
_DAY = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
_LAST_DAY = re.compile(r"to-(\d{4}-\d\d-\d\d)")
_REPORT_FORMS = {".html", ".csv", ".pdf", ".zip"}
_SITES = ".sites"  # what reports noted of the sites of finished days


class Held(msgspec.Struct, frozen=True, order=True):
    """What is kept of a school's day, or was. ``gateway``: empty but for events. ``rows``: events, findings, files …"""

    kind: Kind
    school: str
    day: date
    gateway: str
    rows: int
    bytes: int


class Shelf(NamedTuple):
    """One kind. ``due`` picks what is to go of what is held; ``delete`` lets it go, and may be done again."""

    held: Callable[[Path], Iterable[Held]]
    delete: Callable[[Path, Expired], None]
    due: Callable[[Iterable[Held], Expired], list[Held]]


def _each_due(held: Iterable[Held], expired: Expired) -> list[Held]:
    return [each for each in held if expired(each.school, each.day)]


# ---- events: parts of the record, whole days of a school


def held_events(home: Path) -> Iterator[Held]:
    """Every school's days in Parquet, by gateway that this machine writes."""
    days: dict[tuple[str, SchoolDay], tuple[int, int]] = {}
    for gateway in own_gateways(home):
        for part in read_manifest(home, gateway).parts:
            key = (gateway, SchoolDay(part.school, part.day))
            rows, size = days.get(key, (0, 0))
            days[key] = (rows + part.rows, size + part.bytes)
    for (gateway, owner), (rows, size) in days.items():
        yield Held(Kind.EVENTS, owner.school, owner.day, gateway, rows, size)


def delete_events(home: Path, expired: Expired) -> None:
    """Delete whole days. Raises RetentionError when a file of such a day is still there afterwards."""
    for gateway in own_gateways(home):
        with locked(home, gateway) as place:
            manifest = read_manifest(home, gateway)
            gone = {owner for owner in _owners(manifest) if expired(*owner)}
            if not gone:
                continue
            kept = msgspec.structs.replace(
                manifest,
                parts=tuple(part for part in manifest.parts if SchoolDay(part.school, part.day) not in gone),
                retired=tuple(old for old in manifest.retired if SchoolDay(old.school, old.day) not in gone),
            )
            commit(home, gateway, kept)
            for owner in gone:
                _delete_day(place, part_folder(owner))
    _delete_sites(home, expired)


def _owners(manifest: Manifest) -> set[SchoolDay]:
    live = {SchoolDay(part.school, part.day) for part in manifest.parts}
    return live | {SchoolDay(old.school, old.day) for old in manifest.retired}


def _delete_day(place: Place, folder: str) -> None:
    # the folder may also hold parts that compaction replaced: the promise is for them too, so there is no grace
    for name in place.names(folder):
        place.remove(name)
    if place.names(folder):
        message = f"{place}/{folder} should be gone and is not"
        raise RetentionError(message)


def _delete_sites(home: Path, expired: Expired) -> None:
    for path in (activity_folder(home) / _SITES).glob(f"*/{_DAY}-*.txt"):
        if expired(unquote(path.parent.name), date.fromisoformat(path.name[:10])):
            path.unlink()


# ---- rejected lines: of no school, by the day they were set aside


def held_rejects(home: Path) -> Iterator[Held]:
    """Rejected lines by the day they were found."""
    for gateway in own_gateways(home):
        for each in read_manifest(home, gateway).rejects:
            yield Held(Kind.REJECTS, "", each.day, gateway, each.rows, 0)


def delete_rejects(home: Path, expired: Expired) -> None:
    """Delete files of rejected lines."""
    for gateway in own_gateways(home):
        with locked(home, gateway) as place:
            manifest = read_manifest(home, gateway)
            gone = [each for each in manifest.rejects if expired("", each.day)]
            if gone:
                kept = tuple(each for each in manifest.rejects if each not in gone)
                commit(home, gateway, msgspec.structs.replace(manifest, rejects=kept))
            for each in gone:
                place.remove(each.path)


# ---- findings, and what a concern froze of them


def held_findings(home: Path) -> Iterator[Held]:
    """Findings by day."""
    for each in held_days(home):
        yield Held(Kind.FINDINGS, each.school, each.day, "", each.findings, each.bytes)


def _findings_due(held: Iterable[Held], expired: Expired) -> list[Held]:
    """They go from the oldest day on: a day that is held back holds the later ones too."""
    by_school: dict[str, list[Held]] = {}
    for each in sorted(held):
        by_school.setdefault(each.school, []).append(each)
    return [one for days in by_school.values() for one in takewhile(lambda each: expired(each.school, each.day), days)]


def delete_findings(home: Path, expired: Expired) -> None:
    """Delete what was found, but for what is frozen."""
    last: dict[str, date] = {each.school: each.day for each in _findings_due(held_findings(home), expired)}
    for school, day in last.items():
        delete_days(home, school, day + timedelta(days=1))


def held_frozen(home: Path) -> Iterator[Held]:
    """Frozen findings by the day they began."""
    for school in schools_with_findings(home):
        for one, day in frozen(home, school):
            yield Held(Kind.FROZEN, school, day, "", 1, frozen_path(home, school, one).stat().st_size)


def delete_frozen(home: Path, expired: Expired) -> None:
    """Delete frozen findings."""
    for school in schools_with_findings(home):
        for one, day in frozen(home, school):
            if expired(school, day):
                frozen_path(home, school, one).unlink()


# ---- reports that somebody made


def held_reports(home: Path) -> Iterator[Held]:
    """Files of reports by the last day that they are about."""
    for path, school, day in _reports(home):
        yield Held(Kind.REPORTS, school, day, "", 1, path.stat().st_size)


def delete_reports(home: Path, expired: Expired) -> None:
    """Delete files of reports, and folders that are empty then."""
    for path, school, day in list(_reports(home)):
        if expired(school, day):
            path.unlink()
            if path.parent != home / "reports" and not any(path.parent.iterdir()):
                path.parent.rmdir()


def _reports(home: Path) -> Iterator[tuple[Path, str, date]]:
    """Files, their schools (empty: several) and days: the last that the name tells, else when it was written."""
    place = home / "reports"
    for path in sorted(place.rglob("*")):
        if path.suffix in _REPORT_FORMS and path.is_file():
            folder, *below = path.relative_to(place).parts
            school = unquote(folder) if below and folder != "-" else ""
            yield path, school, _last_day(path.relative_to(place).as_posix()) or _written(path)


def _last_day(name: str) -> date | None:
    told = _LAST_DAY.findall(name)
    with suppress(ValueError, IndexError):
        return date.fromisoformat(told[-1])
    return None


def _written(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


# ---- look-ups


class _Look(NamedTuple):
    line: bytes
    school: str


def held_lookups(home: Path) -> Iterator[Held]:
    """Look-ups by the day they were made."""
    for path, day in _look_files(home):
        looks = _looks(path)
        sizes: Counter[str] = Counter()
        for look in looks:
            sizes[look.school] += len(look.line) + 1
        counts = Counter(look.school for look in looks)
        yield from (Held(Kind.LOOKUPS, school, day, "", counts[school], sizes[school]) for school in counts)


def delete_lookups(home: Path, expired: Expired) -> None:
    """Delete look-ups of days that nobody writes to any more; those of other schools on the same day stay."""
    for path, day in _look_files(home):
        looks = _looks(path)
        kept = [look.line for look in looks if not expired(look.school, day)]
        if not kept:
            path.unlink()
            sync_folder(path.parent)
        elif len(kept) < len(looks):
            write_whole(path, b"".join(line + b"\n" for line in kept))


def _look_files(home: Path) -> Iterator[tuple[Path, date]]:
    for path in sorted(lookups_folder(home).glob(f"{_DAY}.jsonl")):
        yield path, date.fromisoformat(path.stem)


def _looks(path: Path) -> list[_Look]:
    return [_Look(line, _school_of(line)) for line in path.read_bytes().splitlines() if line]


def _school_of(line: bytes) -> str:
    """The one school that a look was at; empty when it was at several, or the line was cut short."""
    try:
        schools = msgspec.json.decode(line, type=Lookup).schools
    except msgspec.DecodeError:
        return ""
    return schools[0] if len(schools) == 1 else ""


# ---- what waits for a person


def held_spool(home: Path) -> Iterator[Held]:
    """Forms by the day they were sent, of no school; findings and changes handed on, by theirs."""
    for day, rows, size in waiting(home):
        yield Held(Kind.SPOOL, "", day, "", rows, size)
    days: dict[tuple[str, date], tuple[int, int]] = {}
    for sheet in sheets(home):
        rows, size = days.get((sheet.school, sheet.day), (0, 0))
        days[sheet.school, sheet.day] = (rows + 1, size + sheet.path.stat().st_size)
    for (school, day), (rows, size) in days.items():
        yield Held(Kind.SPOOL, school, day, "", rows, size)


def delete_spool(home: Path, expired: Expired) -> None:
    """Take out what forms say, and delete what was handed on."""
    blank(home, lambda day: expired("", day))
    for sheet in list(sheets(home)):
        if expired(sheet.school, sheet.day):
            sheet.path.unlink()


SHELVES: dict[Kind, Shelf] = {
    Kind.EVENTS: Shelf(held_events, delete_events, _each_due),
    Kind.FINDINGS: Shelf(held_findings, delete_findings, _findings_due),
    Kind.FROZEN: Shelf(held_frozen, delete_frozen, _each_due),
    Kind.REPORTS: Shelf(held_reports, delete_reports, _each_due),
    Kind.LOOKUPS: Shelf(held_lookups, delete_lookups, _each_due),
    Kind.SPOOL: Shelf(held_spool, delete_spool, _each_due),
    Kind.REJECTS: Shelf(held_rejects, delete_rejects, _each_due),
}
