"""`belisha export person`: all that is held of one person, for their request to see it."""

from datetime import datetime
from pathlib import Path

import click
import msgspec

from belisha.activity.errors import ActivityError, say_error
from belisha.activity.escapes import visible
from belisha.activity.export.person import REVIEW, Exported, Form, Made, export_person
from belisha.activity.lookups import operating_user
from belisha.activity.register import Kind, read_register
from belisha.activity.store import Store
from belisha.activity.subjects import find_subject
from belisha.cli.data_folder import data_folder
from belisha.gateway.portal.spool import Kind as FormKind
from belisha.gateway.portal.spool import Spool


@click.group()
def command() -> None:
    """Hand over what is held of somebody. Every export goes on record."""


@command.command()
@click.argument("who", metavar="PERSON")
@click.option("--for", "purpose", required=True, help="What for, as: subject access request 7. Kept with the record.")
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="A folder that is not there yet."
)
@click.option("--school", help="The school, where two have somebody of this name.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
def person(*, who: str, purpose: str, folder: Path, school: str | None, as_json: bool, home: Path | None) -> None:
    """Everything held of PERSON (id, sign-in name or full name): a folder, and a zip file of what may go out."""
    home = data_folder(home)
    if not purpose.strip():
        message = "Say what the export is for: --for 'subject access request 7'."
        raise click.UsageError(message)
    try:
        register, store = read_register(home), Store.open(home)
        schools = sorted({*register.schools, *store.schools()})
        if school is not None:
            schools = [find_subject(store, register, Kind.SCHOOL, school, schools).id]
        subject = find_subject(store, register, Kind.PERSON, who, schools)
        made = Made(operating_user(), datetime.now(register.zone), purpose.strip())
        done = export_person(home, register, subject, _forms(home), folder.absolute(), made)
    except (ActivityError, OSError) as error:
        raise click.ClickException(say_error(error)) from error
    click.echo(msgspec.json.encode(done).decode() if as_json else _said(done))


def _forms(home: Path) -> dict[str, list[Form]]:
    spool = Spool(home / "spool")
    return {
        kind.value: [
            Form(
                str(item.said.get("name", "")),
                str(item.said.get("client", "")),
                {"id": item.id, "at": item.at, "done_at": item.done_at, **item.said},
            )
            for item in spool.items(kind)
        ]
        for kind in FormKind
    }


def _said(done: Exported) -> str:
    lines = [f"{visible(done.name)} ({visible(done.person)}), {done.first} to {done.last}:"]
    lines += [f"  {name}: {count:,}" for name, count in done.files.items()]
    lines.append(f"Written: {done.folder}")
    lines.append(f"To hand over, once read: {done.zip}")
    lines.append(f"NOT in it, the safeguarding lead must read it first: {done.folder}/{REVIEW}")
    return "\n".join(lines)
