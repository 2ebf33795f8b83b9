"""Lists of the v2fly domain community: `domain:`, `full:`, `include:`, attributes; includes are followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    OpenList = Callable[[str], Iterable[str] | None]

RULE = re.compile(r"(?:(domain|full|keyword|regexp|include):)?(\S+)((?:\s+[@&-]\S+)*)", re.IGNORECASE)

KEYWORD = "a keyword: it would block every name that contains it"
PATTERN = "a pattern (regexp): this index holds names only"
MISSING = "includes a list that is not here"
UNREADABLE = "not a rule of this form"
FAULTS = {"keyword": KEYWORD, "regexp": PATTERN, "include": MISSING}


def v2fly_line(line: str) -> tuple[str, ...] | str | None:
    """The name of a rule. `full:` names count with what is below them, as every entry of the index does."""
    text = _bare(line)
    if not text:
        return None
    rule = RULE.fullmatch(text)
    if rule is None:
        return UNREADABLE
    return FAULTS.get((rule[1] or "").lower()) or (rule[2],)


def with_includes(name: str, open_list: OpenList) -> Iterator[str]:
    """The lines of list `name` with those of its includes in place of each include line, however deep.

    `open_list` gives the lines of a list by name, or None. A list is taken once for the same filters, so cycles end;
    an include that is not there stays as it is, for the reader to report. Line numbers then count included lines too.
    """
    yield from _expanded(open_list(name) or (), open_list, {(name, "")})


def _expanded(lines: Iterable[str], open_list: OpenList, seen: set[tuple[str, str]]) -> Iterator[str]:
    for line in lines:
        rule = RULE.fullmatch(_bare(line))
        if rule is None or (rule[1] or "").lower() != "include":
            yield line
            continue
        inner = _included(rule[2], rule[3], open_list, seen)
        if inner is None:
            yield line
            continue
        yield f"# {line}"
        wanted = rule[3].split()
        yield from (each for each in inner if not wanted or _wanted(each, wanted))


def _included(name: str, filters: str, open_list: OpenList, seen: set[tuple[str, str]]) -> Iterable[str] | None:
    """The lines of an included list, none if it was taken before, None if it is not there."""
    if (name, filters) in seen:
        return ()
    seen.add((name, filters))
    lines = open_list(name)
    return None if lines is None else _expanded(lines, open_list, seen)


def _wanted(line: str, filters: list[str]) -> bool:
    """Whether an include with filters takes a line: it must have each `@attribute`, and no `@-attribute`."""
    attributes = set(_bare(line).split()[1:])
    return all(
        f"@{each[2:]}" not in attributes if each.startswith("@-") else each in attributes
        for each in filters
        if each.startswith("@")
    )


def _bare(line: str) -> str:
    return line.partition("#")[0].strip()
