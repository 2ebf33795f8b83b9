"""Old lines become events: the columns that a line of our own journal would have given, as far as the old one knows."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from belisha.activity.imports.formats import OldLine
from belisha.activity.imports.people import Names
from belisha.activity.lines import constant, domains, searches
from belisha.activity.schema import SCHEMA, WORD
from belisha.engine.address import Refused, read_authority, read_url
from belisha.engine.decide.search import keeps_query

MARK: Final = "imported"
GUESSED: Final = "imported,type-guessed"
_PAGE_ENDINGS: Final = (".html", ".htm", ".php", ".asp", ".aspx", ".jsp")
_OPENED: Final = frozenset({"NONE", "TAG_NONE", "NONE_NONE"})
_CHALLENGES: Final = frozenset({401, 407})
_FORBIDDEN: Final = 403


class Source(NamedTuple):
    """Where events belong: the school, the import's name as their gateway, the file's name as their segment."""

    school: str
    gateway: str
    segment: str


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What a request asked for. ``query`` is empty unless it may be kept; ``whole_query`` is for blocked requests."""

    scheme: str
    host: str
    port: int
    path: str
    query: str
    whole_query: str


class Found(msgspec.Struct, frozen=True, gc=False):
    """A line that is an event, and the offset of its first byte in the unpacked file."""

    offset: int
    line: OldLine
    asked: Asked


class _Answer(NamedTuple):
    """What the old proxy decided: empty where that cannot be known, or where it asked to sign in, which is no decision.
    ``tag``: its result as Squid says it today; older ones call a tunnel a miss."""

    verdict: str
    tag: str


@lru_cache(maxsize=65_536)
def read_asked(method: str, url: str) -> Asked | str:
    """What a browser would read there; a sentence when it is nothing that could be asked for."""
    tunnel = method == "CONNECT"
    read = read_authority(url) if tunnel else read_url(url)
    if isinstance(read, Refused):
        return "no address that a browser would read"
    query = read.query if read.query and keeps_query(read) else ""
    return Asked(read.scheme, read.host, read.port, "" if tunnel else read.path, query, read.query)


def as_events(found: Sequence[Found], source: Source, names: Names) -> pa.Table:
    """A table with the columns of ``events.SCHEMA``, in the order of the lines. At least one line."""
    lines = [each.line for each in found]
    asked = [each.asked for each in found]
    users = [line.user for line in lines]
    whose = {user: names.person(user) for user in set(users)}
    answers = [_answer(line.tag, line.status, line.method) for line in lines]
    kinds = [line.content_type for line in lines if line.content_type is not None]
    told = len(kinds) == len(lines)  # by the format; where it does not, what looks like a page is taken for one
    if not told:
        kinds = ["text/html" if _looks_like_a_page(line, one) else "" for line, one in zip(lines, asked, strict=True)]
    queries = [
        one.whole_query if answer.verdict == "block" else one.query for answer, one in zip(answers, asked, strict=True)
    ]
    columns: dict[str, pa.Array] = {
        "time": _numbers([line.time_ms for line in lines]).cast(SCHEMA.field("time").type),
        "duration_ms": _numbers([line.duration_ms for line in lines]),
        "bytes": _numbers([line.bytes for line in lines]),
        "status": _numbers([line.status for line in lines]),
        "port": _numbers([one.port for one in asked]),
        "offset": _numbers([each.offset for each in found]),
        "address": _words([line.client for line in lines]),
        "method": _words([line.method for line in lines]),
        "scheme": _words([one.scheme for one in asked]),
        "host": _words([one.host for one in asked]),
        "path": _words([one.path for one in asked]),
        "query": _words(queries),
        "content_type": _words(kinds),
        "marks": constant(MARK, len(lines)) if told else _words([GUESSED if kind else MARK for kind in kinds]),
        "squid_tag": _words([answer.tag for answer in answers]),
        "sign_in": _words(users),
        "person": _words([whose[user] for user in users]),
        "how_known": _words(["sign-in" if whose[user] else "unknown" for user in users]),
        "verdict": _words([answer.verdict for answer in answers]),
    }
    return _completed(columns, source)


def _completed(columns: dict[str, pa.Array], source: Source) -> pa.Table:
    rows = len(columns["offset"])
    columns |= {name: constant(text, rows) for name, text in source._asdict().items()}
    columns |= {field.name: constant("", rows) for field in SCHEMA if field.type == WORD and field.name not in columns}
    columns["search_engine"], columns["search_term"] = searches(columns)
    columns["domain"] = domains(columns["host"], columns["sni"])
    return pa.Table.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _numbers(values: Sequence[int]) -> pa.Array:
    return pa.array(values, pa.int64())


def _words(texts: Sequence[str]) -> pa.DictionaryArray:
    return pc.dictionary_encode(pa.array(texts, pa.string()))


@lru_cache(maxsize=1024)
def _answer(tag: str, status: int, method: str) -> _Answer:
    now = "NONE_NONE" if tag in _OPENED else tag
    if method == "CONNECT" and tag in {"", "TCP_MISS"}:
        now = "TCP_TUNNEL"
    if status in _CHALLENGES or (status == _FORBIDDEN and not tag):
        return _Answer("", now)
    return _Answer("block" if "DENIED" in tag else "allow", now)


def _looks_like_a_page(line: OldLine, asked: Asked) -> bool:
    last = asked.path.rpartition("/")[2].lower()
    return line.method == "GET" and ("." not in last or last.endswith(_PAGE_ENDINGS))
