"""Keeping findings no longer than promised: whole days of a school go; what was frozen for a concern stays."""

import shutil
from datetime import date
from pathlib import Path

import msgspec

from belisha.activity.durable import sync_folder
from belisha.activity.findings.files import (
    SIGHTINGS,
    day_folder,
    days_with_findings,
    note_rescan,
    replace,
    schools_with_findings,
    sightings_of,
    told_of,
    writing,
)
from belisha.activity.findings.spool import alert_path
from belisha.activity.school_days import SchoolDay


class HeldDay(msgspec.Struct, frozen=True, order=True):
    """What is kept of a school's day: how many findings have a part in it, and bytes of files."""

    school: str
    day: date
    findings: int
    bytes: int


def held_days(home: Path, school: str | None = None) -> list[HeldDay]:
    """Everything that is kept of findings, of one school or of all, in order."""
    schools = schools_with_findings(home) if school is None else [school]
    return [_held(home, SchoolDay(one, day)) for one in schools for day in days_with_findings(home, one)]


def _held(home: Path, owner: SchoolDay) -> HeldDay:
    ids = {row.finding for row in sightings_of(home, owner)}
    size = sum(path.stat().st_size for path in day_folder(home, owner).iterdir())
    return HeldDay(owner.school, owner.day, len(ids), size)


def delete_import(home: Path, school: str, name: str) -> int:
    """Delete what reading an import again found in it, before that is taken out; returns how many sightings went.

    Raises OSError when something cannot be deleted.
    """
    gone = 0
    if not days_with_findings(home, school):
        return gone
    with writing(home):
        for day in days_with_findings(home, school):
            owner = SchoolDay(school, day)
            rows = sightings_of(home, owner)
            kept = [row for row in rows if row.gateway != name]
            if len(kept) < len(rows):
                replace(day_folder(home, owner) / SIGHTINGS, kept)
                note_rescan(home)
                gone += len(rows) - len(kept)
    return gone


def delete_days(home: Path, school: str, before: date) -> list[HeldDay]:
    """Delete all that was sighted at a school before a day, and what was handed on of it; returns what went.

    What is frozen stays. Raises OSError when something cannot be deleted.
    """
    if not days_with_findings(home, school):
        return []
    with writing(home):
        gone = [held for held in held_days(home, school) if held.day < before]
        for held in gone:
            owner = SchoolDay(school, held.day)
            for told in told_of(home, owner):
                alert_path(home, told.finding).unlink(missing_ok=True)
            shutil.rmtree(day_folder(home, owner))
        if gone:
            sync_folder(day_folder(home, SchoolDay(school, before)).parent)
    return gone
