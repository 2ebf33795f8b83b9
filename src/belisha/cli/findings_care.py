"""`belisha findings false-alarm`, `rules`, `rescan` and `freeze`: looking after findings and what finds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from belisha.activity.days import Period
from belisha.activity.errors import ActivityError, say_error
from belisha.activity.findings import Finding, find, find_frozen, freeze, frozen_of, thaw
from belisha.activity.findings.files import schools_with_findings
from belisha.activity.findings.marks import false_alarms, mark, read_themes, show_rules, unmark
from belisha.activity.findings.rescan import Rescan, Rescanned
from belisha.activity.lookups import Lookup, operating_user, record_lookup
from belisha.activity.register import Kind, Register, read_register
from belisha.activity.store import Store
from belisha.activity.subjects import find_subject
from belisha.cli.data_folder import data_folder
from belisha.cli.findings_text import as_frozen, as_kept, as_rules
from belisha.cli.moments import Day

home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
purpose_option = click.option("--for", "purpose", default="", help="What you look for; kept on record with the look.")
school_option = click.option("--school", help="Only this school's id (default: all).")
day = Day()


def _said(_: click.Context, __: click.Parameter, text: str) -> str:
    if not text.strip():
        message = "Say it in a few words: it is kept on record."
        raise click.BadParameter(message)
    return text.strip()


class Looked(NamedTuple):
    """What was looked at, and about whom."""

    what: str
    kind: str
    subject: str


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors that a person can do something about are said in a sentence."""
    try:
        yield
    except (ActivityError, OSError, ValueError) as error:
        raise click.ClickException(say_error(error) if isinstance(error, OSError) else str(error)) from error


def record(home: Path, looked: Looked, schools: tuple[str, ...], period: Period, purpose: str) -> None:
    """Put a look on record. Raises OSError, and then nothing may be shown."""
    record_lookup(
        home,
        Lookup(
            at=datetime.now(read_register(home).zone),
            by=operating_user(),
            what=looked.what,
            kind=looked.kind,
            subject=looked.subject,
            schools=schools,
            first=period.first.isoformat(),
            last=period.last.isoformat(),
            purpose=purpose,
        ),
    )


def wanted_finding(home: Path, register: Register, wanted: str, what: str, purpose: str) -> Finding:
    """The finding of this id; the look is on record. Raises ClickException when there is none, OSError."""
    found = find(home, wanted, zone=register.zone)
    if found is None:  # it may have gone from the record, and be kept for a concern
        kept = find_frozen(home, wanted)
        if kept is None:
            message = f"There is no finding {wanted}. `belisha findings` and `belisha findings frozen` list them."
            raise click.ClickException(message)
        found = kept.finding
    days = Period(found.first.astimezone(register.zone).date(), found.last.astimezone(register.zone).date())
    kind = "person" if found.person else "device" if found.device else "address"
    record(home, Looked(f"{what} {found.id}", kind, found.who), (found.school,), days, purpose)
    return found


@click.command("false-alarm")
@click.argument("finding")
@click.option("--why", "reason", required=True, callback=_said, help="Why it is none, or why it is one after all.")
@click.option("--undo", is_flag=True, help="Take it back: it was no false alarm.")
@json_option
@home_option
def false_alarm(*, finding: str, reason: str, undo: bool, as_json: bool, home: Path | None) -> None:
    """Say that a finding was a false alarm: what found it counts less from now on, at its school."""
    home = data_folder(home)
    with plain_errors():
        register = read_register(home)
        by, at = operating_user(), datetime.now(register.zone)
        school = _marked_at(home, register, finding) if undo else None
        if school is None:
            found = wanted_finding(home, register, finding, "findings false-alarm", reason)
            lines = mark(home, found, by=by, at=at, reason=reason, undo=undo)
        else:
            looked = Looked("findings false-alarm --undo", "finding", finding)
            record(home, looked, (school,), Period(at.date(), at.date()), reason)
            lines = unmark(home, school, finding, by=by, at=at, reason=reason)
    if as_json:
        click.echo(msgspec.json.encode(lines).decode())
        return
    for one in lines:
        effect = "counts as it did before" if undo else "counts one level less at this school from now on"
        click.echo(f"Rule {one.rule}: “{' '.join(one.words)}” {effect}.")


def _marked_at(home: Path, register: Register, finding: str) -> str | None:
    """The school whose marks hold this finding; read again by other rules, the finding may be there no more."""
    schools = named_schools(home, register, None)
    return next((school for school in schools if finding in false_alarms(home, school)), None)


