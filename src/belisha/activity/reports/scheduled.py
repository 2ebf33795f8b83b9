"""Making the weekly reports that are due: each week once, missed weeks made up, whatever is killed when."""

import logging
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from belisha.activity.days import Period
from belisha.activity.errors import ActivityError
from belisha.activity.register import Kind, Register, read_register
from belisha.activity.reports.counting import EACH, Desk, make_report, make_reports
from belisha.activity.reports.newcomers import note_finished_days
from belisha.activity.reports.periods import Length, Stretch, earlier
from belisha.activity.reports.report import Making, Report, Wanted
from belisha.activity.reports.schedule import Entry, alone, due, note_made, read_schedule
from belisha.activity.reports.writing import note_look, places, school_folder, write_report
from belisha.activity.store import Store
from belisha.activity.subjects import Subject, calendar_of, find_subject, whole_federation

log = logging.getLogger(__name__)

FOLDER = "weekly"


class Batch(NamedTuple):
    """Entries whose questions are put together: one week, one school, one kind, asked for by one person for one end."""

    week: Period
    entries: tuple[Entry, ...]


def run_due(home: Path, now: datetime | None = None) -> list[Path]:
    """Make every report that is due; returns the pages. Only one process does so at a time."""
    register = read_register(home)
    now = now or datetime.now(register.zone)
    pages: list[Path] = []
    with alone(home, "report-run"):
        for batch in _batches(read_schedule(home), now):
            done, made = _make(home, register, batch, now)
            pages += made
            note_made(home, done)
    return pages


def _batches(entries: Iterable[Entry], now: datetime) -> list[Batch]:
    """Oldest weeks first, so that ``made_to`` only ever moves on."""
    wanted = [(week, entry) for entry in entries for week in due(entry, now.date())]

    def together(each: tuple[Period, Entry]) -> tuple[str, ...]:
        week, entry = each
        return week.first.isoformat(), entry.school, entry.kind, entry.by, entry.purpose, str((entry.names, entry.pdf))

    wanted.sort(key=together)
    return [
        Batch(some[0][0], tuple(entry for _, entry in some))
        for _, group in groupby(wanted, together)
        if (some := list(group))
    ]


def _make(home: Path, register: Register, batch: Batch, now: datetime) -> tuple[list[Entry], list[Path]]:
    first = batch.entries[0]
    desk = Desk(home, Store.open(home), register, Making(by=first.by, at=now, purpose=first.purpose))
    found: list[Subject] = []
    done = []
    for entry in batch.entries:
        trouble = ""
        try:
            found.append(_subject(desk, entry))
        except ActivityError as error:
            trouble = str(error)
            log.warning("the weekly report of %s %r was not made: %s", entry.kind, entry.subject, error)
        done.append(msgspec.structs.replace(entry, made_to=batch.week.last, trouble=trouble))
    if not found:
        return done, []
    return done, [_write(report, pdf=first.pdf, home=home) for report in _reports(desk, found, batch, first)]


def _subject(desk: Desk, entry: Entry) -> Subject:
    if entry.kind == Kind.FEDERATION:
        return whole_federation(desk.register, sorted({*desk.register.schools, *desk.store.schools()}))
    return find_subject(desk.store, desk.register, Kind(entry.kind), entry.subject, [entry.school])


def _reports(desk: Desk, subjects: Sequence[Subject], batch: Batch, first: Entry) -> Iterable[Report]:
    stretch = Stretch(Length.WEEK, batch.week)
    calendar = calendar_of(desk.register, subjects[0].schools)
    wanted = Wanted(stretch=stretch, earlier=earlier(stretch, calendar, desk.making.at.date()), names=first.names)
    note_look(desk.home, desk.making, subjects, wanted, scheduled=True)
    if Kind(first.kind) in EACH and len(subjects) > 1:
        return make_reports(desk, subjects, wanted)
    return (make_report(desk, subject, wanted) for subject in subjects)


def _write(report: Report, *, pdf: bool, home: Path) -> Path:
    folder = school_folder(home, report.subject) / FOLDER
    return write_report(report, places(folder, report.subject, report.wanted, pdf=pdf)).html


def main() -> None:
    """``python -m belisha.activity.reports.scheduled HOME``: make ready what reports look up, then what is due; end."""
    home = Path(sys.argv[1])
    zone = read_register(home).zone
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    note_finished_days(home, Store.open(home), zone, datetime.now(zone).date())
    for page in run_due(home):
        log.info("made %s", page)


if __name__ == "__main__":
    main()
