"""`belisha roster`: what is in a roster file; what it would change; change it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from belisha.activity.escapes import visible
from belisha.activity.lookups import operating_user
from belisha.cli.console_setup import console
from belisha.console.people.roster.readers import (
    Bundle,
    MappingNeededError,
    Roster,
    RosterError,
    bundle_of_path,
    read_roster,
)
from belisha.console.people.roster.readers.mapped import sample_of
from belisha.console.people.roster.readers.notebook import Notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import RosterImport
    from belisha.console.people.roster.queries import Preview

MOST_SHOWN = 20
FILE = click.argument("file", type=click.Path(exists=True, path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")


@click.group()
def command() -> None:
    """Rosters of the school's management information system: a file, a folder or a zip archive."""


@command.command()
@FILE
@JSON
def read(*, file: Path, as_json: bool) -> None:
    """What is in FILE, without a console: format, people, classes, bad rows with line and reason."""
    roster = _read(_bundle(file))
    told = {
        "format": roster.format,
        "version": roster.version,
        "schools": [{"id": org.id, "name": org.name, "number": org.number} for org in roster.schools],
        "people": dict(Counter(str(person.kind) for person in roster.people)),
        "groups": len(roster.groups),
        "memberships": len(roster.memberships),
        "relationships": len(roster.relationships),
        "names_everybody": roster.complete,
        "notes": list(roster.notes),
        "bad": _bad(roster),
        "more_bad": roster.more_bad,
    }
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_said_of(told)))


def _bundle(file: Path) -> Bundle:
    try:
        return bundle_of_path(file)
    except RosterError as error:
        raise click.ClickException(str(error)) from error


def _read(bundle: Bundle) -> Roster:
    try:
        return read_roster(bundle)
    except MappingNeededError:
        click.echo("This is a spreadsheet of your own: its columns are guessed from their headers.", err=True)
    except RosterError as error:
        raise click.ClickException(str(error)) from error
    try:
        return read_roster(bundle, sample_of(bundle, Notebook()).guess)
    except RosterError as error:
        raise click.ClickException(str(error)) from error


def _bad(roster: Roster) -> list[dict[str, Any]]:
    return [
        {"file": row.file, "line": row.line, "column": row.column, "text": row.text, "reason": row.reason}
        for row in roster.bad
    ]


def _said_of(told: dict[str, Any]) -> Iterator[str]:
    yield f"{told['format']} {told['version']}".strip()
    for school in told["schools"]:
        yield visible(f"  school {school['id']}: {school['name']}")
    for kind, count in told["people"].items():
        yield f"  {kind}: {count:,}"
    yield f"  classes and groups: {told['groups']:,}; who is in them: {told['memberships']:,}"
    yield f"  families: {told['relationships']:,}"
    yield "  names everybody: " + ("yes" if told["names_everybody"] else "no")
    yield from (visible(f"  note: {note}") for note in told["notes"])
    yield from _said_of_bad(told["bad"], told["more_bad"])


def _said_of_bad(bad: list[dict[str, Any]], more: int) -> Iterator[str]:
    for row in bad[:MOST_SHOWN]:
        yield visible(f"  bad: {row['file']}, line {row['line']}: {row['reason']} ({row['column']}: {row['text']})")
    rest = len(bad) + more - MOST_SHOWN
    if rest > 0:
        yield f"  … and {rest:,} more bad rows"


def _in_school(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var)."),
        JSON,
        click.option("--as", "org", default="", help="This school's id in FILE, where it holds several."),
        click.option("--source", default="MIS", show_default=True, help="The system that it comes from."),
        click.option(
            "--everybody/--some", "complete", default=None, help="Whoever is missing has left, or nobody leaves by it."
        ),
        click.option("--school", "code", required=True, help="The school's code."),
        FILE,
    ):
        function = option(function)
    return function


@command.command()
@_in_school
def preview(*, file: Path, as_json: bool, home: Path | None, **asked: Any) -> None:
    """What FILE would change in a school's register. Nothing is changed, nothing is kept."""
    bundle = _bundle(file)
    with console(home):
        from django.db import transaction  # noqa: PLC0415 - Django is set up now

        with transaction.atomic():
            _, found = _taken(bundle, **asked)
            told = _told(found)
            transaction.set_rollback(True)
    _say(told, as_json=as_json)


