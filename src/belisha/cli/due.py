"""`belisha due`: runs what is due by the clock, or lists the jobs. `./start` does this each minute by itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from belisha.cli.console_setup import console
from belisha.cli.ownership import act_as_owner


@click.command()
@click.option("--list", "only_list", is_flag=True, help="List the jobs and their last runs; run nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a job.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
def command(*, only_list: bool, as_json: bool, home: Path | None) -> None:
    """Run the jobs that are due now. Exit status 1 when one failed."""
    act_as_owner(home)
    with console(home):
        told = _listed() if only_list else _ran()
    for row in told:
        click.echo(json.dumps(row) if as_json else _line(row))
    if not told and not as_json:
        click.echo("Nothing is due.")
    if not only_list and any(row["error"] for row in told):
        raise SystemExit(1)


def _ran() -> list[dict[str, str | None]]:
    from belisha.console.flows.due import run_due  # noqa: PLC0415 - Django is set up now

    return [outcome._asdict() for outcome in run_due(datetime.now(UTC))]


def _listed() -> list[dict[str, str | None]]:
    from belisha.console.config.system.queries import lines_of_jobs  # noqa: PLC0415

    return [
        {
            "job": line.name,
            "every": line.every,
            "last": line.last.started.isoformat() if line.last and line.last.started else None,
            "did": line.last.did if line.last else "",
            "error": line.last.error if line.last else "",
        }
        for line in lines_of_jobs()
    ]


def _line(row: dict[str, str | None]) -> str:
    when = f" (every {row['every']}, last {row['last'] or 'never'})" if "every" in row else ""
    said = click.style(f"FAILED {row['error']}", fg="red") if row["error"] else row["did"] or "nothing to do"
    return f"{row['job']}{when}: {said}"
