"""Lines of plain lists (names, wildcards, addresses, networks, URLs), of UT1 files and of hosts files."""

from __future__ import annotations

import re

NOWHERE = frozenset({"0.0.0.0", "0", "::", "::0", "::1", "255.255.255.255", "fe80::1%lo0"})  # noqa: S104 (not bound to)
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%\w+)?")
COMMENT = re.compile(r"(?:^|\s)(?:#|;|//|!).*", re.DOTALL)

POINTS_ELSEWHERE = "a hosts line that points at a real address, which is no block"
WORDS = "more than one word where one name belongs"


def domain_line(line: str) -> tuple[str, ...] | str | None:
    """The names on a line: of a hosts line all after its address, else the only word."""
    words = (COMMENT.sub("", line, count=1) if _may_comment(line) else line).split()
    if len(words) < 2:
        return tuple(words) or None
    if not ADDRESS.fullmatch(words[0]) and words[0] != "0":
        return WORDS
    if words[0] in NOWHERE or words[0].startswith(("127.", "ff0", "fe80:")):
        return tuple(words[1:])
    return POINTS_ELSEWHERE


def _may_comment(line: str) -> bool:
    return "#" in line or ";" in line or "//" in line or "!" in line
