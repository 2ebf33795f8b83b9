"""Lines of ad blockers' lists: only rules that block a whole name are entries of a category."""

from __future__ import annotations

import re

from belisha.engine.lists.domains import domain_line

COSMETIC = re.compile(r"#@?[?$%]{0,2}#")
WHOLE = re.compile(r"\|\|([^\s/^$|]+)\^?\|?(?:\$(.*))?")
PATTERN_MARK = re.compile(r"[|^$/]")
WHOLE_OPTIONS = frozenset({"important", "all", "document", "doc"})

EXCEPTION = "an exception (@@): a list may only add, rules of the policy open sites"
HIDES = "hides a part of pages, blocks no site"
OPTIONS = "blocks a site only in part (options after $)"
PATTERN = "a pattern, not the name of a whole site"


def adblock_line(line: str) -> tuple[str, ...] | str | None:
    """The name of a `||name^` rule; bare names and hosts lines, which such lists mix in, are read as well."""
    line = line.strip()
    if line.startswith(("!", "[")):
        return None
    if line.startswith("@@"):
        return EXCEPTION
    if COSMETIC.search(line):
        return HIDES
    if rule := WHOLE.fullmatch(line):
        partly = rule[2] and set(rule[2].split(",")) - WHOLE_OPTIONS
        return OPTIONS if partly else (rule[1],)
    return PATTERN if PATTERN_MARK.search(line) and not line.startswith("#") else domain_line(line)
