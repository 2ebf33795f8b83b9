"""`belisha audit`: is the record of who did what whole?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.activity.counted import counted
from belisha.cli.console_setup import console

if TYPE_CHECKING:
    from belisha.console.audit.queries import Verified


@click.group("audit")
def command() -> None:
    """The record of who did what."""


@command.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.pass_context
def verify(context: click.Context, *, as_json: bool, home: Path | None) -> None:
    """Read the whole record and name each school's first entry that is missing or altered. Exit 1 when there is one."""
    with console(home):
        from belisha.console.audit.queries import chains, words_without_entry  # noqa: PLC0415 - Django is set up now
        from belisha.console.audit.queries import verify as read  # noqa: PLC0415
        from belisha.console.auditing.queries import names_of  # noqa: PLC0415
        from belisha.console.concerns.queries.verify import verify as read_entries  # noqa: PLC0415

        found = [(name, read(chain)) for chain, name in names_of(chains()).items()]
        sealed = read_entries()
        besides = [str(each) for each in (words_without_entry(), *sealed.broken) if each]
    whole = not besides and all(each.fault is None for _, each in found)
    if as_json:
        told = [_account(name, each) for name, each in found]
        click.echo(
            json.dumps({"whole": whole, "records": told, "besides": " ".join(besides), "sealed": sealed.entries})
        )
    else:
        _say(found, besides, sealed.entries)
    context.exit(0 if whole else 1)


def _account(name: str, found: Verified) -> dict[str, object]:
    fault = found.fault
    broken = {"entry": fault.number, "kind": fault.kind.value, "says": str(fault)} if fault else None
    whole_to = {"entries": found.length, "last": found.last}
    return {"record": found.chain, "of": name, "whole": fault is None, "whole_to": whole_to, "broken": broken}


def _say(found: list[tuple[str, Verified]], besides: list[str], sealed: int) -> None:
    for name, each in found:
        if each.fault is None:
            whole = counted(each.length, "entry is whole", "entries are whole")
            click.echo(f"{name}: {whole}; the last is sealed {each.last[:16]}…")
        else:
            click.echo(f"{name}: BROKEN. {each.fault} The {each.length:,} entries before are whole.")
    if sealed and not besides:
        click.echo(f"Words of concerns: {counted(sealed, 'entry has its seal', 'entries have their seals')}.")
    for text in besides:
        click.echo(f"BROKEN. {text}")
    if not found:
        click.echo("There is nothing on record yet.")
    if besides or any(each.fault for _, each in found):
        click.echo("Repair nothing. Keep the latest backup, and tell the data protection officer and the head.")
