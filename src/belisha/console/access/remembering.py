"""What is read from the database once while many apps are asked, such as the calendar of a school for a home page."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

from belisha.console.duties.reading import also_asked, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from datetime import datetime

    from belisha.console.duties.registry import Place, Proof, Standing

__all__ = ["is_remembering", "remembered", "remembering", "said_before", "said_by"]

_KEPT: Final[ContextVar[dict[Hashable, Any] | None]] = ContextVar("kept", default=None)

Value = TypeVar("Value")


@contextmanager
def remembering() -> Iterator[None]:
    """Within it nothing is changed, and `remembered` asks each question once; one within another shares its answers."""
    kept = _KEPT.get()
    token = _KEPT.set({} if kept is None else kept)
    try:
        yield
    finally:
        _KEPT.reset(token)


def is_remembering() -> bool:
    """Whether answers are kept just now."""
    return _KEPT.get() is not None


def remembered(key: Hashable, ask: Callable[[], Value]) -> Value:
    """The answer that is known to the question of a key, else a new one; outside of `remembering` always a new one."""
    kept = _KEPT.get()
    if kept is None:
        return ask()
    if key not in kept:
        with reading() as statements:
            kept[key] = ask(), statements
    else:
        also_asked(kept[key][1])  # who asks second stands on the same rows
    answer: Value = kept[key][0]
    return answer


def said_by(proof: Proof, school: Place, now: datetime) -> Standing:
    """What a proof says: asked once, though others count it up. Raises whatever it raises."""
    return remembered(_key_of(proof.duty, school), lambda: proof.ask(school, now))


def said_before(duty: str, school: Place, said: Standing, stands_on: Iterable[str]) -> None:
    """What a proof said before and would say again. `stands_on`: the tables that it read. Within `remembering`."""
    kept = _KEPT.get()
    if kept is not None:
        kept[_key_of(duty, school)] = said, list(stands_on)


def _key_of(duty: str, school: Place) -> Hashable:
    return "what the proof says", duty, school.pk
