"""DuckDB within bounds: so much memory, two threads, nothing fetched from anywhere, its spill in a folder of ours."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# the engine alone: the package around it brings relations and expressions that no question uses, and loading it takes
# longer than answering one; who needs these, as Arrow's readers do, loads the package as well
import _duckdb

from belisha.activity.durable import make_folder
from belisha.activity.place import activity_folder
from belisha.activity.texts import Texts
from belisha.activity.view import Answers, Values

Connection = _duckdb.DuckDBPyConnection
DuckError = _duckdb.Error
MEMORY = "512MB"
THREADS = 2
ROWS_AT_A_TIME = 5_000


class Duck:
    """The engine on this machine."""

    def __init__(self, connected: Connection) -> None:
        """On a connection that ends with the question."""
        self._duck = connected
        self._texts = Texts("NOT MATERIALIZED ")  # so that a question's conditions reach the files

    def define(self, name: str, question: str, values: Values) -> None:
        """In front of every question that needs it."""
        self._texts.define(name, question, values)

    def keep(self, name: str, question: str, values: Values) -> None:
        """A table in memory."""
        statement, held = self._texts.statement(question, values)
        self._duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement}", held)
        self._texts.forget(name)

    def answers(self, question: str, values: Values) -> Answers:
        """Rows as they are fetched."""
        statement, held = self._texts.statement(question, values)
        answer = self._duck.execute(statement, held)
        return Answers(tuple(column[0] for column in answer.description or []), _fetched(answer))


def _fetched(answer: Connection) -> Iterator[Sequence[object]]:
    while some := answer.fetchmany(ROWS_AT_A_TIME):
        yield from some


def is_about_files(error: DuckError) -> bool:
    """Whether a file could not be read, and not the question understood."""
    # what a bucket's client raises comes through DuckDB as an error of no kind
    return isinstance(error, _duckdb.IOException) or type(error) is DuckError


@contextmanager
def connection(home: Path) -> Iterator[Connection]:
    """A database in memory that ends with the block; what does not fit lies in a scratch folder until then."""
    place = _scratch(home)
    make_folder(place)
    with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=place) as scratch:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": scratch,
            "preserve_insertion_order": False,
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
        }
        with _duckdb.connect(":memory:", config=settings) as opened:
            opened.execute("SET parquet_metadata_cache = true")
            yield opened


def _scratch(home: Path) -> Path:
    return activity_folder(home) / ".scratch"


def sweep_scratch(home: Path) -> int:
    """Remove what processes that were killed left behind; returns how many folders."""
    left = [path for path in _scratch(home).glob("*-*") if not Path("/proc", path.name.split("-")[0]).exists()]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)
