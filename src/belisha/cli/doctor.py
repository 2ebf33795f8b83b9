"""`belisha doctor`: every self-check, with a hint for what is not well."""

from __future__ import annotations

import json
from pathlib import Path

import click

from belisha.gateway.doctor import Check, State, examine
from belisha.gateway.settings import SettingsError, default_home, read_settings

SIGNS = {State.WELL: ("ok   ", "green"), State.LOOK: ("look ", "yellow"), State.WRONG: ("WRONG", "red")}


def _line(check: Check) -> str:
    sign, colour = SIGNS[check.state]
    hint = f"\n        -> {check.hint}" if check.hint and check.state is not State.WELL else ""
    return f"{click.style(sign, fg=colour)} {check.name}: {check.found}{hint}"


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check.")
def command(*, home: Path | None, as_json: bool) -> None:
    """Check this installation. Exit status 1 when something is wrong."""
    try:
        settings = read_settings(home or default_home())
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    wrong = 0
    for check in examine(settings):
        wrong += check.state is State.WRONG
        click.echo(json.dumps(check._asdict()) if as_json else _line(check))
    if wrong:
        raise SystemExit(1)
