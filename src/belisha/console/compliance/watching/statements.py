"""What a statement reads: which tables, and whether only rows of one school. Where that is not plain: of any school.

A table counts as read for one school where every row must have its number in a column, or hang on a row that must. Only
conditions that bind a whole question count: none within OR or NOT, none of a join.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.compliance.watching.places import ANY, UNWATCHED, Way, tables, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.console.duties.reading import Statement

__all__ = ["Read", "reads_of", "watched_reads"]

WORD: Final = re.compile(r"\w+")
SOURCE: Final = re.compile(r'\b(?:FROM|JOIN) "(\w+)"(?: ([A-Z]+\d+)\b)?')
CONDITION: Final = re.compile(r'"?(\w+)"?\."(\w+)" = %s')
EQUAL: Final = re.compile(r'"?(\w+)"?\."(\w+)" = (\()?"?(\w+)"?\."(\w+)"(?(3)\))')
AMONG: Final = re.compile(r'"?(\w+)"?\."(\w+)" IN \(SELECT "?(\w+)"?\."(\w+)"')
TOKEN: Final = re.compile(r"\(|\)|\b(?:SELECT|FROM|WHERE|GROUP BY|HAVING|ORDER BY|AND|OR|NOT|UNION|EXCEPT|INTERSECT)\b")
PLACE: Final = re.compile(r"%%|%s")
SEVERAL: Final = frozenset({"OR", "UNION", "EXCEPT", "INTERSECT"})
CLAUSES: Final = frozenset({"SELECT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY"})


class Read(NamedTuple):
    """Rows of a table were read: those of a school, or ANY."""

    table: str
    school: int


class _Group:
    """What stands between two parentheses, and the words at its own level; the outermost has no parent."""

    def __init__(self, start: int, end: int, parent: _Group | None) -> None:
        self.start, self.end, self.parent = start, end, parent
        self.words: list[tuple[int, str]] = []

    @property
    def is_question(self) -> bool:
        """Whether it is a SELECT."""
        return bool(self.words) and self.words[0][1] == "SELECT"

    def clause_at(self, place: int) -> str:
        """The clause in which a place of it stands."""
        return next((word for at, word in reversed(self.words) if at < place and word in CLAUSES), "")


def reads_of(statements: Iterable[Statement]) -> frozenset[Read]:
    """What some statements read, and of which school."""
    found = set()
    for sql, params in statements:
        for table, place in _shape(sql):
            value = params[place] if place is not None and place < len(params) else None
            found.add(Read(table, value if isinstance(value, int) else ANY))
    return frozenset(found)


def watched_reads(reads: Iterable[Read], watched: frozenset[str]) -> bool:
    """Whether all that was read is watched: else nobody hears of a change."""
    return all(read.table in watched for read in reads)


@lru_cache(maxsize=8192)
def _shape(sql: str) -> tuple[tuple[str, int | None], ...]:
    """The tables of a statement, each with the place that holds the number of the only school; None: any school."""
    groups = _groups(sql)
    sources = [
        _Source(match[1], match[2] or match[1], _innermost(groups, match.start())) for match in SOURCE.finditer(sql)
    ]
    placed = _bound(sql, groups, sources)
    ties = [*_equal(sql, groups, sources), *_among(sql, groups, sources)]
    while fresh := {to: placed[of] for of, to in ties if of in placed and to not in placed}:
        placed |= fresh
    found = {(source.table, placed.get(source)) for source in sources}
    known = {word for word in WORD.findall(sql) if word in tables() or word in UNWATCHED}
    return tuple(found | {(table, None) for table in known - {source.table for source in sources}})


class _Source(NamedTuple):
    """A table in FROM or JOIN, by the name that it has there, and the group that it stands in."""

    table: str
    alias: str
    group: _Group


_Tie = tuple[_Source, _Source]
"""Where all rows of the first are one school's, so are those of the second."""


def _source(sources: list[_Source], alias: str, group: _Group | None) -> _Source | None:
    """What a name means in a question: a source there, or in one that it is part of."""
    while group is not None:
        found = next((one for one in sources if one.alias == alias and one.group is group), None)
        if found is not None:
            return found
        group = group.parent
    return None


def _equal(sql: str, groups: list[_Group], sources: list[_Source]) -> Iterator[_Tie]:
    """Rows that hang on each other: what a row hangs on is of its school, and the other way within one question."""
    for match in EQUAL.finditer(sql):
        group = _binding(sql, _innermost(groups, match.start()), match.start(), ("WHERE", "FROM"))
        one, other = _source(sources, match[1], group), _source(sources, match[4], group)
        if group is None or one is None or other is None:
            continue
        for child, column, parent, key in ((one, match[2], other, match[5]), (other, match[5], one, match[2])):
            if Way(column, parent.table, key) in ways(child.table):
                if child.group is group:
                    yield parent, child
                if parent.group is group:
                    yield child, parent


def _among(sql: str, groups: list[_Group], sources: list[_Source]) -> Iterator[_Tie]:
    """Rows that hang on rows which another question finds."""
    for match in AMONG.finditer(sql):
        group = _binding(sql, _innermost(groups, match.start()), match.start(), ("WHERE",))
        inner = _innermost(groups, match.end())
        child, parent = _source(sources, match[1], group), _source(sources, match[3], inner)
        if not child or not parent or child.group is not group or parent.group is not inner:
            continue
        if Way(match[2], parent.table, match[4]) in ways(child.table):
            yield parent, child


def _bound(sql: str, groups: list[_Group], sources: list[_Source]) -> dict[_Source, int]:
    """The sources whose own column holds one number in every row, with the number of its place."""
    places = {match.start(): number for number, match in enumerate(m for m in PLACE.finditer(sql) if m[0] == "%s")}
    found = {}
    for match in CONDITION.finditer(sql):
        group = _binding(sql, _innermost(groups, match.start()), match.start(), ("WHERE",))
        source = _source(sources, match[1], group)
        if source and source.group is group and Way(match[2]) in ways(source.table):
            found[source] = places[match.end() - 2]
    return found


def _binding(sql: str, group: _Group | None, at: int, clauses: tuple[str, ...]) -> _Group | None:
    """The question that a condition at a place binds as a whole; None where it is one of several ways to fit."""
    while group is not None:
        if any(word in SEVERAL for _at, word in group.words) or sql[:at].endswith("NOT "):
            return None
        if group.is_question:
            return group if group.clause_at(at) in clauses else None
        if not sql[: group.start].rstrip("( ").endswith((" WHERE", " AND", " ON")):
            return None
        at, group = group.start, group.parent
    return None


def _groups(sql: str) -> list[_Group]:
    """The groups of a statement in the order in which they begin."""
    current = _Group(-1, len(sql), None)
    found = [current]
    for match in TOKEN.finditer(sql):
        if match[0] == "(":
            current = _Group(match.start(), len(sql), current)
            found.append(current)
        elif match[0] == ")":
            current.end = match.start()
            current = current.parent or found[0]
        else:
            current.words.append((match.start(), match[0]))
    return found


def _innermost(groups: list[_Group], at: int) -> _Group:
    """The group in which a place stands."""
    return next(group for group in reversed(groups) if group.start <= at < group.end)
