"""Sites new to a school: visited in a period, and by nobody at the school in the twelve weeks before it.

The sites of each finished day are listed once, in a small file named after the Parquet parts that it was made of.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import Period, day_start
from belisha.activity.durable import make_folder, write_whole
from belisha.activity.manifest import activity_folder, gateways, read_manifest
from belisha.activity.questions import prepare_lines
from belisha.activity.store import Scope, Store, View

LOOK_BACK = timedelta(weeks=12)
ENOUGH = timedelta(weeks=2)  # a record that begins later cannot tell what is new
FOLDER = ".sites"


class _Place(msgspec.Struct, frozen=True):
    day: int
    place: str


def new_to_school(home: Path, store: Store, scope: Scope, sites: Collection[str]) -> frozenset[str] | None:
    """Which of these sites were new to the scope's one school in its period; None if the record is too short."""
    first = scope.period.first
    begun = first_day(home, scope.schools)
    if begun is None or begun > first - ENOUGH:
        return None
    files = _noted(home, store, scope, first)
    left = set(sites)
    for day in sorted(files, reverse=True):
        if not left:
            break
        left.difference_update(files[day].read_text("utf-8").splitlines())
    return frozenset(left)


def note_finished_days(home: Path, store: Store, zone: ZoneInfo, today: date) -> None:
    """List the sites of every school's days before today now, so that no report has to wait for it."""
    for school in filter(None, store.schools()):
        _noted(home, store, Scope((school,), Period(today, today), zone), today)


def _noted(home: Path, store: Store, scope: Scope, before: date) -> dict[date, Path]:
    """The files of the weeks before a day, those made now that are missing."""
    files = _files(home, scope.schools[0], Period(before - LOOK_BACK, before - timedelta(days=1)))
    missing = [day for day, path in files.items() if not path.exists()]
    if missing:
        _note(home, store, scope._replace(period=Period(min(missing), max(missing))), files)
    return files


def _note(home: Path, store: Store, scope: Scope, files: Mapping[date, Path]) -> None:
    """List the sites of each day of the scope's period in the file that was named for it."""
    days = [day for day in scope.period.days() if day in files]
    held: dict[date, list[str]] = {day: [] for day in days}
    for found in store.ask(scope, lambda view: _places(view, days)):
        held[days[found.day]].append(found.place)
    folder = activity_folder(home) / FOLDER / quote(scope.schools[0], safe="")
    make_folder(folder)
    kept = {path.name for path in files.values()}
    for day in days:
        write_whole(files[day], "\n".join(sorted(held[day])).encode())
    for path in folder.glob("*.txt"):
        if path.name not in kept and path.name[:10] in {str(day) for day in files}:
            path.unlink(missing_ok=True)


def _places(view: View, days: Iterable[date]) -> list[_Place]:
    """Every site of each day, once."""
    prepare_lines(view, [("school", view.scope.schools)])
    ends: dict[str, int] = {
        f"end_{nth}": day_start(day + timedelta(days=1), view.scope.zone) for nth, day in enumerate(days)
    }
    nth = " ".join(f"WHEN ended < ${name} THEN {name.removeprefix('end_')}" for name in ends)
    question = f"SELECT DISTINCT CASE {nth} ELSE -1 END AS day, place FROM requests WHERE is_page"  # noqa: S608
    return [row for row in view.rows(_Place, f"{question} ORDER BY day, place", **ends) if row.day >= 0]


def _files(home: Path, school: str, period: Period) -> dict[date, Path]:
    """The file of each day of the period that has any parts; another name when the parts are others."""
    parts: dict[date, list[str]] = {}
    for gateway in gateways(home):
        for part in read_manifest(home, gateway).parts:
            if part.school == school and period.first <= part.day <= period.last:
                parts.setdefault(part.day, []).append(f"{gateway}/{part.path}")
    folder = activity_folder(home) / FOLDER / quote(school, safe="")
    return {day: folder / f"{day}-{_digest(names)}.txt" for day, names in parts.items()}


def first_day(home: Path, schools: Collection[str]) -> date | None:
    """The first day of these schools in Parquet."""
    parts = (part for gateway in gateways(home) for part in read_manifest(home, gateway).parts)
    return min((part.day for part in parts if part.school in schools), default=None)


def _digest(names: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]
