"""What comes before publishing: checking a policy against the words that exist here, compiling the lists of a home.

Apart from the rest, for the gateway's helpers only follow the pointer and stay small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.engine.address import probes
from belisha.engine.decide.file_kinds import CONTENT_TYPES
from belisha.engine.lists import Entry
from belisha.engine.lists.catalogue import categories
from belisha.engine.lists.installed import installation
from belisha.engine.policy.reading import read_policy
from belisha.engine.policy.register import Register, dump_register, load_register
from belisha.engine.published import (
    lists_folder,
    publish_lists,
    read_pointer,
    write_atomically,
)
from belisha.engine.snapshot import NamedList, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from belisha.engine.policy import Policy
    from belisha.engine.snapshot import BuildReport

__all__ = [
    "REGISTER",
    "compile_lists",
    "keep_in_console",
    "kept_in_console",
    "probe_lists",
    "read_checked_policy",
    "read_register",
    "write_register",
]

REGISTER: Final = "register.json"
KEPT: Final = "policy-is-kept-in-the-console"


def read_checked_policy(text: str) -> Policy:
    """The policy in a YAML text, checked against the categories and kinds of file that exist. Raises PolicyError."""
    return read_policy(text, categories(), CONTENT_TYPES)


def compile_lists(home: Path, progress: Callable[[str, int], None] | None = None) -> BuildReport:
    """Build the index of this installation's lists, put it in force, and drop indexes that nothing names any more.

    Raises ListError for a damaged list, OSError when the disk is full; what is in force then stays.
    """
    with installation(home) as lists:
        named = [NamedList(each.id, each.version, each.categories, each.locked, each.entries) for each in lists]
        report = build(
            [*named, *probe_lists()],
            lists_folder(home),
            progress,
        )
    before = read_pointer(home).lists
    publish_lists(home, report.digest)
    for old in lists_folder(home).glob("*.index"):
        if old.name.partition(".")[0] not in {report.digest, before}:
            old.unlink()
    return report


def probe_lists() -> list[NamedList]:
    """Our own test pages: a list for each category that may be open, and a locked one."""
    open_to_policy = [category.id for category in categories().values() if not category.locked]
    by_category = {category: probes.host_of(category) for category in open_to_policy}
    return [
        *(_probe_list(category, host, locked=False) for category, host in by_category.items()),
        _probe_list(probes.LOCKED_CATEGORY, probes.LOCKED_HOST, locked=True),
    ]


def _probe_list(category: str, host: str, *, locked: bool) -> NamedList:
    entries = [Entry(host, "")]
    if category == probes.ROUND:
        entries.append(Entry(probes.NUMBER, ""))
    return NamedList(f"{probes.LISTS}{category}", "1", (category,), locked, entries)


def read_register(home: Path) -> Register:
    """The register that the console published last; an empty one where there is no console. Raises ValueError."""
    try:
        return load_register((home / REGISTER).read_bytes())
    except FileNotFoundError:
        return Register()


def write_register(home: Path, register: Register) -> None:
    """Keep a register for every policy that is published from now on."""
    write_atomically(home / REGISTER, dump_register(register))


def keep_in_console(home: Path) -> None:
    """From now on the console holds the policy of this data folder: files are no longer put in force."""
    (home / KEPT).touch()


def kept_in_console(home: Path) -> bool:
    """Whether the console holds the policy of this data folder."""
    return (home / KEPT).exists()