@click.command()
@school_option
@json_option
@home_option
def rules(*, school: str | None, as_json: bool, home: Path | None) -> None:
    """How precise each rule is: its findings, how many were false alarms, and what that changed."""
    home = data_folder(home)
    with plain_errors():
        register = read_register(home)
        now = datetime.now(register.zone)
        schools = schools_with_findings(home) if school is None else named_schools(home, register, school)
        shown = {one: show_rules(home, one, now) for one in schools}
    if as_json:
        click.echo(msgspec.json.encode(shown).decode())
        return
    for one, lines in shown.items():
        click.echo("\n".join(as_rules(one, lines)))
    if not shown:
        click.echo("Nothing was found yet.")


@click.command()
@click.option("--from", "first", type=day, required=True, help="First day, as 2026-11-16.")
@click.option("--to", "last", type=day, help="Last day (default: today).")
@school_option
@json_option
@home_option
def rescan(*, first: datetime, last: datetime | None, school: str | None, as_json: bool, home: Path | None) -> None:
    """Read days on record again, after rules or marks changed. Findings keep their ids; nothing is handed on anew."""
    home = data_folder(home)

    def say(done: Rescanned) -> None:
        if not (done.read or done.before or as_json):
            return
        text = f"{done.school or '-'} {done.day}: {done.read:,} read, {done.before} findings before, {done.after} now."
        click.echo(msgspec.json.encode(done).decode() if as_json else text)

    with plain_errors():
        register = read_register(home)
        now = datetime.now(register.zone)
        period = Period(first.date(), last.date() if last else now.date())
        if period.first > period.last:
            message = f"The period ends ({period.last}) before it begins ({period.first})."
            raise click.UsageError(message)
        schools = Store.open(home).schools() if school is None else named_schools(home, register, school)
        for one in schools:
            read_themes(home, one, now)  # better refused than read anew without the school's own rules
        record(home, Looked("findings rescan", "everybody", ""), tuple(schools), period, "")
        Rescan(home).run(schools, period, say)


@click.command("freeze")
@click.argument("finding")
@click.option("--why", "reason", required=True, callback=_said, help="For which concern; kept with it.")
@click.option("--undo", is_flag=True, help="Let go of what was kept: the concern has ended.")
@json_option
@home_option
def freeze_finding(*, finding: str, reason: str, undo: bool, as_json: bool, home: Path | None) -> None:
    """Keep a finding and the hours around it for a concern, whatever is deleted later."""
    home = data_folder(home)
    with plain_errors():
        register = read_register(home)
        found = wanted_finding(home, register, finding, f"findings freeze{' --undo' if undo else ''}", reason)
        if undo:
            _thaw(home, found, as_json=as_json)
            return
        by, at = operating_user(), datetime.now(register.zone)
        path = freeze(home, found, by=by, at=at, reason=reason, zone=register.zone)
    click.echo(msgspec.json.encode({"finding": found.id, "file": str(path)}).decode() if as_json else f"Kept: {path}")


def _thaw(home: Path, finding: Finding, *, as_json: bool) -> None:
    kept = find_frozen(home, finding.id)
    if kept is None:
        message = f"Finding {finding.id} is not kept for a concern: nothing was changed."
        raise click.ClickException(message)
    thaw(home, kept)
    said = f"Kept no longer: {finding.id}. Its days go with the others of its school (belisha retention show)."
    click.echo(msgspec.json.encode({"finding": finding.id, "file": None}).decode() if as_json else said)


@click.command("frozen")
@school_option
@purpose_option
@json_option
@home_option
def list_frozen(*, school: str | None, purpose: str, as_json: bool, home: Path | None) -> None:
    """What is kept for concerns, whatever is deleted: which findings, since when, by whom and why."""
    home = data_folder(home)
    with plain_errors():
        register = read_register(home)
        schools = tuple(named_schools(home, register, school))
        kept = [one for each in schools for one in frozen_of(home, each)]
        days = [one.finding.first.astimezone(register.zone).date() for one in kept] or [
            datetime.now(register.zone).date()
        ]
        record(home, Looked("findings frozen", "everybody", ""), schools, Period(min(days), max(days)), purpose)
    if as_json:
        click.echo(msgspec.json.encode([as_kept(one) for one in kept]).decode())
        return
    for one in kept:
        click.echo("\n".join(as_frozen(one, register)))
    if not kept:
        click.echo("Nothing is kept for a concern.")


def named_schools(home: Path, register: Register, school: str | None) -> list[str]:
    """The school of this id or name, or all that are in the policy or have findings. Raises UnknownSubjectError."""
    schools = sorted({*register.schools, *schools_with_findings(home)})
    if school is None:
        return schools
    return [find_subject(Store.open(home), register, Kind.SCHOOL, school, schools).id]


def last_days(today: datetime, count: int) -> Period:
    """So many days that end today."""
    return Period(today.date() - timedelta(days=count - 1), today.date())
