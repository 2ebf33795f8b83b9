"""Checks of a policy, and of edits of one, that come from no file: the same as of policy.yaml, with places for lines.

`check` takes the words of the policy as they are: every edit that put one in was checked by `check_edits`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec.inspect as shape

from belisha.engine.policy.model import Fault
from belisha.engine.policy.reading import CHECKS
from belisha.engine.policy.reading.marks import PolicyMarks
from belisha.engine.policy.reading.shapes import did_you_mean, spell
from belisha.engine.policy.reading.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from belisha.engine.policy.edits import Edit
    from belisha.engine.policy.model import Frozen, Policy
    from belisha.engine.policy.reading.shapes import Path

__all__ = ["check", "check_edits"]

LONGEST: Final = 2000  # letters of any text in an edit


def check(policy: Policy) -> list[Fault]:
    """All that is wrong with a policy, without lines; empty when it can be put in force."""
    marks = PolicyMarks(policy)
    return sorted({fault for each in CHECKS for fault in each(policy, marks)})


def check_edits(
    edits: Iterable[Edit], categories: Collection[str] | None = None, file_kinds: Collection[str] | None = None
) -> list[Fault]:
    """Texts in edits that are not of their form: ids, addresses, categories, ranges. The place begins with a number."""
    words = {"category": categories, "file-kind": file_kinds}
    return [
        fault
        for number, edit in enumerate(edits, start=1)
        for fault in _unfit(edit, _shape(type(edit)), (number,), words)
    ]


@cache
def _shape(kind: type[Frozen]) -> shape.Type:
    return shape.type_info(kind)


def _unfit(value: Any, wanted: shape.Type, path: Path, words: Mapping[str, Collection[str] | None]) -> Iterator[Fault]:
    for below, kind, piece in _below(value, wanted):
        yield from _unfit(piece, kind, (*path, *below), words)
    if isinstance(value, str):
        message = _wrong(value, wanted, words)
        if message:
            yield Fault(0, spell(path), message)


def _below(value: Any, wanted: shape.Type) -> Iterator[tuple[Path, shape.Type, Any]]:
    """What a value holds, each with its type."""
    if value is None:
        return
    if isinstance(wanted, shape.UnionType):
        kind = next(kind for kind in wanted.types if not isinstance(kind, shape.NoneType))
        yield (), kind, value
    elif isinstance(wanted, shape.StructType):
        yield from (((field.encode_name,), field.type, getattr(value, field.name)) for field in wanted.fields)
    elif isinstance(wanted, shape.DictType):
        for key, piece in value.items():
            yield (key,), wanted.key_type, key
            yield (key,), wanted.value_type, piece
    elif isinstance(wanted, shape.VarTupleType):
        yield from (((number,), wanted.item_type, piece) for number, piece in enumerate(value))


def _wrong(text: str, wanted: shape.Type, words: Mapping[str, Collection[str] | None]) -> str:
    """What is wrong with a text; empty when it is what its place needs."""
    if len(text) > LONGEST:
        return f"is longer than {LONGEST} letters"
    form = (wanted.extra or {}).get("form") if isinstance(wanted, shape.Metadata) else None
    if form in TEXTS:
        try:
            canonical = TEXTS[form](text)
        except ValueError as error:
            return str(error)
        return "" if canonical == text else f"“{text}” must be written “{canonical}”"
    known = words.get(form) if form else None
    if known is not None and text not in known:
        return f"“{text[:64]}” is not a {str(form).replace('-', ' ')}{did_you_mean(text, known)}"
    return ""
