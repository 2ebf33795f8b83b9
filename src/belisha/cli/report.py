"""`belisha report week`: what a person, device, group or school visited, was refused and searched for."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import click
import msgspec

from belisha.activity.days import Period, read_week
from belisha.activity.durable import make_folder, write_whole
from belisha.activity.errors import ActivityError, say_error
from belisha.activity.lookups import Lookup, operating_user, record_lookup
from belisha.activity.register import Kind, Register, read_register
from belisha.activity.reports.page import as_page
from belisha.activity.reports.spreadsheet import as_csv, write_requests
from belisha.activity.reports.text import as_text
from belisha.activity.reports.week import Making, Report, make_report
from belisha.activity.store import Scope, Store
from belisha.activity.subjects import Subject, find_subject
from belisha.gateway.settings import default_home

LONGEST_NAME = 80


class Files(NamedTuple):
    """Where a report was written."""

    html: Path
    csv: Path
    requests: Path | None


class Asked(NamedTuple):
    """Whom the options name, and where the files go if not to the folder of reports."""

    about: dict[Kind, str]
    school: str | None
    html: Path | None
    csv: Path | None
    requests: bool


def _read_week(_: click.Context, __: click.Parameter, text: str | None) -> Period | None:
    try:
        return read_week(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group()
def command() -> None:
    """Reports of internet use. Every look at a person, device, group or school goes on record."""


@command.command()
@click.option("--person", help="Id, sign-in name or full name.")
@click.option("--device", help="Id or name of a device, or its address.")
@click.option("--group", help="A class, year, key stage or other group.")
@click.option("--school", help="The school; alone, the report is about all of it.")
@click.option("--week", "of_week", callback=_read_week, help="As 2026-W47. Default: the seven days that end today.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day, as 2026-11-16.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day (default: today).")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Where the page goes.")
@click.option("--csv", type=click.Path(path_type=Path, dir_okay=False), help="Where the spreadsheet goes.")
@click.option("--requests", is_flag=True, help="Write every single request to a spreadsheet as well.")
@click.option("--for", "purpose", default="", help="What the report is for; kept with the record of this look.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
def week(
    *,
    person: str | None,
    device: str | None,
    group: str | None,
    school: str | None,
    of_week: Period | None,
    first: datetime | None,
    last: datetime | None,
    html: Path | None,
    csv: Path | None,
    requests: bool,
    purpose: str,
    as_json: bool,
    home: Path | None,
) -> None:
    """What was visited, what was blocked and why, what was searched for."""
    home = home or default_home()
    named = {Kind.PERSON: person, Kind.DEVICE: device, Kind.GROUP: group}
    asked = Asked({kind: text for kind, text in named.items() if text}, school, html, csv, requests)
    try:
        register = read_register(home)
        now = datetime.now(register.zone)
        period = of_week or _period(first, last, now.date())
        making = Making(by=operating_user(), at=now, purpose=purpose)
        report, files = _make(home, register, asked, period, making)
    except (ActivityError, OSError) as error:
        raise click.ClickException(say_error(error)) from error
    click.echo(_as_json(report, files) if as_json else _as_text(report, files))


def _period(first: datetime | None, last: datetime | None, today: date) -> Period:
    end = last.date() if last else today
    start = first.date() if first else end - timedelta(days=6)
    if start > end:
        message = f"The period ends ({end}) before it begins ({start})."
        raise click.UsageError(message)
    return Period(start, end)


def _make(home: Path, register: Register, asked: Asked, period: Period, making: Making) -> tuple[Report, Files]:
    store = Store.open(home)
    subject = _subject(store, register, asked)
    scope = Scope((subject.school,), period, register.zone)
    record_lookup(home, _lookup(subject, period, making))
    report = make_report(store, subject, scope, making)
    files = _files(home, subject, period, asked)
    write_whole(files.html, as_page(report).encode())
    write_whole(files.csv, as_csv(report).encode())
    if files.requests:
        write_requests(store, subject, scope, files.requests)
    return report, files


def _subject(store: Store, register: Register, asked: Asked) -> Subject:
    if len(asked.about) > 1:
        message = f"Ask about one of these at a time: {', '.join(f'--{kind}' for kind in asked.about)}."
        raise click.UsageError(message)
    schools = sorted({*register.schools, *store.schools()})
    if asked.school is not None:
        school = find_subject(store, register, Kind.SCHOOL, asked.school, schools)
        schools = [school.id]
        if not asked.about:
            return school
    if not asked.about:
        message = "Say about whom: --person, --device, --group or --school."
        raise click.UsageError(message)
    kind, text = next(iter(asked.about.items()))
    return find_subject(store, register, kind, text, schools)


def _lookup(subject: Subject, period: Period, making: Making) -> Lookup:
    return Lookup(
        at=making.at,
        by=making.by,
        what="report week",
        kind=subject.kind,
        subject=subject.id,
        schools=(subject.school,),
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        purpose=making.purpose,
    )


def _files(home: Path, subject: Subject, period: Period, asked: Asked) -> Files:
    folder = home / "reports"
    make_folder(folder)
    name = quote(f"{subject.kind}-{subject.id}", safe="")[:LONGEST_NAME]
    begin = f"{name}-{period.first}-to-{period.last}"
    requests = folder / f"{begin}-requests.csv" if asked.requests else None
    return Files(asked.html or folder / f"{begin}.html", asked.csv or folder / f"{begin}.csv", requests)


def _as_text(report: Report, files: Files) -> str:
    return "\n".join([as_text(report), *(f"Written: {path}" for path in files if path)])


def _as_json(report: Report, files: Files) -> str:
    written = {name: str(path) for name, path in files._asdict().items() if path}
    return msgspec.json.encode({"report": report, "files": written}).decode()
