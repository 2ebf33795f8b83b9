"""Putting reports on disk: where each lies, in which forms, and on record before anything is counted."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from belisha.activity.durable import make_folder, write_whole
from belisha.activity.lookups import Lookup, record_lookups
from belisha.activity.register import Kind
from belisha.activity.reports.page import as_page
from belisha.activity.reports.report import Making, Report, Wanted
from belisha.activity.reports.spreadsheet import as_csv
from belisha.activity.subjects import Subject

LONGEST_NAME = 80
SEVERAL = "-"  # the folder of reports about more than one school


class Files(NamedTuple):
    """Where a report was written."""

    html: Path
    csv: Path
    pdf: Path | None = None
    requests: Path | None = None

    def written(self) -> dict[str, str]:
        """Those that were written, by form."""
        return {form: str(path) for form, path in self._asdict().items() if path}


def school_folder(home: Path, subject: Subject) -> Path:
    """Where the reports of a subject's school lie, which go when the school's retention says so."""
    return home / "reports" / (quote(subject.school, safe="") or SEVERAL)


def places(folder: Path, subject: Subject, wanted: Wanted, *, pdf: bool) -> Files:
    """Where the files of a report go; the last day of its period is part of the name."""
    make_folder(folder)
    name = quote(f"{subject.kind}-{subject.id}", safe="")
    if len(name) > LONGEST_NAME:  # two that begin alike must not overwrite each other's
        name = f"{name[:LONGEST_NAME]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    period = wanted.stretch.period
    begin = f"{name}-{period.first}-to-{period.last}"
    if any(wanted.only):
        begin += "-part"
    if wanted.names and subject.kind is not Kind.PERSON:  # nobody may find names where there were none
        begin += "-with-names"
    return Files(folder / f"{begin}.html", folder / f"{begin}.csv", folder / f"{begin}.pdf" if pdf else None)


def write_report(report: Report, files: Files) -> Files:
    """Write each form whole. Raises OSError."""
    page = as_page(report)
    write_whole(files.html, page.encode())
    write_whole(files.csv, as_csv(report).encode())
    if files.pdf:
        from belisha.activity.reports.paper import as_pdf  # noqa: PLC0415 - WeasyPrint takes longer than the report

        write_whole(files.pdf, as_pdf(page))
    return files


def note_look(home: Path, making: Making, subjects: Iterable[Subject], wanted: Wanted, *, scheduled: bool) -> None:
    """Put on record that these subjects' use is looked at. Raises OSError, and then nothing may be shown."""
    what = f"report {wanted.stretch.length}" + (", with names" if wanted.names else "")
    what += ", on schedule" if scheduled else ""
    period = wanted.stretch.period
    record_lookups(
        home,
        [
            Lookup(
                at=making.at,
                by=making.by,
                what=what,
                kind=subject.kind,
                subject=subject.id,
                schools=subject.schools,
                first=period.first.isoformat(),
                last=period.last.isoformat(),
                purpose=making.purpose,
            )
            for subject in subjects
        ],
    )
