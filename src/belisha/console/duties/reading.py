"""Which statements the database is asked while something is worked out: the statements are watched themselves.

So no proof has to say what its answer stands on, and none can forget to. What they read is told elsewhere.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Statement", "also_asked", "reading"]

Statement = str
"""The text of a question, with places for what is asked for."""

_OPEN: Final[ContextVar[tuple[list[Statement], ...]]] = ContextVar("open readings", default=())


@contextmanager
def reading() -> Iterator[list[Statement]]:
    """The statements asked within; one within another is part of it."""
    asked: list[Statement] = []
    outer = _OPEN.get()
    token = _OPEN.set((*outer, asked))
    try:
        with nullcontext() if outer else connection.execute_wrapper(_note):
            yield asked
    finally:
        _OPEN.reset(token)


def also_asked(statements: Iterable[Statement]) -> None:
    """Whoever works something out now uses what these were asked for earlier."""
    known = list(statements)
    for each in _OPEN.get():
        each.extend(known)


def _note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's own signature
    also_asked([sql])
    return execute(sql, params, many, context)