@command.command()
@_in_school
@click.option("--reason", default="", help="Needed when more than a tenth would leave. Kept with the record.")
def apply(*, file: Path, as_json: bool, home: Path | None, reason: str, **asked: Any) -> None:
    """Apply FILE to a school's register: all of it, or nothing. It can be undone on the page of imports."""
    bundle = _bundle(file)
    with console(home):
        from belisha.console.people.refusals import RefusedError  # noqa: PLC0415 - Django is set up now
        from belisha.console.people.roster.actions import apply_import  # noqa: PLC0415

        entry, found = _taken(bundle, **asked)
        told = _told(found)
        try:
            done = apply_import(by=_by(), entry=entry, reason=reason)
        except RefusedError as error:
            message = f"{error} Nothing was changed; the file waits as import {entry.pk} on the page of imports."
            raise click.ClickException(message) from error
    _say(told | {"import": done.pk, "state": done.state, "sha256": done.digest}, as_json=as_json)


def _by() -> By:
    from belisha.console.access.acting import By  # noqa: PLC0415 - Django is set up now

    return By(None, system=f"belisha roster, run by {operating_user()}")


def _taken(bundle: Bundle, *, code: str, source: str, complete: bool | None, org: str) -> tuple[RosterImport, Preview]:
    from belisha.console.people.models import RosterImport  # noqa: PLC0415 - Django is set up now
    from belisha.console.people.roster.actions import Taken, choose, take_in  # noqa: PLC0415
    from belisha.console.people.roster.actions.choosing import OPEN, Ticks  # noqa: PLC0415
    from belisha.console.people.roster.queries import preview_of  # noqa: PLC0415

    taken = Taken(source, RosterImport.Via.COMMAND, complete)
    entry = take_in(by=_by(), school=_school(code), bundle=bundle, taken=taken)
    if org and entry.state in OPEN:
        entry = choose(by=_by(), entry=entry, ticks=Ticks(settings={"org": org}))
    found = preview_of(entry)
    if found is None:
        message = entry.why or "Say on the page of imports which column is what; this file waits there."
        raise click.ClickException(message)
    return entry, found


def _school(code: str) -> School:
    from belisha.console.access.models import School  # noqa: PLC0415 - Django is set up now

    school = School.objects.filter(code=code).select_related("federation").first()
    if school is None:
        codes = ", ".join(School.objects.order_by("code").values_list("code", flat=True)) or "none"
        message = f"There is no school {code!r}. Schools: {codes}."
        raise click.ClickException(message)
    return school


def _told(found: Preview) -> dict[str, Any]:
    plan = found.plan
    return {
        "format": f"{found.roster.format} {found.roster.version}".strip(),
        **plan.counts(),
        "who_joins": [joiner.person.name for joiner in plan.joiners],
        "who_changes": {
            mover.name: [list(change[:3]) for change in mover.changes] for mover in plan.movers if mover.changes
        },
        "who_leaves": [leaver.name for leaver in plan.leavers],
        "what_clashes": [clash.text for clash in plan.clashes],
        "bad_rows": _bad(found.roster),
        "too_many": [each._asdict() for each in found.too_many],
        "school_not_told": found.place.asks,
    }


def _say(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{told['format']}: {told['state']}" if "state" in told else str(told["format"]))
    for key in ("joiners", "movers", "leavers", "clashes", "families", "groups", "unchanged", "bad", "held"):
        click.echo(f"  {key}: {told[key]:,}")
    for key, names in (("joins", told["who_joins"]), ("leaves", told["who_leaves"]), ("clash", told["what_clashes"])):
        for name in names[:MOST_SHOWN]:
            click.echo(visible(f"  {key}: {name}"))
    for name, changes in list(told["who_changes"].items())[:MOST_SHOWN]:
        click.echo(visible(f"  changes: {name}: " + "; ".join(f"{a}: {b} → {c}" for a, b, c in changes)))
    click.echo("\n".join(_said_of_bad(told["bad_rows"], 0)), nl=bool(told["bad_rows"]))
    if told["school_not_told"]:
        click.echo("  The file holds several schools, and none is known to be this one: say which with --as.")
    for each in told["too_many"]:
        click.echo(
            f"  more than a tenth would leave: {each['leaving']} of {each['of']} ({each['kind'] or 'everybody'})"
        )
