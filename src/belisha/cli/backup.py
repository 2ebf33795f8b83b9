"""`belisha backup`: one encrypted file of all that cannot be made again."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from belisha.activity.counted import counted
from belisha.cli.ownership import give_to_owner
from belisha.console.config.backup.contents import KEY_FILE
from belisha.console.config.backup.errors import BackupError
from belisha.console.config.backup.making import backup_folder, make_backup
from belisha.console.config.database import DatabaseAddressError
from belisha.console.config.installation import ConsoleSettingsError, read_console
from belisha.gateway.settings import default_home


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--record", is_flag=True, help="With the record of internet use, which may be large.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, folder: Path | None, record: bool, home: Path | None, as_json: bool) -> None:
    """Make a backup into FOLDER (default: as console.yaml says), while everything runs."""
    home = (home or default_home()).absolute()
    os.umask(0o077)
    try:
        settings = read_console(home)
        folder = (folder or backup_folder(home, settings)).absolute()
        address = os.environ.get("BELISHA_DATABASE") or settings.database
        made = make_backup(home, settings, address, folder, datetime.now(UTC), record=record or None)
    except (BackupError, ConsoleSettingsError, DatabaseAddressError, OSError) as error:
        raise click.ClickException(str(error)) from error
    give_to_owner(home, folder, home / KEY_FILE)
    told = {"file": str(made.file), "bytes": made.size, "files": made.files, "verified": made.verified}
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"{made.file}: {counted(made.files, 'file')}, {made.size >> 10} KB.")
    if made.verified:
        click.echo(f"It was read again and is whole. It opens with {home / KEY_FILE}: keep a copy of that elsewhere.")
    else:
        click.echo("It opens with the keys that console.yaml names; `belisha restore --check` there proves it.")
