"""`belisha probe`: test the filter through the live path, and look at how that went last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from belisha.cli.console_setup import console
from belisha.cli.ownership import act_as_owner

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.filtering.models import ProbeRun

HOME = click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
SCHOOL = click.option("--school", "code", help="The code of one school (default: all).")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a school.")


@click.group()
def command() -> None:
    """Test the filter through the live path, or look at the last test."""


@command.command()
@SCHOOL
@click.option("--quick", is_flag=True, help="The most important alone.")
@JSON
@HOME
def run(*, code: str | None, quick: bool, as_json: bool, home: Path | None) -> None:
    """Test now. Exit status 1 when something came through, or a test could not be made."""
    act_as_owner(home)
    with console(home):
        from belisha.console.access.acting import By  # noqa: PLC0415 - Django is set up now
        from belisha.console.filtering.proof.actions.runs import ask_for_run  # noqa: PLC0415
        from belisha.console.filtering.proof.jobs import make_run  # noqa: PLC0415

        bad = False
        for school in _schools(code):
            by = By(None, system="command line")
            asked = ask_for_run(by=by, school=school, kind="quick" if quick else "full", why="hand")
            if asked.state == "waiting":
                make_run(asked)
            bad |= _tell(school, asked, as_json=as_json)
    if bad:
        raise SystemExit(1)


@command.command()
@SCHOOL
@JSON
@HOME
def last(*, code: str | None, as_json: bool, home: Path | None) -> None:
    """How the newest test went. Exit status 1 when something came through, or there was none."""
    with console(home):
        from belisha.console.filtering.proof.queries.states import last_run  # noqa: PLC0415

        bad = False
        for school in _schools(code):
            bad |= _tell(school, last_run(school), as_json=as_json)
    if bad:
        raise SystemExit(1)


def _schools(code: str | None) -> list[School]:
    from belisha.console.access.models import School  # noqa: PLC0415

    schools = School.objects.select_related("federation").order_by("code")
    found = list(schools.filter(code=code) if code else schools)
    if not found:
        message = f"There is no school {code!r} in the console." if code else "There is no school in the console."
        raise click.ClickException(message)
    return found


def _tell(school: School, run: ProbeRun | None, *, as_json: bool) -> bool:
    """Print a run; whether it is bad news."""
    if run is not None:
        run.refresh_from_db()
    bad = run is None or run.state != "done" or run.passed > 0
    click.echo(json.dumps(_as_data(school, run)) if as_json else _in_words(school, run))
    return bad


def _as_data(school: School, run: ProbeRun | None) -> dict[str, Any]:
    names = ("state", "kind", "why", "gateway", "policy", "lists", "planned", "made", "passed", "shut", "unknown")
    known = {name: getattr(run, name) for name in (*names, "trouble")} if run else {"state": "never"}
    times = {
        name: moment.isoformat() if (moment := getattr(run, name, None)) else None
        for name in ("started_at", "finished_at")
    }
    return {"school": school.code, **known, **times}


def _in_words(school: School, run: ProbeRun | None) -> str:
    if run is None:
        return f"{school.code}: the filter has never been tested"
    if run.state != "done":
        return f"{school.code}: {run.get_state_display()}: {run.trouble or 'no result yet'}"
    said = f"{run.made} tests, {run.passed} came through, {run.shut} shut for nothing, {run.unknown} not known"
    return click.style(f"{school.code}: {said}", fg="red" if run.passed else None)
