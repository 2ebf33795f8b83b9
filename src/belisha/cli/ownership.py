"""Commands that write into a data folder do so as whoever owns it: what root left there the services could not open."""

from __future__ import annotations

import os
import pwd
import shutil
from typing import TYPE_CHECKING

from belisha.gateway.settings import default_home

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["act_as_owner", "give_to_owner"]


def _owner(home: Path) -> pwd.struct_passwd | None:
    """Who owns a data folder, where we are root and they are not."""
    if os.geteuid() != 0 or not home.exists():
        return None
    owner = pwd.getpwuid(home.stat().st_uid)
    return owner if owner.pw_uid else None


def act_as_owner(home: Path | None) -> None:
    """From here on be the owner of the data folder (None: the usual one), where we are root."""
    if owner := _owner(home or default_home()):
        os.initgroups(owner.pw_name, owner.pw_gid)
        os.setgid(owner.pw_gid)
        os.setuid(owner.pw_uid)
    os.umask(0o027)


def give_to_owner(home: Path, *places: Path) -> None:
    """Give what was made below a data folder to its owner, where we are root."""
    owner = _owner(home)
    for place in places if owner else ():
        for path in (place, *(place.rglob("*") if place.is_dir() else ())):
            if owner and path.is_relative_to(home) and not path.is_symlink() and path.exists():
                shutil.chown(path, owner.pw_uid, owner.pw_gid)
