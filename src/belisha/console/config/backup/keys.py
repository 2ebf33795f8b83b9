"""Whose key opens backups: the data folder's own, made once, or those that console.yaml names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrage import IdentityError, x25519

from belisha.console.config.backup.contents import KEY_FILE
from belisha.console.config.backup.errors import BackupError

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.console.config.installation import Console

__all__ = ["ensure_key", "read_key", "recipients"]

NOTE = """\
# The key that opens this installation's backups (age). Whoever has it and a backup can read everything in it.
# Copy this file to where the school keeps its keys, away from this machine: if the machine is lost, so is this copy.
# recipient: {recipient}
"""


def ensure_key(home: Path) -> bool:
    """Make the data folder's own key where there is none, readable by its owner alone. Whether one was made."""
    file = home / KEY_FILE
    if file.exists():
        return False
    identity = x25519.Identity.generate()
    file.touch(mode=0o600)
    file.write_text(NOTE.format(recipient=identity.to_public()) + f"{identity}\n")
    return True


def read_key(file: Path) -> x25519.Identity:
    """The key in a file. Raises BackupError."""
    try:
        lines = file.read_text().splitlines()
        (key,) = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        return x25519.Identity.from_str(key)
    except (OSError, ValueError, IdentityError) as error:
        message = f"{file} holds no key that opens backups (AGE-SECRET-KEY-…). Name the file of one with --key."
        raise BackupError(message) from error


def recipients(home: Path, console: Console) -> list[x25519.Recipient]:
    """Who will be able to open a backup. Raises BackupError."""
    if console.backup_recipients:
        return [x25519.Recipient.from_str(each) for each in console.backup_recipients]
    ensure_key(home)
    return [read_key(home / KEY_FILE).to_public()]
