"""What a command says in place of a trace when the record or the disk does not let it go on."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from belisha.activity.errors import ActivityError, say_error


@contextmanager
def plain_errors() -> Iterator[None]:
    """End the command with a sentence for an error of the record or of the system."""
    try:
        yield
    except (ActivityError, OSError) as error:
        raise click.ClickException(say_error(error)) from error
