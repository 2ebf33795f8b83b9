"""What a command that asks the console does first: Django is set up over the data folder, errors become sentences."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["console"]


@contextmanager
def console(home: Path | None) -> Iterator[None]:
    """The console of a data folder (None: the usual one), ready to be asked; import its models only inside.

    Raises ClickException where its settings cannot be used or its database does not answer.
    """
    if home:
        os.environ["BELISHA_HOME"] = str(home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.console.config.settings")
    try:
        if not apps.ready:
            django.setup()
        yield
    except (ImproperlyConfigured, DatabaseError) as error:
        message = f"The console's database cannot be asked: {error} Has the console been started once (./start)?"
        raise click.ClickException(message) from error
    except Exception as error:
        # the settings are read by Django: what is wrong in console.yaml comes from there under a name of theirs
        if type(error).__name__ == "ConsoleSettingsError":
            raise click.ClickException(str(error)) from error
        raise
