"""From journal to Parquet: whole lines become parts, and one commit says which bytes of which segment they cover.

Killed at any instant, the next run begins where the manifest says; parts written since do not count and are swept.
"""

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from belisha.activity.days import LONDON
from belisha.activity.journal import BATCH_BYTES, Batch, Segment, batches, segments
from belisha.activity.lines import Origin, Reject, read_lines
from belisha.activity.manifest import (
    Manifest,
    RejectFile,
    commit,
    committed,
    locked,
    own_gateways,
    read_manifest,
)
from belisha.activity.parts import SchoolDay, by_school_and_day, write_part
from belisha.activity.place import Place

BATCHES_A_COMMIT = 4
GRACE_SECONDS = 900.0
LONGEST_KEPT_REJECT = 4000


class Ingested(msgspec.Struct, frozen=True):
    """What a run added: events and rejected lines, and the bytes of the journal that they were."""

    events: int = 0
    rejects: int = 0
    bytes: int = 0


class Swept(msgspec.Struct, frozen=True):
    """What was removed as no longer needed: segments of the journal, and Parquet files that do not count."""

    segments: tuple[str, ...]
    files: int


class _Read(NamedTuple):
    end: int
    events: pa.Table
    rejects: tuple[Reject, ...]


def ingest(home: Path, *, zone: ZoneInfo = LONDON, batch_bytes: int = BATCH_BYTES) -> Ingested:
    """Bring all whole lines of the journal into Parquet. Raises OSError on a full disk: what is committed stays."""
    total = Ingested()
    for gateway in sorted({segment.gateway for segment in segments(home)}):
        with locked(home, gateway) as place:
            manifest = _without_vanished(home, gateway, read_manifest(home, gateway))
            for segment in segments(home, gateway):
                for run in _runs(segment, manifest.offsets.get(segment.name, 0), batch_bytes):
                    before = manifest.offsets.get(segment.name, 0)
                    manifest = _commit_run(home, place, segment, manifest, run, zone)
                    total = _added(total, run, manifest.offsets[segment.name] - before)
    return total


def waiting_bytes(home: Path) -> int:
    """Bytes of the journal that are not in Parquet."""
    held = segments(home)
    offsets = committed(home, {gateway: read_manifest(home, gateway) for gateway in {one.gateway for one in held}})
    return sum(max(0, one.size - offsets.get(one.gateway, {}).get(one.name, 0)) for one in held)


def _added(total: Ingested, run: list[_Read], size: int) -> Ingested:
    events = sum(read.events.num_rows for read in run)
    return Ingested(total.events + events, total.rejects + sum(len(read.rejects) for read in run), total.bytes + size)


def _without_vanished(home: Path, gateway: str, manifest: Manifest) -> Manifest:
    """Forget segments that were swept: one that later bears the same name would be a new one."""
    there = {segment.name for segment in segments(home, gateway)}
    offsets = {name: offset for name, offset in manifest.offsets.items() if name in there}
    if len(offsets) == len(manifest.offsets):
        return manifest
    return commit(home, gateway, msgspec.structs.replace(manifest, offsets=offsets))


def _runs(segment: Segment, offset: int, batch_bytes: int) -> Iterator[list[_Read]]:
    with segment.path.open("rb") as handle:
        reads = (
            _read(batch, segment) for batch in batches(handle.fileno(), offset, closed=segment.closed, size=batch_bytes)
        )
        while run := list(islice(reads, BATCHES_A_COMMIT)):
            yield run


def _read(batch: Batch, segment: Segment) -> _Read:
    end = batch.offset + len(batch.data)
    if batch.torn:
        nothing = read_lines(b"", Origin(segment.gateway, segment.name, batch.offset)).events
        return _Read(end, nothing, (Reject(batch.offset, "no end of line", batch.data),))
    reading = read_lines(batch.data, Origin(segment.gateway, segment.name, batch.offset))
    return _Read(end, reading.events, reading.rejects)


def _commit_run(
    home: Path, place: Place, segment: Segment, manifest: Manifest, run: list[_Read], zone: ZoneInfo
) -> Manifest:
    # the generation keeps names apart should a segment's name ever come back
    name = f"{segment.name.removesuffix('.log')}-{manifest.offsets.get(segment.name, 0)}-{manifest.generation}"
    divided: dict[SchoolDay, list[pa.Table]] = {}
    for read in run:
        for owner, table in by_school_and_day(read.events, zone):
            divided.setdefault(owner, []).append(table)
    parts = [write_part(place, owner, name, tables) for owner, tables in sorted(divided.items())]
    rejects = [reject for read in run for reject in read.rejects]
    reject_files = [_write_rejects(place, segment, name, rejects)] if rejects else []
    return commit(
        home,
        segment.gateway,
        msgspec.structs.replace(
            manifest,
            offsets={**manifest.offsets, segment.name: run[-1].end},
            parts=(*manifest.parts, *parts),
            rejects=(*manifest.rejects, *reject_files),
        ),
    )


def _write_rejects(place: Place, segment: Segment, name: str, rejects: Iterable[Reject]) -> RejectFile:
    lines = [
        msgspec.json.encode(
            {
                "segment": segment.name,
                "offset": reject.offset,
                "bytes": len(reject.text),
                "reason": reject.reason,
                "text": reject.text[:LONGEST_KEPT_REJECT].decode("ascii", "backslashreplace"),
            }
        )
        for reject in rejects
    ]
    relative = f"rejects/{name}.jsonl"
    place.write(relative, b"\n".join(lines) + b"\n")
    return RejectFile(path=relative, segment=segment.name, rows=len(lines), day=datetime.now(UTC).date())


def sweep(home: Path, *, grace_seconds: float = GRACE_SECONDS) -> Swept:
    """Remove closed segments that are wholly in Parquet, parts that compaction replaced, and parts never committed."""
    gone: list[str] = []
    files = 0
    for gateway in sorted({segment.gateway for segment in segments(home)} | set(own_gateways(home))):
        with locked(home, gateway) as place:
            manifest = read_manifest(home, gateway)
            swept = [
                segment
                for segment in segments(home, gateway)
                if segment.closed and manifest.offsets.get(segment.name) == segment.path.stat().st_size
            ]
            for segment in swept:
                segment.path.unlink()
            gone += [segment.name for segment in swept]
            manifest = _without_vanished(home, gateway, manifest)
            files += _sweep_files(home, gateway, place, manifest, time.time() - grace_seconds)
    return Swept(tuple(gone), files)


def _sweep_files(home: Path, gateway: str, place: Place, manifest: Manifest, before: float) -> int:
    kept = tuple(old for old in manifest.retired if old.at > before)
    if len(kept) < len(manifest.retired):
        manifest = commit(home, gateway, msgspec.structs.replace(manifest, retired=kept))
    stray = stray_files(place, manifest)
    for name in stray:
        place.remove(name)
    return len(stray)


def stray_files(place: Place, manifest: Manifest) -> list[str]:
    """Files of a gateway that do not count: left by a run that was killed, or retired long enough ago."""
    named = {part.path for part in manifest.parts}
    named |= {rejects.path for rejects in manifest.rejects} | {part.path for part in manifest.retired}
    return [name for name in place.names() if name not in named and name.startswith(("school=", "rejects/"))]
