"""Which data folder a command looks into; one that holds nothing of Belisha must not look like a quiet week."""

from pathlib import Path

import click

from belisha.activity.errors import say_error
from belisha.gateway.settings import default_home

_ONE_OF = ("published", "activity", "journal")


def data_folder(home: Path | None) -> Path:
    """The folder that was named, else the usual one. Raises ClickException where no data of Belisha lies."""
    place = home or default_home()
    try:
        known = any((place / name).exists() for name in _ONE_OF)
    except OSError as error:
        raise click.ClickException(say_error(error)) from error
    if not known:
        message = f"There are no data of Belisha in {place}: say where they are with --home or BELISHA_HOME."
        raise click.ClickException(message)
    return place
