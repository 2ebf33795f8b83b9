"""`belisha findings`: what searches and addresses said about a child's welfare: list, look into, follow, digest."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from belisha.activity.counted import counted
from belisha.activity.days import Period, read_week
from belisha.activity.findings import Finding, Told, context, every_event, find, find_frozen, findings, told
from belisha.activity.findings.marks import Marked, false_alarms
from belisha.activity.register import Kind, Register, read_register
from belisha.activity.store import Store
from belisha.activity.subjects import Subject, find_subject
from belisha.cli.data_folder import data_folder
from belisha.cli.findings_care import (
    Looked,
    day,
    false_alarm,
    freeze_finding,
    home_option,
    json_option,
    last_days,
    list_frozen,
    named_schools,
    plain_errors,
    purpose_option,
    record,
    rescan,
    rules,
    school_option,
    wanted_finding,
)
from belisha.cli.findings_text import as_digest, as_kept, as_lines, kept_for
from belisha.cli.log import line
from belisha.engine.themes import THEMES, Level

FOLLOW_SECONDS = 0.5
DAYS_SHOWN = 7
ONE_DAY = timedelta(days=1)
Show = Callable[[Finding], None]


class Wanted(NamedTuple):
    """Which findings: about whom, of which schools and days, of which themes, of this level or graver."""

    subject: Subject | None
    schools: tuple[str, ...]
    period: Period
    themes: tuple[str, ...]
    level: Level

    def wants(self, finding: Finding) -> bool:
        """Whether this is one of them."""
        about = self.subject is None or _is_about(finding, self.subject)
        return about and finding.level >= self.level and finding.theme in (self.themes or (finding.theme,))


def _is_about(finding: Finding, subject: Subject) -> bool:
    fields = msgspec.structs.asdict(finding)
    return any(fields[column.strip('"')] in values for column, values in subject.choices)


@click.group(invoke_without_command=True)
@click.option("--person", help="Id, sign-in name or full name.")
@click.option("--device", help="Id or name of a device, or its address.")
@click.option("--group", help="A class, year, key stage or other group.")
@click.option("--school", help="Only this school.")
@click.option("--from", "first", type=day, help="First day, as 2026-11-16 (default: seven days that end today).")
@click.option("--to", "last", type=day, help="Last day (default: today).")
@click.option("--theme", "themes", multiple=True, type=click.Choice(THEMES), metavar="THEME", help="Only this theme.")
@click.option(
    "--level", default="advisory", type=click.Choice([each.value for each in Level]), help="Only this level or graver."
)
@click.option("--follow", is_flag=True, help="What is of level danger from now on, as it happens; Ctrl-C ends it.")
@purpose_option
@json_option
@home_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    person: str | None,
    device: str | None,
    group: str | None,
    school: str | None,
    first: datetime | None,
    last: datetime | None,
    themes: tuple[str, ...],
    level: str,
    follow: bool,
    purpose: str,
    as_json: bool,
    home: Path | None,
) -> None:
    """What may need somebody's care, gravest first. Every look goes on record."""
    if ctx.invoked_subcommand:
        return
    home = data_folder(home)
    with plain_errors():
        register = read_register(home)
        about = {Kind.PERSON: person, Kind.DEVICE: device, Kind.GROUP: group}
        subject, schools = _about(home, register, {kind: text for kind, text in about.items() if text}, school)
        wanted = Wanted(subject, schools, _period(first, last, register), themes, Level(level))
        looked = Looked("findings", subject.kind if subject else "everybody", subject.id if subject else "")
        record(home, looked, schools, wanted.period, purpose)
        show = _shower(home, register, as_json=as_json)
        if follow:
            _follow(home, register, wanted, show)
            return
        found = [one for one in findings(home, schools, wanted.period, register.zone) if wanted.wants(one)]
    for one in found:
        show(one)
    if not found and not as_json:
        click.echo(f"Nothing was found from {wanted.period.first} to {wanted.period.last}.")


for _command in (false_alarm, freeze_finding, list_frozen, rescan, rules):
    command.add_command(_command)


