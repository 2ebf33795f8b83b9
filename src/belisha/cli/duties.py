"""`belisha duties`: where each duty of the policy stands at each school, asked now."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.cli.console_setup import console
from belisha.console.duties.registry import PROOFS, Basis, State

if TYPE_CHECKING:
    from belisha.console.compliance.rules import Row

# what a standing can rest on
DATA, WORD, CHOICE, NOTHING = "data", "word", "choice", "nothing"


@click.command("duties")
@click.option("--school", help="The code of one school (default: all).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a duty.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
def command(*, school: str | None, as_json: bool, home: Path | None) -> None:
    """Look at every duty of a school now, and print where it stands and why."""
    with console(home):
        from django.utils import timezone  # noqa: PLC0415 - Django is set up now

        from belisha.console.access.acting import By  # noqa: PLC0415
        from belisha.console.access.models import School  # noqa: PLC0415
        from belisha.console.compliance.actions import reassess  # noqa: PLC0415
        from belisha.console.compliance.queries import rows  # noqa: PLC0415

        schools = list(School.objects.filter(code=school) if school else School.objects.all())
        if not schools:
            message = f"There is no school called {school}." if school else "There are no schools yet."
            raise click.ClickException(message)
        for each in schools:
            now = timezone.now()
            reassess(By(None, system="belisha duties"), school=each, now=now)
            found = rows(each, now)
            if as_json:
                _print_json(each.code, found)
            else:
                _print_text(each.name, found)


def _print_json(school: str, found: list[Row]) -> None:
    for row in found:
        state, reason, basis, since, link = row.standing
        told = {
            "school": school,
            "id": row.duty.id,
            "kind": row.duty.kind.value,
            "standing": state.value,
            "basis": basis.value,
            "rests_on": rests_on(row),
            "reason": reason,
            "since": since.isoformat() if since else None,
            "link": link or None,
        }
        click.echo(json.dumps(told, ensure_ascii=False))


def _print_text(school: str, found: list[Row]) -> None:
    click.echo(school)
    for row in found:
        click.echo(f"  {row.standing.state.value.upper():<12} {row.duty.id:<44} {row.standing.reason}")
    on = Counter(rests_on(row) for row in found)
    measured = sum(rests_on(row) == DATA and row.standing.basis is Basis.MEASURED for row in found)
    click.echo(
        f"  {len(found)} duties: {on[DATA]} rest on data ({measured} measured, {on[DATA] - measured} recorded), "
        f"{on[WORD]} on somebody's word, {on[CHOICE]} not adopted, {on[NOTHING]} not known"
    )


def rests_on(row: Row) -> str:
    """What is behind the standing of a duty. A confirmation is a word; so is what people tick of themselves."""
    state, _reason, basis, _since, _link = row.standing
    if state is State.NOT_KNOWN:
        return NOTHING
    if state is State.NOT_ADOPTED:
        return CHOICE
    return DATA if row.duty.id in PROOFS and basis is not Basis.CLAIMED else WORD
