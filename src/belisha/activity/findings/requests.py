"""The requests worth reading for themes, from the journal's bytes or from the record: few of all events."""

from collections.abc import Collection, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from belisha.activity.findings.model import Request
from belisha.activity.findings.rules import TYPING_MS, asked, is_page, is_search, typed_further
from belisha.activity.lines import Origin, read_lines
from belisha.activity.view import View
from belisha.engine.address.probes import is_probe

_DOCUMENTS = ("text/html", "application/xhtml+xml")
_SAME = tuple(name for name in Request.__struct_fields__ if name not in {"begun", "ended"})
_COLUMNS = ", ".join(f'"{name}"' for name in _SAME)
_WORTH_READING = f"""
    SELECT begun, ended, {_COLUMNS}
    FROM in_scope
    WHERE search_term <> '' OR verdict = 'block'
        OR (method = 'GET' AND content_type IN ('text/html', 'application/xhtml+xml'))
        OR (method = 'CONNECT' AND (squid_tag = 'TCP_TUNNEL' OR tls = 'splice'))
    ORDER BY begun, gateway, segment, "offset"
"""  # noqa: S608 - names of our own columns


def recorded(view: View) -> Iterator[Request]:
    """Those of a scope, in the order in which they began."""
    return filter(_worth_reading, view.each(Request, _WORTH_READING))


def written(lines: bytes, origin: Origin) -> list[Request]:
    """Those of a batch of whole lines, in the order of the lines."""
    every = read_lines(lines, origin).events
    events = every.select(["time", "duration_ms", *_SAME]).filter(_maybe(every))
    ended = events.column("time").cast(pa.int64()).to_pylist()
    begun = [end - took for end, took in zip(ended, events.column("duration_ms").to_pylist(), strict=True)]
    columns = [begun, ended, *(_texts(events.column(name).combine_chunks()) for name in _SAME)]
    names = ("begun", "ended", *_SAME)
    requests = (Request(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True))
    return [request for request in requests if _worth_reading(request)]


def _maybe(events: pa.Table) -> pa.Array:
    """Which rows may be worth reading, as the question to the record has it."""
    documents = pc.and_(_is(events, "method", ("GET",)), _is(events, "content_type", _DOCUMENTS))
    tunnels = pc.or_(_is(events, "squid_tag", ("TCP_TUNNEL",)), _is(events, "tls", ("splice",)))
    named = pc.and_(_is(events, "method", ("CONNECT",)), tunnels)
    told = pc.or_(_is(events, "verdict", ("block",)), pc.invert(_is(events, "search_term", ("",))))
    return pc.or_(told, pc.or_(documents, named))


def _is(events: pa.Table, name: str, values: Collection[str]) -> pa.Array:
    """Which rows of a column have one of these values: looked at once for each word of its dictionary."""
    column = events.column(name).combine_chunks()
    fits = pa.array([word in values for word in column.dictionary.to_pylist()], pa.bool_())
    return fits.take(column.indices)


def _texts(column: pa.Array) -> Sequence[str | int]:
    """The values of a column, each word made once."""
    if not isinstance(column, pa.DictionaryArray):
        return list(column.to_pylist())
    words = column.dictionary.to_pylist()
    return [words[index] for index in column.indices.to_pylist()]


def _worth_reading(request: Request) -> bool:
    return (is_search(request) or is_page(request)) and not is_probe(request.person, request.host)


def without_beginnings(requests: Iterator[Request]) -> Iterator[Request]:
    """Requests in the order in which they began, without searches that the same person typed further within seconds."""
    held: list[Request] = []
    for request in requests:
        settled = [one for one in held if one.begun < request.begun - TYPING_MS]
        if settled:
            beginnings = typed_further(asked(one) for one in held if is_search(one))
            yield from (one for one in settled if one.identity not in beginnings)
            held = held[len(settled) :]
        held.append(request)
    beginnings = typed_further(asked(one) for one in held if is_search(one))
    yield from (one for one in held if one.identity not in beginnings)
