"""What was frozen of an alert, a blocked page or a report, made readable: whatever fields its writer put there."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
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
    "first": gettext_lazy("First"),
    "last": gettext_lazy("Last"),
    "seen": gettext_lazy("What was found"),
    "kind": gettext_lazy("Kind"),
    "text": gettext_lazy("Words"),
    "sentence": gettext_lazy("Why it counts"),
    "times": gettext_lazy("Times"),
    "about": gettext_lazy("About"),
    "question": gettext_lazy("Question"),
    "applies": gettext_lazy("It applies"),
    "code": gettext_lazy("Answer"),
    "step": gettext_lazy("Step"),
    "answer": gettext_lazy("Answer"),
    "teller": gettext_lazy("Who told them"),
    "agency": gettext_lazy("Passed on to"),
    "event": gettext_lazy("What was done"),
    "how": gettext_lazy("How"),
    "spoke_to": gettext_lazy("Spoke to"),
    "reference": gettext_lazy("Their reference"),
    "left_out": gettext_lazy("Requests for parts of pages, left out"),
}
# whose values are names of programs: "social-care", "child-voice"
NAMED: Final = frozenset({"agency", "answer", "code", "event", "how", "procedure", "source", "theme"})
VERDICTS: Final[dict[str, StrPromise]] = {"allow": gettext_lazy("open"), "block": gettext_lazy("blocked")}
MOST_ROWS: Final = 500
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


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
        if key in ELSEWHERE or _says_nothing(key, value):
            continue
        if isinstance(value, dict):
            found += [one._replace(label=f"{_label(key)}: {one.label}") for one in readable(value)]
        elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
            found.append(_table(key, value))
        else:
            found.append(Shown(_label(key), _said(key, value)))
    return found


def _says_nothing(key: str, value: Any) -> bool:
    """Empty; or for programs alone, such as the number of the alert that it came from."""
    return value in (None, "", [], {}) or (key, value) == ("left_out", 0) or (key == "source" and ":" in str(value))


def _table(key: str, rows: list[dict[str, Any]]) -> Shown:
    heads = _in_order(dict.fromkeys(name for row in rows for name in row))
    cells = [tuple(_said(name, row.get(name)) for name in heads) for row in rows[:MOST_ROWS]]
    return Shown(_label(key), heads=tuple(_label(name) for name in heads), rows=tuple(cells))


def _in_order(keys: Iterable[str]) -> list[str]:
    places = {name: place for place, name in enumerate(LABELS)}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


def _label(key: str) -> str:
    known = LABELS.get(key)
    return str(known) if known else key.replace("_", " ").replace("-", " ").capitalize()


def _said(key: str, value: Any) -> str:
    """A value as it is said of a key."""
    text = _text(value)
    if key == "verdict":
        return str(VERDICTS.get(text, text))
    return text.replace("-", " ") if key in NAMED else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        parts = [_text(each) for each in value]
        return (" " if all(part.endswith(".") for part in parts) else ", ").join(parts)
    if isinstance(value, dict):
        return "; ".join(f"{_label(key)}: {_text(each)}" for key, each in value.items())
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "j F Y, H:i")
    return str(value)
