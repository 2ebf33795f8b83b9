"""What was frozen of an alert, a blocked page or a report, made readable: whatever fields its writer put there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django_stubs_ext import StrPromise

__all__ = ["Shown", "readable"]

# what belongs to an entry of its own kind, and stands elsewhere on the page
ELSEWHERE: Final = frozenset({"from", "corrected", "with", "whose", "day_only", "done", "marks", "figure", "talk"})
# in this order, for PostgreSQL keeps none of its own
LABELS: Final[dict[str, StrPromise]] = {
    "at": gettext_lazy("When"),
    "what": gettext_lazy("What"),
    "term": gettext_lazy("Searched for"),
    "terms": gettext_lazy("Searched for"),
    "address": gettext_lazy("Address"),
    "url": gettext_lazy("Address"),
    "host": gettext_lazy("Site"),
    "where": gettext_lazy("Where"),
    "theme": gettext_lazy("Theme"),
    "level": gettext_lazy("Level"),
    "why": gettext_lazy("Why"),
    "reason": gettext_lazy("Why"),
    "who": gettext_lazy("Who"),
    "person": gettext_lazy("Who"),
    "device": gettext_lazy("Device"),
    "network": gettext_lazy("Network"),
    "verdict": gettext_lazy("What the filter did"),
    "categories": gettext_lazy("Categories"),
    "lines": gettext_lazy("What was asked for around it"),
    "around": gettext_lazy("What was asked for around it"),
    "hour": gettext_lazy("The hour around it"),
    "title": gettext_lazy("Title"),
    "words": gettext_lazy("In their words"),
}
MOST_ROWS: Final = 500


class Shown(NamedTuple):
    """One fact: a text, or a small table."""

    label: str
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def readable(details: Mapping[str, Any]) -> list[Shown]:
    """The facts of some details, in the order of LABELS; others after them."""
    found: list[Shown] = []
    for key in _in_order(details):
        value = details[key]
        if key in ELSEWHERE or value in (None, "", [], {}):
            continue
        if isinstance(value, dict):
            found += [one._replace(label=f"{_label(key)}: {one.label}") for one in readable(value)]
        elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
            found.append(_table(key, value))
        else:
            found.append(Shown(_label(key), _text(value)))
    return found


def _table(key: str, rows: list[dict[str, Any]]) -> Shown:
    heads = _in_order(dict.fromkeys(name for row in rows for name in row))
    cells = [tuple(_text(row.get(name)) for name in heads) for row in rows[:MOST_ROWS]]
    return Shown(_label(key), heads=tuple(_label(name) for name in heads), rows=tuple(cells))


def _in_order(keys: Iterable[str]) -> list[str]:
    places = {name: place for place, name in enumerate(LABELS)}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


def _label(key: str) -> str:
    known = LABELS.get(key)
    return str(known) if known else key.replace("_", " ").replace("-", " ").capitalize()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{_label(key)}: {_text(each)}" for key, each in value.items())
    return str(value)
