"""`belisha console`: the console from the command line: bring its database up to date, try its mail."""

from __future__ import annotations

import json
import smtplib
from datetime import UTC, datetime
from pathlib import Path

import click

from belisha.cli.console_found import command as found
from belisha.cli.console_setup import console
from belisha.cli.ownership import act_as_owner

HOME = click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group("console")
def command() -> None:
    """The console: its database, its mail."""


command.add_command(found)


@command.command("prepare")
@HOME
@JSON
def prepare(*, home: Path | None, as_json: bool) -> None:
    """Bring database, styles and scripts up to date, as ./start does before it serves pages."""
    act_as_owner(home)
    with console(home):
        from belisha.console.config.preparing import prepare as make_ready  # noqa: PLC0415 - Django is set up now

        make_ready(lambda text: click.echo(text, err=True))
    click.echo(json.dumps({"ready": True}) if as_json else "Ready.")


@command.command("mail")
@click.argument("address")
@HOME
@JSON
def mail(*, address: str, home: Path | None, as_json: bool) -> None:
    """Send a trial mail to ADDRESS at once, past the outbox, and say what the mail server answered."""
    with console(home):
        from django.conf import settings  # noqa: PLC0415

        from belisha.console.outbox.actions import text_of  # noqa: PLC0415
        from belisha.console.outbox.server import compose, connect  # noqa: PLC0415

        if settings.MAIL_SERVER is None:
            message = "No mail server is set: `mail:` in console.yaml."
            raise click.ClickException(message)
        try:
            text = text_of("outbox/letters/trial.txt", {"link": "/"})
            letter = compose(
                sender=settings.DEFAULT_FROM_EMAIL,
                to=address,
                subject="Trial mail of Belisha",
                body=text,
                number=0,
                made=datetime.now(UTC),
            )
            with connect(settings.MAIL_SERVER) as session:
                session.send_message(letter)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            message = f"{settings.MAIL_SERVER} did not take it: {error}"
            raise click.ClickException(message) from error
        told = str(settings.MAIL_SERVER)
    click.echo(json.dumps({"sent": True, "server": told}) if as_json else f"{told} took it. Now look for it there.")


@command.command("code")
@click.argument("name")
@HOME
@JSON
def code(*, name: str, home: Path | None, as_json: bool) -> None:
    """The code that the authenticator app of NAME shows now: of people of the sample federation alone."""
    with console(home):
        from django.conf import settings  # noqa: PLC0415

        from belisha.console.flows.demo import code_of  # noqa: PLC0415

        try:
            shown = code_of(settings.HOME, name, datetime.now(UTC).timestamp())
        except KeyError as error:
            message = f"{name} is nobody of the sample who needs a code."
            raise click.ClickException(message) from error
    click.echo(json.dumps({"name": name, "code": shown}) if as_json else shown)


@command.command("evidence-keys")
@HOME
@JSON
def evidence_keys(*, home: Path | None, as_json: bool) -> None:
    """Make a new key for files of concerns, have every file's own key encrypted by it, and destroy the older ones."""
    act_as_owner(home)
    with console(home):
        from belisha.console.access.acting import By  # noqa: PLC0415 - Django is set up now
        from belisha.console.concerns.evidence.actions.sealing import rotate  # noqa: PLC0415
        from belisha.console.concerns.evidence.store import StoreError  # noqa: PLC0415

        try:
            files = rotate(by=By(None, system="belisha console evidence-keys"))
        except (StoreError, OSError) as error:
            message = f"The keys were not changed: {error}. The older ones still open every file."
            raise click.ClickException(message) from error
    click.echo(json.dumps({"files": files}) if as_json else f"A new key is in use; it opens {files} files.")
