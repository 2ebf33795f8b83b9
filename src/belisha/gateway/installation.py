"""Makes a data folder ready and leaves alone what is there: settings, authority, policy, sign-ins, index."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from belisha.engine.published import (
    NothingPublishedError,
    Pointer,
    publish_policy,
    read_pointer,
    write_atomically,
)
from belisha.engine.published.preparing import compile_lists
from belisha.gateway.authority import make_authority
from belisha.gateway.settings import read_settings, write_default
from belisha.gateway.squid.sign_in import hash_password

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from belisha.engine.policy import Policy
    from belisha.gateway.settings import Settings

__all__ = ["Beginning", "install", "make_folders", "write_passwords"]

FOLDERS = ("activity", "ca", "journal", "lists", "log", "published", "reports", "spool", "squid")


class Beginning:
    """What a new installation begins with when it has no policy of its own."""

    def __init__(self, policy_text: str, policy: Policy, sign_ins: Iterable[tuple[str, str]]) -> None:
        """The text of policy.yaml, the same as data, and (sign-in name, password) pairs."""
        self.policy_text = policy_text
        self.policy = policy
        self.sign_ins = sign_ins


def install(home: Path, begin: Callable[[], Beginning], say: Callable[[str], None]) -> Settings:
    """Make everything that a gateway needs in `home`; what is already there stays. Returns the settings.

    Raises SettingsError for a gateway.yaml that cannot be used, OSError when the disk refuses.
    """
    make_folders(home)
    write_default(home)
    settings = read_settings(home)
    if not settings.authority_key_file.exists():
        say("Making the school's certificate authority")
        make_authority(settings.authority_file, settings.authority_key_file, "Belisha")
    published = _published(home)
    if not (home / "policy.yaml").exists() and not published.policy and not settings.follows:
        say("Writing the sample federation (invented people) and their passwords")
        _write_beginning(home, begin())
    if not published.lists and not settings.follows:
        say("Compiling the lists that are shipped (about a minute, once)")
        compile_lists(home)
    return settings


def make_folders(home: Path) -> None:
    """Make the folders of a gateway. Raises OSError."""
    os.umask(0o027)
    for folder in FOLDERS:
        (home / folder).mkdir(parents=True, exist_ok=True)


def _published(home: Path) -> Pointer:
    """What is in force. Where that cannot be read something was, and is not to be written over with a sample."""
    try:
        return read_pointer(home)
    except NothingPublishedError:
        return Pointer(policy="damaged", lists="damaged")


def _write_beginning(home: Path, beginning: Beginning) -> None:
    pairs = list(beginning.sign_ins)
    write_passwords(home / "passwords", pairs)
    listing = "".join(f"{name},{password}\n" for name, password in pairs)
    (home / "sample-sign-ins.csv").touch(mode=0o600)
    write_atomically(home / "sample-sign-ins.csv", b"sign-in name,password\n" + listing.encode())
    (home / "sample-sign-ins.csv").chmod(0o600)
    write_atomically(home / "policy.yaml", beginning.policy_text.encode())
    publish_policy(home, beginning.policy)


def write_passwords(file: Path, pairs: Iterable[tuple[str, str]]) -> None:
    """Write the passwords file: one argon2id hash a name, readable by its owner alone."""
    names, passwords = zip(*pairs, strict=True)
    with ThreadPoolExecutor() as pool:
        lines = [f"{name}:{value}\n" for name, value in zip(names, pool.map(hash_password, passwords), strict=True)]
    write_atomically(file, "".join(lines).encode())
    file.chmod(0o600)
