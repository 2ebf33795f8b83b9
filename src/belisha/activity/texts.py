"""Questions that stand for tables in later questions: each statement carries those that it needs, as `WITH`.

So nothing is bound before it is asked, and nothing is left behind on whatever answers.
"""

import re

from belisha.activity.view import Value, Values

_BEGINS_WITH = re.compile(r"\s*WITH\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLACEHOLDER = re.compile(r"\$([a-z_][a-z0-9_]*)")


class Texts:
    """The tables of one view, each made of earlier ones."""

    def __init__(self, marking: str) -> None:
        """``marking``: what an engine wants before the text of a table."""
        self._marking = marking
        self._tables: dict[str, tuple[str, Values]] = {}

    def define(self, name: str, question: str, values: Values) -> None:
        """Let a name stand for a question."""
        self.forget(name)
        self._tables[name] = question, values

    def forget(self, name: str) -> None:
        """The name stands for a table of the engine's from now on."""
        self._tables.pop(name, None)

    def statement(self, question: str, values: Values) -> tuple[str, dict[str, Value]]:
        """The question with the tables that it needs in front, and the values that it needs.

        Raises ValueError when two of these tables have different values for one name.
        """
        needed: list[str] = []
        held = dict(values)
        words = set(_WORD.findall(question))
        for name in reversed(self._tables):
            if name in words:
                text, theirs = self._tables[name]
                words.update(_WORD.findall(text))
                needed.insert(0, f"{name} AS {self._marking}({text})")
                _add(held, theirs)
        named = f"WITH {', '.join(needed)}" if needed else ""
        asked = _BEGINS_WITH.sub(",", question, count=1) if needed and _BEGINS_WITH.match(question) else f" {question}"
        return named + asked, {name: held[name] for name in _PLACEHOLDER.findall(named + asked)}


def _add(held: dict[str, Value], values: Values) -> None:
    for name, value in values.items():
        if held.setdefault(name, value) != value:
            message = f"${name} already has another value"
            raise ValueError(message)


def typed(statement: str, kinds: dict[str, str]) -> str:
    """The statement with ``{name:Kind}`` for ``$name``."""
    return _PLACEHOLDER.sub(lambda found: f"{{{found[1]}:{kinds[found[1]]}}}", statement)
