"""`belisha doctor`: every self-check, with a hint for what is not well."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.cli.console_setup import console
from belisha.console.config.installation import FILE
from belisha.gateway.doctor import Check, State, examine, examine_without_gateway, has_gateway
from belisha.gateway.settings import SettingsError, default_home, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = {State.WELL: ("ok   ", "green"), State.LOOK: ("look ", "yellow"), State.WRONG: ("WRONG", "red")}


def _line(check: Check) -> str:
    sign, colour = SIGNS[check.state]
    hint = f"\n        -> {check.hint}" if check.hint and check.state is not State.WELL else ""
    return f"{click.style(sign, fg=colour)} {check.name}: {check.found}{hint}"


def _console(home: Path) -> Iterator[Check]:
    """The console's checks, where one lives in this data folder."""
    if not (home / FILE).exists():
        return
    try:
        with console(home):
            from belisha.console.config.system.doctor import examine as examine_console  # noqa: PLC0415

            for name, state, found, hint in examine_console():
                yield Check(name, State(state), found, hint)
    except click.ClickException as error:
        yield Check("console", State.WRONG, error.message, f"{FILE}: docs/operate/console.md")


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check.")
def command(*, home: Path | None, as_json: bool) -> None:
    """Check this installation. Exit status 1 when something is wrong."""
    try:
        settings = read_settings(home or default_home())
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    alone = (settings.home / FILE).exists() and not has_gateway(settings)
    wrong = 0
    for check in chain(examine_without_gateway(settings) if alone else examine(settings), _console(settings.home)):
        wrong += check.state is State.WRONG
        click.echo(json.dumps(check._asdict()) if as_json else _line(check))
    if wrong:
        raise SystemExit(1)
