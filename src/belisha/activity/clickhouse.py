"""The same questions for ClickHouse, where one machine is not enough: a statement each, over the same Parquet files.

What is defined or kept goes in front of a question as `WITH`: nothing is left on the server, and any client will do.
The journal's last minutes are not seen there: they come with the next parts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from belisha.activity.events import Event
from belisha.activity.manifest import read_manifests
from belisha.activity.texts import Texts, typed
from belisha.activity.view import NO_TESTS, Answers, Scope, Value, Values, View

FORMAT = "JSONCompactEachRowWithNames"
SETTINGS = {
    "join_use_nulls": "1",  # what a LEFT JOIN does not find is NULL, as elsewhere
    "output_format_json_quote_64bit_integers": "0",
    "allow_experimental_analyzer": "1",  # tables named by WITH are seen in every part of a statement
}
Run = Callable[[str, Mapping[str, str]], bytes]
"""Has one statement answered in FORMAT under SETTINGS, with its parameters; that is, posts it to a cluster."""

_KINDS: dict[type, str] = {bool: "Bool", int: "Int64", float: "Float64", str: "String", date: "Date"}
_COLUMN_KINDS: dict[object, str] = {str: "String", int: "Int64", datetime: "DateTime64(3, 'UTC')"}
_STRUCTURE = ", ".join(f"`{one.name}` {_COLUMN_KINDS[one.type]}" for one in msgspec.structs.fields(Event))
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"})


class ClickHouse:
    """An engine that has its statements answered elsewhere."""

    def __init__(self, run: Run) -> None:
        """With no table yet, not even ``in_scope``."""
        self._run = run
        self._texts = Texts("")

    def define(self, name: str, question: str, values: Values) -> None:
        """In front of every question that needs it."""
        self._texts.define(name, question, values)

    def keep(self, name: str, question: str, values: Values) -> None:
        """The same: a cluster is quick, and a table would have to be removed again."""
        self._texts.define(name, question, values)

    def answers(self, question: str, values: Values) -> Answers:
        """One statement."""
        statement, held = self._texts.statement(question, values)
        kinds = {name: _kind(value) for name, value in held.items()}
        return _answers(self._run(typed(statement, kinds), {name: _parameter(value) for name, value in held.items()}))


def _kind(value: Value) -> str:
    return "Nullable(String)" if value is None else _KINDS[type(value)]


def _parameter(value: Value) -> str:
    return "\\N" if value is None else str(value).translate(_ESCAPES)


def _answers(answer: bytes) -> Answers:
    lines = iter(answer.splitlines())
    columns = msgspec.json.decode(next(lines, b"[]"), type=tuple[str, ...])
    return Answers(columns, _rows(lines))


def _rows(lines: Iterator[bytes]) -> Iterator[Sequence[object]]:
    for line in lines:
        yield msgspec.json.decode(line, type=list[object])


def view_of(home: Path, scope: Scope, run: Run, table: str) -> View:
    """The events of a scope that are in Parquet, as the manifests name it.

    ``table``: the function that reads it, with ``{files}`` and ``{structure}`` in it. Where the record lies in a bucket
    for which the cluster has a named collection, so that no statement holds a password:
    ``s3(record, filename = '{files}', format = 'Parquet', structure = '{structure}')``.
    """
    if not scope.schools:
        message = "a question must name its schools"
        raise ValueError(message)
    start, end = scope.period.bounds(scope.zone)
    files = [
        f"{gateway}/{part.path}"
        for gateway, manifest in read_manifests(home).items()
        for part in manifest.parts
        if part.school in scope.schools and part.first < end and part.last >= start
    ]
    columns = ", ".join(f'"{name}"' for name in Event.__struct_fields__)
    structure = _STRUCTURE.replace("'", "\\'")
    source = table.format(files=f"{{{','.join(files)}}}", structure=structure) if files else f"null('{structure}')"
    values: dict[str, Value] = {f"school_{number}": school for number, school in enumerate(scope.schools)}
    schools = ", ".join(f"${name}" for name in values)
    engine = ClickHouse(run)
    engine.define(
        "in_scope",
        f"""
        SELECT {columns}, toUnixTimestamp64Milli(time) AS ended, toUnixTimestamp64Milli(time) - duration_ms AS begun
        FROM {source} WHERE school IN ({schools}) AND time >= fromUnixTimestamp64Milli({start}, 'UTC')
            AND time < fromUnixTimestamp64Milli({end}, 'UTC') AND {NO_TESTS}
        """,  # noqa: S608 - names are ours, texts are bound
        values,
    )
    return View(engine, scope)
