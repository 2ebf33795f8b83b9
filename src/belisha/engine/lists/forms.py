"""The forms in which lists are written: which one a file has, and its lines turned into entries."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from belisha.engine.lists.adblock import adblock_line
from belisha.engine.lists.domains import domain_line
from belisha.engine.lists.entries import Entry, entry_of
from belisha.engine.lists.resolvers import dnsmasq_line, unbound_line
from belisha.engine.lists.rpz import RpzReader
from belisha.engine.lists.v2fly import v2fly_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from belisha.engine.lists.reports import ReadReport

    # the names on a line, why it holds none, or None when there is nothing to say about it
    LineReader = Callable[[str], tuple[str, ...] | str | None]

LONGEST_LINE = 4096
HEAD = 2000
SNIFFED = 400
LONG_LINE = "a line longer than any entry"


class Form(StrEnum):
    """How a list is written."""

    UT1 = "ut1"
    HOSTS = "hosts"
    PLAIN = "plain"
    ADBLOCK = "adblock"
    DNSMASQ = "dnsmasq"
    UNBOUND = "unbound"
    RPZ = "rpz"
    V2FLY = "v2fly"


READERS: Mapping[Form, Callable[[], LineReader]] = {
    Form.UT1: lambda: domain_line,
    Form.HOSTS: lambda: domain_line,
    Form.PLAIN: lambda: domain_line,
    Form.ADBLOCK: lambda: adblock_line,
    Form.DNSMASQ: lambda: dnsmasq_line,
    Form.UNBOUND: lambda: unbound_line,
    Form.RPZ: RpzReader,
    Form.V2FLY: lambda: v2fly_line,
}

# what only one form writes; tried in this order, since a later pattern may also fit a line of an earlier form
SIGNS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.ADBLOCK, re.compile(r"\[adblock|\|\||@@\|\||[^#\s]*#@?[?$%]{0,2}#\S", re.IGNORECASE)),
    (Form.DNSMASQ, re.compile(r"(?:address|server|local)=/")),
    (Form.UNBOUND, re.compile(r"local-(?:zone|data):")),
    (
        Form.RPZ,
        re.compile(r"\$(?:TTL|ORIGIN)\s|\S*\s+(?:\d+\w?\s+)?(?:IN\s+)?(?:CNAME\s+\S|SOA\s|NS\s|A\s+\d)", re.IGNORECASE),
    ),
    (Form.V2FLY, re.compile(r"(?:domain|full|keyword|regexp|include):\S|[\w.-]+\s+[@&]\S", re.IGNORECASE)),
    (Form.HOSTS, re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]*(?:%\w+)?)\s+[^\s#;]", re.IGNORECASE)),
)
ALSO_BARE_NAMES = frozenset({Form.ADBLOCK, Form.V2FLY})
COMMENTS = ("#", "!", ";", "//")


def sniff(lines: Sequence[str]) -> Form | None:
    """The form of a list by its first lines, or None when they are not a list (a web page, an error, nothing)."""
    said = [line for line in (each[:LONGEST_LINE].strip() for each in lines) if line and not _is_comment(line)]
    said = said[:SNIFFED]
    if not said or said[0].startswith(("<", "{", "[{", '["')):
        return None
    signs = [form for line in said if (form := _sign(line)) is not None]
    form = _most_likely(signs, len(said))
    return form if _is_read_by(said, form) else None


def _most_likely(signs: Sequence[Form], lines: int) -> Form:
    """The form with most signs. One sign is enough for a form that also reads bare names, else a fifth of the lines."""
    best = max(READERS, key=signs.count)
    enough = signs.count(best) if best in ALSO_BARE_NAMES else signs.count(best) * 5 // lines
    return best if enough else Form.PLAIN


def _is_comment(line: str) -> bool:
    """Whether every form passes over a line; "##.name" is what ad blockers hide with."""
    return line.startswith(COMMENTS) and not line.startswith(("##.", "###"))


def _sign(line: str) -> Form | None:
    return next((form for form, pattern in SIGNS if pattern.match(line)), None)


def _is_read_by(lines: Sequence[str], form: Form) -> bool:
    """Whether most lines mean something in that form: names, or rules that it knows and we refuse."""
    if form not in {Form.PLAIN, Form.HOSTS}:
        return True
    names = [domain_line(line) for line in lines]
    good = sum(isinstance(found, tuple) and not isinstance(entry_of(found[0]), str) for found in names)
    return good * 2 >= len(lines)


def read_lines(lines: Iterable[str], form: Form, report: ReadReport) -> Iterator[Entry]:
    """The entries on these lines, as they come; the report is filled meanwhile. No line can end the reading."""
    read = READERS[form]()
    for number, line in enumerate(lines, 1):
        report.lines += 1
        found = read(line) if len(line) <= LONGEST_LINE else LONG_LINE
        if found is None:
            report.passed_over += 1
            continue
        if isinstance(found, str):
            report.rejected += 1
            report.fault(number, line, found)
            continue
        kept = 0
        for name in found:
            entry = entry_of(name)
            if isinstance(entry, Entry):
                kept += 1
                yield entry
            else:
                report.fault(number, line, entry)
        report.entries += kept
        report.kept += kept > 0
        report.rejected += kept == 0


def head_of(lines: Iterator[str]) -> list[str]:
    """The first lines of a list, for sniffing."""
    return list(islice(lines, HEAD))