def _about(
    home: Path, register: Register, about: dict[Kind, str], school: str | None
) -> tuple[Subject | None, tuple[str, ...]]:
    """Whom the options name, if anybody, and the schools. Raises UnknownSubjectError, UsageError."""
    if len(about) > 1:
        message = f"Ask about one of these at a time: {', '.join(f'--{kind}' for kind in about)}."
        raise click.UsageError(message)
    schools = named_schools(home, register, school)
    for kind, text in about.items():
        subject = find_subject(Store.open(home), register, kind, text, schools)
        return subject, subject.schools
    return None, tuple(schools)


def _period(first: datetime | None, last: datetime | None, register: Register) -> Period:
    recent = last_days(last or datetime.now(register.zone), DAYS_SHOWN)
    period = Period(first.date() if first else recent.first, recent.last)
    if period.first > period.last:
        message = f"The period ends ({period.last}) before it begins ({period.first})."
        raise click.UsageError(message)
    return period


def _shower(home: Path, register: Register, *, as_json: bool) -> Show:
    alarms: dict[str, dict[str, Marked]] = {}

    def show(finding: Finding) -> None:
        if finding.school not in alarms:
            alarms[finding.school] = false_alarms(home, finding.school)
        alarm = alarms[finding.school].get(finding.id)
        click.echo(_as_json(finding, alarm) if as_json else "\n".join(as_lines(finding, register, alarm)))

    return show


def _as_json(finding: Finding, alarm: Marked | None) -> str:
    return msgspec.json.encode({**msgspec.structs.asdict(finding), "false_alarm": alarm}).decode()


def _follow(home: Path, register: Register, wanted: Wanted, show: Show) -> None:
    known = set(_told(home, register, wanted))
    while True:
        for school, one in _told(home, register, wanted):
            if (school, one) not in known:
                known.add((school, one))
                found = find(home, one.finding, (school,), register.zone)
                if found and wanted.wants(found):
                    show(found)
        time.sleep(FOLLOW_SECONDS)


def _told(home: Path, register: Register, wanted: Wanted) -> list[tuple[str, Told]]:
    today = datetime.now(register.zone).date()
    near = Period(today - ONE_DAY, today + ONE_DAY)
    return [(school, one) for school in wanted.schools for one in told(home, school, near)]


@command.command()
@click.argument("finding")
@purpose_option
@json_option
@home_option
def show(*, finding: str, purpose: str, as_json: bool, home: Path | None) -> None:
    """One finding, with everything its person did from an hour before it to an hour after."""
    home = data_folder(home)
    with plain_errors():
        register = read_register(home)
        found = wanted_finding(home, register, finding, "findings show", purpose)
        kept = find_frozen(home, found.id)
        events = context(home, found, register.zone)
        if kept:
            events = list(every_event(kept, events))
    if as_json:
        told = {"finding": found, "events": events, "frozen": as_kept(kept) if kept else None}
        click.echo(msgspec.json.encode(told).decode())
        return
    _shower(home, register, as_json=False)(found)
    if kept:
        click.echo(f"    {kept_for(kept)}")
    click.echo(f"The hour before and the hour after, {counted(len(events), 'request')}:")
    for event in events:
        click.echo(f"  {line(event, register.zone)}")


def _read_week(_: click.Context, __: click.Parameter, text: str | None) -> Period | None:
    try:
        return read_week(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@command.command()
@click.option("--day", "of_day", type=day, help="As 2026-11-16 (default: today).")
@click.option("--week", "of_week", callback=_read_week, help="As 2026-W47.")
@school_option
@purpose_option
@json_option
@home_option
def digest(
    *,
    of_day: datetime | None,
    of_week: Period | None,
    school: str | None,
    purpose: str,
    as_json: bool,
    home: Path | None,
) -> None:
    """The findings of a day or a week, school by school: what cannot wait was told before, this is the rest as well."""
    home = data_folder(home)
    if of_day and of_week:
        message = "Ask for a day or for a week: --day or --week."
        raise click.UsageError(message)
    with plain_errors():
        register = read_register(home)
        at: date = (of_day or datetime.now(register.zone)).date()
        period = of_week or Period(at, at)
        schools = tuple(named_schools(home, register, school))
        record(home, Looked("findings digest", "everybody", ""), schools, period, purpose)
        found = {one: findings(home, (one,), period, register.zone) for one in schools}
    if as_json:
        click.echo(msgspec.json.encode({"first": period.first, "last": period.last, "schools": found}).decode())
        return
    for one, some in found.items():
        click.echo("\n".join(as_digest(one, some, period, register, false_alarms(home, one))))
