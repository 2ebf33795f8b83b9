"""`belisha console found`: the first school of an empty console, and a link for whoever looks after it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from belisha.cli.console_setup import console
from belisha.cli.ownership import act_as_owner

__all__ = ["command"]

ROLES = click.Choice(["head", "executive-head", "network-manager"])


@click.command("found")
@click.option("--name", required=True, help="Name of the school.")
@click.option("--code", help="Short name for addresses, for good; made from the name when left out.")
@click.option("--federation", default="", help="Name of its federation or trust, if it is in one.")
@click.option("--admin", required=True, help="Name of the first administrator.")
@click.option("--username", required=True, help="Their user name.")
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
    """Set up an empty console: federation, school, first administrator. Prints a link that works once, for an hour."""
    act_as_owner(home)
    with console(home):
        from django.conf import settings  # noqa: PLC0415 - Django is set up now
        from django.core.exceptions import ValidationError  # noqa: PLC0415

        from belisha.console.access.acting import By  # noqa: PLC0415
        from belisha.console.access.roles import Role  # noqa: PLC0415
        from belisha.console.access.schools.actions import found  # noqa: PLC0415
        from belisha.console.access.schools.links import password_link  # noqa: PLC0415
        from belisha.console.access.schools.rules import code_from  # noqa: PLC0415

        try:
            made = found(
                By(None, system="first run"),
                name=name,
                code=code or code_from(name),
                federation=federation,
                admin_name=admin,
                username=username,
                role=Role(role),
            )
        except ValidationError as error:
            raise click.ClickException(" ".join(error.messages)) from error
        link = f"{settings.CONSOLE.url}{password_link(made.user)}"
        told = {"school": made.school.code, "username": made.user.username, "link": link}
    click.echo(json.dumps(told) if as_json else f"{admin} sets a password here, once, within the hour:\n{link}")
