"""Journal lines become events, column by column: a batch of bytes in, an Arrow table and the rejected lines out.

Every value is decoded once for each distinct text of the batch, which is what makes a line cost microseconds.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from belisha.activity.escapes import NOTHING, unescape
from belisha.activity.events import FORMAT, LINE_FIELDS, WHO_AND_WHY
from belisha.activity.schema import SCHEMA, WORD
from belisha.engine.address import Address, is_ip, read_host, registrable
from belisha.engine.decide.search import is_search_or_video, search_of

EARLIEST_MS = 946_684_800_000  # 2000
LATEST_MS = 4_102_444_800_000  # 2100
LONGEST = 2**31 - 1
REFUSED = {"download-refused": "file-kind", "request-refused": ""}  # category by mark
_LINE_START = re.compile(rb"B1 \d{9,11}\.\d{3} ")
_NUMBERS = ("duration_ms", "port", "status", "bytes")
_WORDS = tuple(name for name in LINE_FIELDS if name in SCHEMA.names and SCHEMA.field(name).type == WORD)
_HALF = len(WHO_AND_WHY) // 2
_TYPES = dict.fromkeys(LINE_FIELDS, WORD) | dict.fromkeys(_NUMBERS, pa.int64()) | {"time": pa.decimal128(13, 3)}
_PARSE = pyarrow.csv.ParseOptions(delimiter=" ", quote_char=False, escape_char=False, ignore_empty_lines=False)
_CONVERT = pyarrow.csv.ConvertOptions(
    column_types=_TYPES, null_values=[NOTHING], strings_can_be_null=False, check_utf8=False
)


class Origin(NamedTuple):
    """Where a batch of bytes lies: ``offset`` is that of its first byte in the segment."""

    gateway: str
    segment: str
    offset: int


class Reject(NamedTuple):
    """Bytes of a segment that are no event, and why."""

    offset: int
    reason: str
    text: bytes


class Reading(NamedTuple):
    """What a batch held; ``events`` has the columns of ``events.SCHEMA`` in the order of the lines."""

    events: pa.Table
    rejects: tuple[Reject, ...]


class _Line(NamedTuple):
    offset: int
    text: bytes


def read_lines(batch: bytes, origin: Origin) -> Reading:
    """All events of a batch of whole lines (it ends with a newline, or is empty)."""
    if not batch:
        return Reading(SCHEMA.empty_table(), ())
    if batch.isascii() and b"\r" not in batch:
        try:
            return Reading(_read(batch, _line_offsets(batch, origin.offset), origin), ())
        except (ValueError, LookupError):
            pass  # at least one line is malformed: the slow way says which
    return _read_one_by_one(batch, origin)


def _read_one_by_one(batch: bytes, origin: Origin) -> Reading:
    tables: list[pa.Table] = []
    rejects: list[Reject] = []
    offset = origin.offset
    whole: list[_Line] = []
    for text in batch.split(b"\n")[:-1]:
        torn = _torn_length(text)
        if torn:
            rejects.append(Reject(offset, _why(text[:torn]), text[:torn]))
        if torn < len(text) or not torn:
            whole.append(_Line(offset + torn, text[torn:]))
        offset += len(text) + 1
    for judged in _judge(whole, origin):
        if isinstance(judged, Reject):
            rejects.append(judged)
        else:
            tables.append(judged)
    events = pa.concat_tables(tables).unify_dictionaries().combine_chunks() if tables else SCHEMA.empty_table()
    return Reading(events, tuple(sorted(rejects)))


def _torn_length(text: bytes) -> int:
    """How many bytes belong to a line that was cut short, the next one having been written right behind it."""
    if _is_shaped(text):
        return 0
    starts = [found.start() for found in _LINE_START.finditer(text, 1)]
    return starts[-1] if starts and _is_shaped(text[starts[-1] :]) else len(text)


def _is_shaped(text: bytes) -> bool:
    return text.startswith(b"B1 ") and text.count(b" ") == len(LINE_FIELDS) - 1 and text.isascii() and b"\r" not in text


def _why(text: bytes) -> str:
    fields = text.count(b" ") + 1
    if not text:
        return "an empty line"
    if not text.isascii() or b"\r" in text:
        return "characters that Squid would have escaped"
    if not text.startswith(b"B1 "):
        return "does not begin as a line of format B1"
    if fields != len(LINE_FIELDS):
        return f"{fields} fields where {len(LINE_FIELDS)} belong: cut short, or two lines in one"
    return "a time or number that cannot be read"


def _judge(lines: Sequence[_Line], origin: Origin) -> Iterator[pa.Table | Reject]:
    """Tables of the good lines in their order, and rejects; halves what cannot be read until one line is left."""
    if not lines:
        return
    batch = b"\n".join(line.text for line in lines) + b"\n"
    try:
        yield _read(batch, pa.array([line.offset for line in lines], pa.int64()), origin)
    except (ValueError, LookupError):
        if len(lines) == 1:
            yield Reject(lines[0].offset, _why(lines[0].text), lines[0].text)
            return
        middle = len(lines) // 2
        yield from _judge(lines[:middle], origin)
        yield from _judge(lines[middle:], origin)


def _line_offsets(batch: bytes, first: int) -> pa.Array:
    # Arrow's own ways of splitting copy the batch, which costs ten times as much
    starts = [0]
    while end := batch.find(b"\n", starts[-1]) + 1:
        starts.append(end)
    return pc.add(pa.array(starts[:-1], pa.int64()), first)


def _read(batch: bytes, offsets: pa.Array, origin: Origin) -> pa.Table:
    """Raises ValueError (pyarrow's ArrowInvalid is one) when any line is malformed."""
    options = pyarrow.csv.ReadOptions(column_names=list(LINE_FIELDS), block_size=len(batch) + 1, use_threads=False)
    read = pyarrow.csv.read_csv(pa.BufferReader(batch), options, _PARSE, _CONVERT)
    fields = {name: read.column(name).combine_chunks() for name in LINE_FIELDS}
    if fields["format"].dictionary.to_pylist() != [FORMAT] or read.num_rows != len(offsets):
        message = f"lines that are not of format {FORMAT}"
        raise ValueError(message)
    columns: dict[str, pa.Array] = {name: pc.fill_null(fields[name], 0) for name in _NUMBERS}
    columns["time"] = _times(fields["time"])
    columns |= _who_and_why(fields["who_and_why"])
    columns |= {name: _decoded(fields[name]) for name in _WORDS}
    columns["path"] = _paths(fields["url"])
    columns["content_type"] = _media_types(fields["content_type"])
    columns["scheme"] = _schemes(columns["scheme"], columns["method"])
    for mark, category in REFUSED.items():
        columns |= _refused(columns, mark, category)
    columns["search_engine"], columns["search_term"] = searches(columns)
    columns["domain"] = domains(columns["host"], columns["sni"])
    columns["gateway"] = constant(origin.gateway, read.num_rows)
    columns["segment"] = constant(origin.segment, read.num_rows)
    columns["offset"] = offsets
    return pa.Table.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _times(seconds: pa.Array) -> pa.Array:
    milliseconds = pc.round(pc.multiply(seconds.cast(pa.float64()), 1000.0)).cast(pa.int64())
    bounds = pc.min_max(milliseconds)
    if milliseconds.null_count or bounds["min"].as_py() < EARLIEST_MS or bounds["max"].as_py() >= LATEST_MS:
        message = "a time that cannot be"
        raise ValueError(message)
    return milliseconds.cast(SCHEMA.field("time").type)


def _decoded(column: pa.DictionaryArray) -> pa.DictionaryArray:
    texts = column.dictionary
    escaped = pc.or_(pc.match_substring(texts, "%"), pc.equal(texts, NOTHING))
    if not pc.any(escaped).as_py():
        return column
    plain = pa.array([unescape(text) for text in texts.filter(escaped).to_pylist()], pa.string())
    values = pc.replace_with_mask(texts, escaped, plain)
    if pc.count_distinct(values).as_py() < len(values):
        return _words(column.indices, values.to_pylist())
    return pa.DictionaryArray.from_arrays(column.indices, values)


def _media_types(column: pa.DictionaryArray) -> pa.DictionaryArray:
    texts = [unescape(text) for text in column.dictionary.to_pylist()]
    return _words(column.indices, [text.partition(";")[0].strip().lower() for text in texts])


def _paths(column: pa.DictionaryArray) -> pa.DictionaryArray:
    return _decoded(_words(column.indices, _paths_in(column.dictionary)))


def _paths_in(urls: pa.Array) -> pa.Array:
    """The paths in addresses as Squid logs them, a "?" in place of a query; none in an authority."""
    parts = pc.split_pattern(urls, "/", max_splits=3)
    counts, begins = pc.list_value_length(parts), parts.offsets.slice(0, len(urls))
    after_first = parts.values.take(pc.if_else(pc.greater(counts, 2), pc.add(begins, 1), begins))
    usual = pc.or_(pc.equal(counts, 1), pc.and_(pc.greater(counts, 2), pc.equal(after_first, "")))
    if not pc.all(usual).as_py():
        return pa.array([_path(url) for url in urls.to_pylist()], pa.string())
    has_path = pc.equal(counts, 4)
    rest = parts.values.take(pc.if_else(has_path, pc.add(begins, 3), begins))
    rest = pc.if_else(pc.ends_with(rest, "?"), pc.binary_replace_slice(rest, -1, LONGEST, ""), rest)
    return pc.if_else(has_path, pc.binary_join_element_wise("/", rest, ""), "")


def _path(url: str) -> str:
    """The same for one, of whatever form."""
    first = url.find("/")
    place = url.find("/", first + 2) if url.startswith("//", first) else first
    return url[place:].removesuffix("?") if place >= 0 else ""


def _who_and_why(column: pa.DictionaryArray) -> dict[str, pa.DictionaryArray]:
    parts = [_halves(text) for text in column.dictionary.to_pylist()]
    by_name = zip(WHO_AND_WHY, zip(*parts, strict=True), strict=True)
    return {name: _words(column.indices, [unescape(text) for text in texts]) for name, texts in by_name}


def _halves(text: str) -> list[str]:
    """Who and why, of which the second or both may never have been answered."""
    parts = text.split("|")
    if len(parts) == len(WHO_AND_WHY):
        return parts
    who = parts[:-1] if len(parts) == _HALF + 1 and parts[-1] == NOTHING else []
    if not who and text not in {NOTHING, f"{NOTHING}|{NOTHING}"}:
        message = f"other than {len(WHO_AND_WHY)} parts"
        raise ValueError(message)
    return who + [NOTHING] * (len(WHO_AND_WHY) - len(who))


def _schemes(scheme: pa.DictionaryArray, method: pa.DictionaryArray) -> pa.DictionaryArray:
    # Squid calls a tunnel's scheme http or nothing; what goes through it is TLS
    return _replaced(scheme, _where(method, pc.equal(method.dictionary, "CONNECT")), "https")


def _where(column: pa.DictionaryArray, words: pa.BooleanArray) -> pa.BooleanArray:
    """The rows that have one of some words of the dictionary."""
    return words.take(column.indices)


def _refused(columns: dict[str, pa.Array], mark: str, category: str) -> dict[str, pa.DictionaryArray]:
    """The verdict allowed it, and Squid then refused the reply's kind or the request's form: the event is a block."""
    marks = columns["marks"]
    told = pa.array([mark in text.split(",") for text in marks.dictionary.to_pylist()], pa.bool_())
    refused = _where(marks, told)
    reason = {"verdict": "block", "category": category, "rule": mark, "list": "", "list_version": ""}
    return {name: _replaced(columns[name], refused, text) for name, text in reason.items()}


def _replaced(column: pa.DictionaryArray, where: pa.BooleanArray, text: str) -> pa.DictionaryArray:
    if not pc.any(where).as_py():
        return column
    place = len(column.dictionary)
    indices = pc.if_else(where, pa.scalar(place, pa.int32()), column.indices)
    return _words(indices, [*column.dictionary.to_pylist(), text])


def _words(indices: pa.Array, values: pa.Array | list[str]) -> pa.DictionaryArray:
    """Rows as ``values[index]``, each text once in the dictionary, as Parquet needs it."""
    encoded = (values if isinstance(values, pa.Array) else pa.array(values, pa.string())).dictionary_encode()
    if len(encoded.dictionary) < len(values):
        indices = encoded.indices.take(indices)
    return pa.DictionaryArray.from_arrays(indices, encoded.dictionary)


def constant(value: str, rows: int) -> pa.DictionaryArray:
    """The same text in every row."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([value], pa.string()))


def searches(columns: dict[str, pa.Array]) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
    """Search engine and term of every row; empty text where nothing was searched for."""
    host = columns["host"]
    searchable = _where(host, pa.array([_is_searchable(name) for name in host.dictionary.to_pylist()], pa.bool_()))
    if not pc.any(searchable).as_py():
        return constant("", len(host)), constant("", len(host))
    parts = [columns[name].filter(searchable).to_pylist() for name in ("scheme", "host", "port", "path", "query")]
    found = [_search(*address) for address in zip(*parts, strict=True)]
    rows = pc.replace_with_mask(
        pa.repeat(pa.scalar(0, pa.int32()), len(host)), searchable, pa.array(range(1, len(found) + 1), pa.int32())
    )
    engine, term = (_words(rows, ["", *texts]) for texts in zip(*found, strict=True))
    return engine, term


@lru_cache(maxsize=65_536)
def _is_searchable(host: str) -> bool:
    canonical = read_host(host)
    return isinstance(canonical, str) and is_search_or_video(canonical)


@lru_cache(maxsize=16_384)
def _search(scheme: str, host: str, port: int, path: str, query: str) -> tuple[str, str]:
    canonical = read_host(host)
    found = search_of(Address(scheme, canonical, port, path, query)) if isinstance(canonical, str) and path else None
    return (found.engine, found.term) if found else ("", "")


@lru_cache(maxsize=65_536)
def domain_of(host: str) -> str:
    """The registered domain under which a host is counted; empty when it is no host that a browser would read."""
    canonical = read_host(host)
    return registrable(canonical) if isinstance(canonical, str) else ""


def domains(host: pa.DictionaryArray, sni: pa.DictionaryArray) -> pa.DictionaryArray:
    """The registered domain of every row's host, or of its name in TLS where the host is a bare address."""
    hosts = host.dictionary.to_pylist()
    nameless = _where(host, pa.array([not name or is_ip(name) for name in hosts], pa.bool_()))
    by_host = _words(host.indices, [domain_of(name) for name in hosts])
    named_in_tls = pc.and_(nameless, _where(sni, pc.not_equal(sni.dictionary, "")))
    if not pc.any(named_in_tls).as_py():
        return by_host
    names = pa.array([domain_of(name) for name in sni.filter(named_in_tls).to_pylist()], pa.string())
    return pc.replace_with_mask(by_host.cast(pa.string()), named_in_tls, names).dictionary_encode()
