"""`belisha restore`: proves that a backup is whole, and brings it back."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.activity.counted import counted
from belisha.cli.ownership import give_to_owner
from belisha.cli.running import runs_on
from belisha.console.config.backup.archive import verify
from belisha.console.config.backup.contents import KEY_FILE
from belisha.console.config.backup.errors import BackupError
from belisha.console.config.backup.keys import read_key
from belisha.console.config.backup.restoring import put_aside, restore
from belisha.console.config.database import DatabaseAddressError
from belisha.gateway.settings import default_home

if TYPE_CHECKING:
    from belisha.console.config.backup.archive import Manifest

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, help="File of the key that opens it (default: the data folder's backup-key.txt).")
@click.option("--check", is_flag=True, help="Only read it and compare every hash; bring nothing back.")
@click.option("--force", is_flag=True, help="Into a data folder that is not empty: what is there is put aside.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, file: Path, key: Path | None, check: bool, force: bool, home: Path | None, as_json: bool) -> None:
    """Bring the backup in FILE back. It is read whole, and compared, before anything is touched."""
    home = (home or default_home()).absolute()
    os.umask(0o077)
    key_file, earlier = key or home / KEY_FILE, put_aside(home)
    try:
        manifest = verify(file, read_key(key_file)) if check else _bring_back(file, home, key_file, force=force)
    except (BackupError, DatabaseAddressError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        told = {"made": manifest.made.isoformat(), "belisha": manifest.belisha, "files": len(manifest.entries)}
        click.echo(json.dumps({"file": str(file), "whole": True, "restored": not check, **told}))
        return
    click.echo(f"{file} is whole: {counted(len(manifest.entries), 'file')}, made {manifest.made:%d %B %Y, %H:%M} UTC.")
    if not check:
        click.echo(f"It was brought back into {home}.")
        for aside in put_aside(home)[len(earlier) :]:
            click.echo(f"What lay there before is in {aside}: delete it when all is well.")
        click.echo("Next: ./start (the lists are compiled anew, about a minute), then `belisha doctor`.")


def _bring_back(file: Path, home: Path, key_file: Path, *, force: bool) -> Manifest:
    identity = read_key(key_file)
    if runs_on(home):
        message = f"Belisha runs on {home}. End it first (Ctrl-C, or systemctl stop belisha)."
        raise BackupError(message)
    database = os.environ.get("BELISHA_DATABASE", "")
    manifest = restore(file, home, identity, database=database, force=force, now=datetime.now(UTC))
    if not (home / KEY_FILE).exists():
        # the backups of tomorrow open with the same key as those of yesterday
        shutil.copyfile(key_file, home / KEY_FILE)
        (home / KEY_FILE).chmod(0o600)
    give_to_owner(home, home)
    return manifest
