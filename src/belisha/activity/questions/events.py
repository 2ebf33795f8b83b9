"""Single lines of the record, as they are."""

from collections.abc import Iterator

from belisha.activity.events import Event
from belisha.activity.store import View

_COLUMNS = ", ".join(f'"{name}"' for name in Event.__struct_fields__ if name != "time")
_LINES = f"""
    SELECT ended / 1000 AS time, {_COLUMNS} FROM chosen ORDER BY ended, gateway, segment, "offset"
"""  # noqa: S608


def lines(view: View) -> Iterator[Event]:
    """Every line of the subject's record in the order of time, whether it counts as a request or not."""
    return view.each(Event, _LINES)


_LATEST = f"""
    SELECT ended / 1000 AS time, {_COLUMNS} FROM in_scope
    WHERE ($person = '' OR person = $person) AND (NOT $blocked OR verdict = 'block')
        AND ($every OR squid_tag <> 'NONE_NONE' OR verdict = 'block')
    ORDER BY ended DESC, gateway DESC, segment DESC, "offset" DESC LIMIT $count
"""  # noqa: S608


def latest(view: View, count: int, *, person: str, blocked: bool, every: bool) -> list[Event]:
    """The last requests in the order of time: of one person, only blocks, every line of the journal where asked."""
    return view.rows(Event, _LATEST, count=count, person=person, blocked=blocked, every=every)[::-1]


def counts(event: Event) -> bool:
    """Whether a line counts as a request, as the questions do."""
    return event.squid_tag != "NONE_NONE" or event.verdict == "block"
