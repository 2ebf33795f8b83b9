"""`belisha gateway`: have this machine's gateway join a console elsewhere, and see how it follows."""

from __future__ import annotations

import json
import socket
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.cli.ownership import give_to_owner
from belisha.engine.published import NothingPublishedError, read_pointer
from belisha.engine.published.signed import ForgedError
from belisha.gateway.following import ConsoleError, JoinError, Joining, Puller, read_link
from belisha.gateway.following import join as join_console
from belisha.gateway.following.link import read_progress
from belisha.gateway.installation import make_folders
from belisha.gateway.settings import SettingsError, default_home, read_settings, write_default

if TYPE_CHECKING:
    from belisha.gateway.following import Link
    from belisha.gateway.settings import Settings

home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group()
def command() -> None:
    """A gateway on a machine of its own, which follows a console elsewhere."""


@command.command()
@click.argument("url")
@click.argument("code")
@click.option(
    "--authority",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Certificate of the authority that vouches for the console, where neither code nor system knows it.",
)
@click.option("--again", is_flag=True, help="Leave the console that this gateway follows now.")
@home_option
@json_option
def join(*, url: str, code: str, authority: Path | None, again: bool, home: Path | None, as_json: bool) -> None:
    """Join the console at URL with the CODE that its page shows, and take over what is in force."""
    home = (home or default_home()).absolute()
    try:
        settings = _made_ready(home)
        if settings.follows and not again:
            message = f"This gateway follows {read_link(home).url} already. --again has it leave that console."
            raise click.ClickException(message)
        asked = Joining(url, code, socket.gethostname(), version("belisha"))
        link = join_console(home, asked, authority, lambda text: click.echo(text, err=True))
        click.echo("Joined. Taking over the policy and the lists …", err=True)
        _first_pull(home, link)
    except (JoinError, SettingsError, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        give_to_owner(home, home)
    _say(home, link, as_json=as_json)


def _made_ready(home: Path) -> Settings:
    make_folders(home)
    write_default(home)
    return read_settings(home)


def _first_pull(home: Path, link: Link) -> None:
    """What fails here is tried again by the gateway itself, once it runs."""
    try:
        Puller(home, link).round(wait=True)
    except (ConsoleError, ForgedError, NothingPublishedError, OSError) as error:
        message = f"It has joined, but nothing is in force yet: {error} It is tried again once the gateway runs."
        raise click.ClickException(message) from error


@command.command()
@home_option
@json_option
def status(*, home: Path | None, as_json: bool) -> None:
    """Which console this gateway follows, and what it goes by."""
    home = (home or default_home()).absolute()
    try:
        link = read_link(home)
    except (OSError, ValueError) as error:
        message = f"This gateway follows no console: {error}"
        raise click.ClickException(message) from error
    _say(home, link, as_json=as_json)


def _say(home: Path, link: Link, *, as_json: bool) -> None:
    progress = read_progress(home)
    try:
        pointer = read_pointer(home)
    except NothingPublishedError as error:
        raise click.ClickException(str(error)) from error
    told = {
        "console": link.url,
        "gateway": link.name,
        "schools": list(link.schools),
        "serial": progress.serial,
        "since": progress.since,
        "policy": pointer.policy,
        "lists": pointer.lists,
    }
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"{link.name} follows {link.url} for {', '.join(link.schools)}.")
    click.echo(f"In force since {progress.since}: policy {pointer.policy[:12]}, lists {pointer.lists[:12]}.")
    click.echo("./start runs it.")
