"""Keeping no longer than promised: whole days are deleted, by school, and the deletion says and shows what is gone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import yaml

from belisha.activity.days import LONDON
from belisha.activity.errors import ActivityError
from belisha.activity.ingest import ingest, sweep
from belisha.activity.manifest import Manifest, Part, commit, locked, own_gateways, read_manifest
from belisha.activity.parts import SchoolDay, part_folder
from belisha.activity.place import Place

FILE = "retention.yaml"
KEEP_DAYS = 365
KEEP_REJECTS_DAYS = 30


class RetentionError(ActivityError):
    """The retention settings cannot be used, or a deletion left something behind; the text says what."""


class Keep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many whole days of activity are kept, today not counted: for all schools, and for those that differ."""

    keep_days: int = KEEP_DAYS
    schools: Mapping[str, int] = {}

    def oldest(self, school: str, today: date) -> date:
        """The first day that is still kept."""
        return today - timedelta(days=self.schools.get(school, self.keep_days))

    def shortest(self) -> int:
        """The shortest of all these times, in days."""
        return min([self.keep_days, *self.schools.values()])


class DayOnRecord(msgspec.Struct, frozen=True, order=True):
    """What is kept of a school's day, or was."""

    gateway: str
    school: str
    day: date
    rows: int
    bytes: int


class Retained(msgspec.Struct, frozen=True):
    """What a run deleted, with everything on record before and after it. ``rejects``: files of rejected lines."""

    deleted: tuple[DayOnRecord, ...]
    before: tuple[DayOnRecord, ...]
    after: tuple[DayOnRecord, ...]
    rejects: int


def read_keep(home: Path) -> Keep:
    """The settings in ``retention.yaml``, or the default where there is none. Raises RetentionError with a sentence."""
    path = home / FILE
    try:
        keep = msgspec.convert(yaml.safe_load(path.read_text()) or {}, Keep)
    except FileNotFoundError:
        return Keep()
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        message = f"{path} cannot be used, so nothing is deleted: {error}"
        raise RetentionError(message) from error
    if keep.shortest() < 1:
        message = f"{path} cannot be used, so nothing is deleted: keep at least 1 day."
        raise RetentionError(message)
    return keep


def days_on_record(home: Path) -> tuple[DayOnRecord, ...]:
    """Every school's days in Parquet, in order."""
    days: dict[tuple[str, SchoolDay], tuple[int, int]] = {}
    for gateway in own_gateways(home):
        for part in read_manifest(home, gateway).parts:
            key = (gateway, SchoolDay(part.school, part.day))
            rows, size = days.get(key, (0, 0))
            days[key] = (rows + part.rows, size + part.bytes)
    return tuple(DayOnRecord(gateway, *owner, *sums) for (gateway, owner), sums in sorted(days.items()))


def retain(home: Path, keep: Keep, today: date, *, zone: ZoneInfo = LONDON) -> Retained:
    """Delete every day that is older than its school keeps; what is still in the journal is brought in first.

    Raises RetentionError when a file of such a day is still there afterwards, OSError when the disk refuses.
    """
    ingest(home, zone=zone)
    before = days_on_record(home)
    rejects = sum(_retain_gateway(home, gateway, keep, today) for gateway in own_gateways(home))
    sweep(home)
    after = days_on_record(home)
    left = {(day.gateway, day.school, day.day) for day in after}
    deleted = tuple(day for day in before if (day.gateway, day.school, day.day) not in left)
    return Retained(deleted, before, after, rejects)


def _retain_gateway(home: Path, gateway: str, keep: Keep, today: date) -> int:
    with locked(home, gateway) as place:
        manifest = read_manifest(home, gateway)
        expired = {owner for owner in _owners(manifest) if owner.day < keep.oldest(owner.school, today)}
        oldest_rejects = datetime.now(UTC).date() - timedelta(days=min(KEEP_REJECTS_DAYS, keep.shortest()))
        rejects = [each for each in manifest.rejects if each.day < oldest_rejects]
        if not expired and not rejects:
            return 0
        kept = msgspec.structs.replace(
            manifest,
            parts=tuple(part for part in manifest.parts if _owner(part) not in expired),
            retired=tuple(old for old in manifest.retired if SchoolDay(old.school, old.day) not in expired),
            rejects=tuple(each for each in manifest.rejects if each not in rejects),
        )
        commit(home, gateway, kept)
        for old in rejects:
            place.remove(old.path)
        for owner in expired:
            _delete_day(place, part_folder(owner))
        return len(rejects)


def _owners(manifest: Manifest) -> set[SchoolDay]:
    return {_owner(part) for part in manifest.parts} | {SchoolDay(old.school, old.day) for old in manifest.retired}


def _owner(part: Part) -> SchoolDay:
    return SchoolDay(part.school, part.day)


def _delete_day(place: Place, folder: str) -> None:
    # the folder may also hold parts that compaction replaced: the promise is for them too, so there is no grace
    for name in place.names(folder):
        place.remove(name)
    if place.names(folder):
        message = f"{place}/{folder} should be gone and is not"
        raise RetentionError(message)
