"""The events of one scope, and the tables that are made of them to put questions to, whichever engine answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import LONDON, Period
from belisha.engine.address.probes import DOMAIN, PERSON

NO_TESTS: Final = f"person NOT LIKE '{PERSON}%' AND host NOT LIKE '%.{DOMAIN}'"
"""Leaves out what the console's own tests of the filter asked for: nobody's browsing, and in no report."""

Row = TypeVar("Row", bound=msgspec.Struct)
Value = str | int | float | bool | date | Sequence[str] | None
Values = Mapping[str, Value]


class Scope(NamedTuple):
    """What a question may see: the named schools, in a period of their days. There is no scope without schools."""

    schools: tuple[str, ...]
    period: Period
    zone: ZoneInfo = LONDON


class Answers(NamedTuple):
    """Names of the columns, and the rows, which may be many."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[object]]


class Engine(Protocol):
    """What answers questions in SQL: it holds the table ``in_scope`` of one scope. Values are bound to ``$names``."""

    def define(self, name: str, question: str, values: Values) -> None:
        """Let ``name`` stand for the question wherever it is used as a table."""

    def keep(self, name: str, question: str, values: Values) -> None:
        """Answer the question once, and make the answer a table."""

    def answers(self, question: str, values: Values) -> Answers:
        """Answer it."""


class View:
    """The events of one scope, for one question: the table ``in_scope``, and what is made of it.

    It has the columns of events.SCHEMA, and ``begun`` and ``ended``: when, in ms since 1970. Questions use these two,
    not ``time``, and only SQL that means the same to every engine: docs/develop/questions.md.
    """

    def __init__(self, engine: Engine, scope: Scope) -> None:
        """Made by Store.ask."""
        self._engine = engine
        self.scope = scope

    def choose(self, name: str, source: str, choices: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Make the table ``name`` of the rows of ``source`` that have one of the values in one of the columns."""
        values: dict[str, Value] = {}
        wanted = []
        for column, texts in choices:
            names = [f"{name}_{len(values) + place}" for place in range(len(texts))]
            values |= dict(zip(names, texts, strict=True))
            wanted.append(f'"{column}" IN ({", ".join(f"${one}" for one in names)})')
        self.define(name, f"SELECT * FROM {source} WHERE {' OR '.join(wanted)}", **values)  # noqa: S608

    def define(self, name: str, question: str, **values: Value) -> None:
        """Make a question a table for later ones; it is answered each time that these need it."""
        self._engine.define(name, question, values)

    def keep(self, name: str, question: str, **values: Value) -> None:
        """Make the answer to a question a table for later ones, so that what many need is read once."""
        self._engine.keep(name, question, values)

    def rows(self, shape: type[Row], question: str, **values: Value) -> list[Row]:
        """The answer to a question in SQL, its columns the fields of a struct; values are bound to its ``$names``."""
        return list(self.each(shape, question, **values))

    def each(self, shape: type[Row], question: str, **values: Value) -> Iterator[Row]:
        """The same, a row at a time, for answers that may be long. A time is a number of seconds in the answer."""
        columns, rows = self._engine.answers(question, values)
        for row in rows:
            yield msgspec.convert(dict(zip(columns, row, strict=True)), shape, strict=False)
