"""`belisha import`: bring in what an old proxy recorded, see what came in, take it out again."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from belisha.activity.counted import counted
from belisha.activity.escapes import visible
from belisha.activity.imports.bringing import AlreadyError, Imported, Outcome, Wanted, bring_in, imports
from belisha.activity.imports.bringing import undo as take_out
from belisha.activity.imports.formats import Format
from belisha.activity.imports.people import Names, read_names
from belisha.activity.keep import read_keep
from belisha.activity.lookups import operating_user
from belisha.activity.register import Register, read_register
from belisha.cli.data_folder import data_folder
from belisha.cli.plain_errors import plain_errors

SHOWN = 20
_home = click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
_json = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
_files = click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)


@click.group()
def command() -> None:
    """Bring in what a proxy recorded before Belisha came, so that a school moving in sees its history."""


@command.command()
@_files
@click.option("--school", required=True, help="Whose log it is: the school's id.")
@click.option(
    "--users", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV: name in the log, person."
)
@click.option(
    "--format", "form", type=click.Choice(["auto", *(each.value for each in Format)]), default="auto", show_default=True
)
@click.option("--dry-run", is_flag=True, help="Only read, and say what would come in.")
@_json
@_home
def squid(
    *,
    files: tuple[Path, ...],
    school: str,
    users: Path | None,
    form: str,
    dry_run: bool,
    as_json: bool,
    home: Path | None,
) -> None:
    """Bring in logs of Squid, plain or packed with gzip. The same file twice adds nothing."""
    home = data_folder(home)
    with plain_errors():
        register = read_register(home)
        _check_school(register, school)
        listed = read_names(users) if users else {}
        for path in files:
            wanted = _wanted(home, register, school, listed, form)
            try:
                outcome = _bring(home, path, wanted._replace(dry_run=dry_run), quiet=as_json)
            except AlreadyError as error:
                click.echo(msgspec.json.encode({"already": error.imported}).decode() if as_json else str(error))
                continue
            click.echo(msgspec.json.encode(outcome).decode() if as_json else _said(outcome, wanted))


def _wanted(home: Path, register: Register, school: str, listed: Mapping[str, str], form: str) -> Wanted:
    now = datetime.now(UTC)
    return Wanted(
        school=school,
        names=Names(register, school, listed),
        zone=register.zone,
        oldest=read_keep(home).oldest(school, now.astimezone(register.zone).date()),
        by=operating_user(),
        at=now,
        form=None if form == "auto" else Format(form),
    )


def _check_school(register: Register, school: str) -> None:
    if school not in register.schools:
        known = ", ".join(sorted(register.schools)) or "none: publish the policy first (belisha policy publish FILE)"
        message = f"There is no school {school!r} in the policy in force. There is: {known}."
        raise click.UsageError(message)


def _bring(home: Path, path: Path, wanted: Wanted, *, quiet: bool) -> Outcome:
    if quiet:
        return bring_in(home, path, wanted, lambda _: None)
    with click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr) as bar:
        return bring_in(home, path, wanted, bar.update)


def _said(outcome: Outcome, wanted: Wanted) -> str:
    one = outcome.imported
    verb = "would come in" if outcome.dry_run else "came in"
    named = f", as {one.name}" if one.events else ", so nothing is kept of it"
    lines = [f"{visible(one.file)} ({one.format}): {one.events:,} events of {one.lines:,} lines {verb}{named}."]
    if outcome.days:
        lines.append(f"  {counted(len(outcome.days), 'day')}, from {min(outcome.days)} to {max(outcome.days)}.")
    if one.too_old:
        lines.append(f"  {one.too_old:,} events are of before {wanted.oldest}: the school keeps them no longer.")
    lines += _said_rejects(outcome)
    if outcome.strangers:
        told = _some(outcome.strangers)
        lines.append(f"  Names that belong to nobody on the register: {told}. Say whose they are with --users.")
    if outcome.unregistered:
        told = _some(outcome.unregistered)
        lines.append(f"  People of the list whom the register does not hold, kept under these names: {told}.")
    return "\n".join(lines)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(visible(name) for name in names[:SHOWN]) + more


def _said_rejects(outcome: Outcome) -> Iterator[str]:
    if not outcome.imported.rejects:
        return
    yield f"  {counted(sum(outcome.imported.rejects.values()), 'line is no event', 'lines are no events')}:"
    for reason, count in outcome.imported.rejects.items():
        numbers = [str(each.line) for each in outcome.samples if each.reason == reason][:SHOWN]
        where = "line" if len(numbers) == 1 else "lines"
        yield f"    {count:,}: {reason}" + (f" ({where} {', '.join(numbers)})" if numbers else "")


@command.command(name="list")
@_json
@_home
def show(*, as_json: bool, home: Path | None) -> None:
    """What was brought in."""
    with plain_errors():
        held = imports(data_folder(home))
    if as_json:
        click.echo(msgspec.json.encode(held).decode())
        return
    for one in held:
        span = f"{one.first:%Y-%m-%d} to {one.last:%Y-%m-%d}" if one.first and one.last else ""
        click.echo(
            f"{one.name}  {one.school}  {span}  {one.events:,} events  {visible(one.file)}, by {visible(one.by)}"
        )
    if not held:
        click.echo("Nothing was brought in.")


@command.command()
@click.argument("name")
@_json
@_home
def undo(*, name: str, as_json: bool, home: Path | None) -> None:
    """Take an import out of the record, wholly. NAME: as `belisha import list` says it."""
    with plain_errors():
        gone: Imported = take_out(data_folder(home), name)
    if as_json:
        click.echo(msgspec.json.encode(gone).decode())
        return
    click.echo(f"Taken out: {gone.name}, {gone.events:,} events of {visible(gone.file)}.")
