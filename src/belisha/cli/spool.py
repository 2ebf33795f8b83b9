"""`belisha spool`: what people asked for and what they told, from the forms behind a blocked page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from belisha.gateway.portal.forms import ADULTS, HAPPENED
from belisha.gateway.portal.spool import Item, Kind, Spool
from belisha.gateway.settings import default_home

TITLES = {
    Kind.ASKS: "Pages that were asked for",
    Kind.WORRIES: "What people told",
    Kind.REPORTS: "Pages that were reported",
}
LABELS = {
    "address": "page",
    "adult": "wants to talk to",
    "adult_name": "who is",
    "class": "class",
    "client": "from device",
    "happened": "happened",
    "name": "name",
    "reason": "what for",
    "text": "own words",
    "until": "until",
}


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]), required=False)
@click.option("--done", "done_id", metavar="ID", help="Note that this one was dealt with.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(*, kind: str | None, done_id: str | None, home: Path | None, as_json: bool) -> None:
    """Read what came in, newest first: pages that were ASKS, WORRIES that were told, REPORTS of pages."""
    spool = Spool((home or default_home()) / "spool")
    kinds = [Kind(kind)] if kind else list(Kind)
    try:
        if done_id:
            _done(spool, kinds, done_id)
        for each in kinds:
            _show(each, spool.items(each), as_json=as_json)
    except OSError as error:
        message = f"The spool cannot be read or written: {error.strerror}: {error.filename}"
        raise click.ClickException(message) from error


def _done(spool: Spool, kinds: list[Kind], done_id: str) -> None:
    if not any(spool.done(kind, done_id.upper()) for kind in kinds):
        message = f"There is nothing with the id {done_id} in {' or '.join(kinds)}."
        raise click.ClickException(message)


def _show(kind: Kind, items: list[Item], *, as_json: bool) -> None:
    if as_json:
        for item in items:
            click.echo(json.dumps({"kind": kind, "id": item.id, "at": item.at, "done_at": item.done_at, **item.said}))
        return
    waiting = sum(not item.done_at for item in items)
    click.echo(f"{TITLES[kind]}: {len(items)}, {waiting} still to be dealt with")
    for item in items:
        click.echo(f"\n  {item.id}  {item.at}  {'done ' + item.done_at if item.done_at else 'NEW'}")
        for name, value in item.said.items():
            click.echo(f"    {LABELS.get(name, name.replace('_', ' ')) + ':':<18}{_plain(value)}")
    click.echo()


def _plain(value: object) -> str:
    """What somebody typed, so that it cannot steer the terminal of whoever reads it."""
    if isinstance(value, list):
        return "; ".join(HAPPENED.get(str(part)) or ADULTS.get(str(part)) or _plain(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items())
    text = "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in str(value))
    return text.replace("\n", "\n" + " " * 22)
