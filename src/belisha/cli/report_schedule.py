"""`belisha report schedule`: weekly reports of chosen people, groups and devices, made by themselves on Mondays."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict, TypeVar, Unpack

import click
import msgspec

from belisha.activity.lookups import operating_user
from belisha.activity.register import Kind, Register, read_register
from belisha.activity.reports.schedule import Entry, add, due, read_schedule, remove
from belisha.activity.reports.scheduled import run_due
from belisha.activity.store import Store
from belisha.activity.subjects import Subject, find_subject, whole_federation
from belisha.cli.moments import Day
from belisha.cli.plain_errors import plain_errors
from belisha.gateway.settings import default_home

KINDS = (Kind.PERSON, Kind.CLASS, Kind.GROUP, Kind.DEVICE, Kind.ROOM, Kind.SCHOOL, Kind.FEDERATION)


class Whose(TypedDict):
    """About whom, and of which school."""

    about: str
    subject: str
    school: str | None
    as_json: bool
    home: Path | None


_json = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
_home = click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
_Command = TypeVar("_Command", bound=Callable[..., None])


def _whose(function: _Command) -> _Command:
    function = _home(_json(function))
    function = click.option("--school", help="The school, where a name is at several.")(function)
    function = click.argument("subject")(function)
    return click.argument("about", type=click.Choice([kind.value for kind in KINDS]))(function)


@click.group()
def schedule() -> None:
    """Weekly reports that are made by themselves, on the Monday after."""


@schedule.command(name="add")
@_whose
@click.option("--for", "purpose", required=True, help="What the reports are for; each look goes on record with it.")
@click.option("--until", type=Day(), help="The last day of the last week. Default: no end.")
@click.option("--names", is_flag=True, help="Name people where the report is not about one.")
@click.option("--pdf", is_flag=True, help="A tagged PDF as well.")
def add_one(*, purpose: str, until: datetime | None, names: bool, pdf: bool, **whose: Unpack[Whose]) -> None:
    """A weekly report about ABOUT (person, class …) SUBJECT (its id or name), from this week on."""
    home = whose["home"] or default_home()
    with plain_errors():
        register = read_register(home)
        now = datetime.now(register.zone)
        _check(purpose, until.date() if until else None, now.date())
        subject = _subject(home, register, whose)
        entry = Entry(
            kind=subject.kind,
            subject=subject.id,
            name=subject.name,
            school=subject.school,
            by=operating_user(),
            purpose=purpose.strip(),
            added=now,
            until=until.date() if until else None,
            names=names,
            pdf=pdf,
        )
        add(home, entry)
    _show(entry, register, as_json=whose["as_json"])


def _check(purpose: str, until: date | None, today: date) -> None:
    if not purpose.strip():
        message = "Say what the reports are for: --for 'weekly plan'. It is kept on record with each look."
        raise click.UsageError(message)
    if until and until < today:
        message = f"No report would be made: {until} is over."
        raise click.UsageError(message)


@schedule.command(name="remove")
@_whose
def remove_one(**whose: Unpack[Whose]) -> None:
    """No weekly report about ABOUT (person, class …) SUBJECT any more; those that were made stay."""
    home = whose["home"] or default_home()
    with plain_errors():
        register = read_register(home)
        entry = remove(home, _on_it(home, register, whose).key)
    _show(entry, register, as_json=whose["as_json"])


def _on_it(home: Path, register: Register, whose: Whose) -> Entry:
    """The one entry that is meant. Raises UsageError."""
    found = [entry for entry in read_schedule(home) if _is_meant(entry, register, whose)]
    if len(found) == 1:
        return found[0]
    what = f"{whose['about']} {whose['subject']!r}"
    if found:
        which = " or ".join(f"--school {entry.school}" for entry in found)
        message = f"Weekly reports of the {what} are made at {len(found)} schools. Say which: {which}."
    else:
        message = f"No weekly report of the {what} is on the schedule: `belisha report schedule list` has them all."
    raise click.UsageError(message)


def _is_meant(entry: Entry, register: Register, whose: Whose) -> bool:
    """Whether the entry is about what was named, by id or any of its names, at the school that was named."""
    if entry.kind != whose["about"] or entry.kind == Kind.FEDERATION:  # there is one of that at most
        return entry.kind == whose["about"]
    school = register.named(Kind.SCHOOL, entry.school).get(entry.school, ())
    if whose["school"] is not None and whose["school"].casefold() not in _folded(entry.school, *school):
        return False
    names = register.named(Kind(entry.kind), entry.school).get(entry.subject, ())
    return whose["subject"].casefold() in _folded(entry.subject, entry.name, *names)


def _folded(*names: str) -> set[str]:
    return {name.casefold() for name in names}


@schedule.command(name="list")
@_json
@_home
def list_all(*, as_json: bool, home: Path | None) -> None:
    """Every weekly report: about whom, who asked for it, what for, until when, how far it has got."""
    home = home or default_home()
    with plain_errors():
        entries, register = read_schedule(home), read_register(home)
    if as_json:
        click.echo(msgspec.json.encode(entries).decode())
        return
    for entry in entries:
        _show(entry, register, as_json=False)
    if not entries:
        click.echo("No weekly report is on the schedule.")


@schedule.command()
@_json
@_home
def run(*, as_json: bool, home: Path | None) -> None:
    """Make now whatever is due; the recorder does so by itself."""
    with plain_errors():
        pages = run_due(home or default_home())
    if as_json:
        click.echo(msgspec.json.encode([str(page) for page in pages]).decode())
        return
    click.echo("\n".join([*(f"Written: {page}" for page in pages), f"{len(pages):,} reports made."]))


def _subject(home: Path, register: Register, whose: Whose) -> Subject:
    store = Store.open(home)
    schools = sorted({*register.schools, *store.schools()})
    if whose["about"] == Kind.FEDERATION:
        return whole_federation(register, schools)
    if whose["school"] is not None:
        schools = [find_subject(store, register, Kind.SCHOOL, whose["school"], schools).id]
    return find_subject(store, register, Kind(whose["about"]), whose["subject"], schools)


def _show(entry: Entry, register: Register, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(entry).decode())
        return
    until = f" until {entry.until}" if entry.until else ""
    school = f" at {entry.school}" if entry.school and entry.kind != Kind.SCHOOL else ""
    state = f"made up to {entry.made_to}" if entry.made_to else "none made yet"
    waiting = due(entry, datetime.now(register.zone).date())
    late = f", {len(waiting)} due" if waiting else ""
    click.echo(f"{entry.kind} {entry.name}{school}, each week{until}, for {entry.by}: {entry.purpose} ({state}{late})")
    if entry.trouble:
        click.echo(f"  The last was not made: {entry.trouble}")
