"""`belisha console found`: the first school of an empty console, and a link for whoever looks after it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.cli.console_setup import console
from belisha.cli.ownership import act_as_owner

if TYPE_CHECKING:
    from belisha.console.access.schools.actions import Founded

__all__ = ["command"]

ROLES = click.Choice(["head", "executive-head", "network-manager"])


@click.command("found")
@click.option("--name", default="", help="Name of the school.")
@click.option("--code", help="Short name for addresses, for good; made from the name when left out.")
@click.option("--federation", default="", help="Name of its federation or trust, if it is in one.")
@click.option("--admin", default="", help="Name of the first administrator.")
@click.option("--username", default="", help="Their user name.")
@click.option("--role", type=ROLES, default="head", show_default=True, help="Their post.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    *,
    name: str,
    code: str | None,
    federation: str,
    admin: str,
    username: str,
    role: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Set up an empty console: federation, school, first administrator. Prints a link that works once, for an hour.

    `belisha console found` by itself: for an empty console the page and the code by which it is entered in a browser;
    later, where nobody came to use the link, a new one, until somebody has signed in.
    """
    act_as_owner(home)
    with console(home):
        from django.core.exceptions import ValidationError  # noqa: PLC0415 - Django is set up now

        from belisha.console.access.acting import By  # noqa: PLC0415
        from belisha.console.access.roles import Role  # noqa: PLC0415
        from belisha.console.access.schools.actions import found, renew_founding  # noqa: PLC0415
        from belisha.console.access.schools.rules import code_from  # noqa: PLC0415

        first_run = By(None, system="first run")
        if _is_empty() and not (name or admin or username):
            _tell_the_page(as_json=as_json)
            return
        _check(name, admin, username)
        try:
            if name:
                made = found(
                    first_run,
                    name=name,
                    code=code or code_from(name),
                    federation=federation,
                    admin_name=admin,
                    username=username,
                    role=Role(role),
                )
            else:
                made = renew_founding(first_run)
        except ValidationError as error:
            raise click.ClickException(" ".join(error.messages)) from error
        _tell(made, as_json=as_json)


def _is_empty() -> bool:
    from belisha.console.access.schools.queries import is_empty  # noqa: PLC0415 - Django is set up now

    return is_empty()


def _tell_the_page(*, as_json: bool) -> None:
    """Where the first school is entered in a browser, and the code for it."""
    from django.conf import settings  # noqa: PLC0415 - Django is set up now
    from django.urls import reverse  # noqa: PLC0415

    from belisha.console.access.schools.first import setup_code  # noqa: PLC0415

    told = {"page": f"{settings.CONSOLE.url}{reverse('first-school')}", "code": setup_code()}
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"This console is empty. Enter its first school at {told['page']} with this code: {told['code']}")


def _check(name: str, admin: str, username: str) -> None:
    """Raises ClickException where it is not clear what is wanted: all three make a school, none of them a new link."""
    from belisha.console.access.models import Federation  # noqa: PLC0415 - Django is set up now
    from belisha.console.access.schools.queries import founder  # noqa: PLC0415

    waiting = founder()
    if waiting and name:
        message = (
            f"{waiting.school} is entered already, with {waiting.name} ({waiting.username}) as its first administrator,"
            " and nobody has signed in yet. For a new link run `belisha console found` without anything else; what is"
            " misspelt can be changed once they are in."
        )
        raise click.ClickException(message)
    if not Federation.objects.exists() and not (name and admin and username):
        message = "This console is empty. Give --name, --admin and --username of its first school."
        raise click.UsageError(message)


def _tell(made: Founded, *, as_json: bool) -> None:
    from django.conf import settings  # noqa: PLC0415 - Django is set up now

    from belisha.console.access.schools.links import password_link  # noqa: PLC0415

    link = f"{settings.CONSOLE.url}{password_link(made.user)}"
    told = {"school": made.school.code, "username": made.user.username, "link": link}
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(
        f"{made.user.name} sets a password here, once, within the hour; their user name is {made.user.username}:"
    )
    click.echo(f"{link}\nToo late? `belisha console found` prints a new link, until somebody has signed in.")
