"""`belisha coverage`: what should be seen and is not, what is seen and not known, gateways that are not up to date."""

import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import click
import msgspec

from belisha.activity.counted import counted
from belisha.activity.coverage.facts import ground
from belisha.activity.coverage.judging import coverage, record
from belisha.activity.coverage.model import Change, Coverage, Gap, Judged, Kind, Level
from belisha.activity.errors import ActivityError, say_error
from belisha.activity.escapes import visible
from belisha.activity.reports.spreadsheet import cell_text
from belisha.cli.data_folder import data_folder
from belisha.cli.moments import Day
from belisha.engine.policy import Policy
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Calendar

COLOURS = {Level.RED: "red", Level.AMBER: "yellow"}
TITLES = {
    Kind.SCHOOL_SILENT: "Schools of which nothing was heard",
    Kind.NETWORK_SILENT: "Networks of which nothing was heard",
    Kind.DEVICE_SILENT: "Registered devices of which nothing was heard",
    Kind.DEVICE_UNREGISTERED: "Devices that are not registered",
    Kind.PERSON_NEVER_SEEN: "People who were never known by name",
    Kind.NOBODY_KNOWN: "Requests of nobody known",
    Kind.CALENDAR: "Calendars that have run out",
    Kind.GATEWAY_SILENT: "Gateways without a sign of life",
    Kind.GATEWAY_CLOCK: "Gateways whose clock is wrong",
    Kind.GATEWAY_POLICY: "Gateways with an old policy",
    Kind.GATEWAY_LISTS: "Gateways with old lists",
    Kind.GATEWAY_SERVICE: "Gateways with a process that does not run",
    Kind.GATEWAY_TROUBLE: "Gateways that could not judge every request",
}
COLUMNS = ("level", "kind", "school", "subject", "name", "count", "reason", "to_do", "items")
ITEMS_SHOWN = 5


@click.command()
@click.option("--school", "schools", multiple=True, help="Only this school (id); may be given more than once.")
@click.option("--day", type=Day(), help="This day, as 2026-11-16. Default: the last school day.")
@click.option("--record", "recording", is_flag=True, help="Note what changed for the console; the recorder does daily.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.option("--csv", "as_csv", is_flag=True, help="A spreadsheet instead of text.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
def command(
    *, schools: tuple[str, ...], day: datetime | None, recording: bool, as_json: bool, as_csv: bool, home: Path | None
) -> None:
    """Is everything seen that should be? A list of what is wanting, with reasons and what to do."""
    home = data_folder(home)
    try:
        given = ground(home)
        unknown = sorted(set(schools) - given.policy.schools.keys())
        if unknown:
            message = f"There is no school {unknown[0]!r}. There is: {', '.join(sorted(given.policy.schools))}."
            raise click.UsageError(message)
        now = datetime.now(given.zone)
        asked = day.date() if day else None
        if asked:
            _check_over(asked, now.date(), recording=recording)
        if recording and schools:
            message = "Changes are noted of all schools together: --record without --school."
            raise click.UsageError(message)
        if recording:
            _show_changes(record(home, now, asked), as_json=as_json)
            return
        found = coverage(home, now, schools, asked)
    except (ActivityError, OSError) as error:
        raise click.ClickException(say_error(error)) from error
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    elif as_csv:
        _write_csv(found.gaps)
    else:
        _show(found, asked, given.policy)


def _check_over(asked: date, today: date, *, recording: bool) -> None:
    """What is not over yet is not missed; noted all the same, it would hide what is missed before it."""
    if asked > today or (recording and asked == today):
        message = f"{asked} is not over yet."
        raise click.UsageError(message)


def _show_changes(changes: list[Change] | None, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode({"due": changes is not None, "changes": changes or []}).decode())
        return
    if changes is None:
        click.echo("Nothing was due: the last school day is judged already.")
        return
    for change in changes:
        click.echo(f"{change.change}: {_line(change.gap)}")
    click.echo(f"{counted(len(changes), 'change')} noted.")


def _write_csv(gaps: Sequence[Gap]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    for gap in gaps:
        writer.writerow(_cells(gap))


def _cells(gap: Gap) -> Iterator[object]:
    for column in COLUMNS:
        value = "; ".join(gap.items) if column == "items" else getattr(gap, column)
        yield cell_text(visible(str(value))) if isinstance(value, str) else value


def _show(found: Coverage, asked: date | None, policy: Policy) -> None:
    for judged in found.judged:
        click.echo(_judged(judged, asked, policy.schools[judged.school].calendar))
    for kind, gaps in groupby(sorted(found.gaps, key=_place), key=lambda gap: gap.kind):
        of_kind = list(gaps)
        click.echo(f"\n{click.style(TITLES[kind], fg=COLOURS[of_kind[0].level], bold=True)} ({len(of_kind)})")
        for gap in of_kind:
            click.echo(f"  {_line(gap)}")
            for item in gap.items[:ITEMS_SHOWN]:
                click.echo(f"      {visible(item)}")
            if gap.count > ITEMS_SHOWN and gap.items:
                click.echo("      … the rest with --json or --csv")
        click.echo(f"  -> {of_kind[0].to_do}")
    if not found.gaps:
        click.echo("Nothing is wanting.")


def _place(gap: Gap) -> tuple[int, int]:
    return list(Level).index(gap.level), list(Kind).index(gap.kind)


def _judged(judged: Judged, asked: date | None, calendar: Calendar) -> str:
    if judged.day is None:
        return f"{visible(judged.name)}: no school day is over that could be judged."
    free = "" if is_school_day(calendar, judged.day) else "; no school day, so silence is not missed"
    return f"{visible(judged.name)}: {judged.day:%A %d %B %Y}" + ("" if asked is None else f", as you asked{free}")


def _line(gap: Gap) -> str:
    return f"{visible(gap.school)} {visible(gap.name)}: {visible(gap.reason)}".strip()
