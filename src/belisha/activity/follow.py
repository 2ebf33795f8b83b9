"""Following the journal: each new event once, as soon as its line is whole."""

import os
from collections.abc import Iterator
from pathlib import Path

from belisha.activity.events import Event
from belisha.activity.journal import Segment, batches, segments
from belisha.activity.lines import Origin, read_lines

BATCH_BYTES = 1 << 20


class Follower:
    """Gives the events written since it was made; what was written before is left to the store."""

    def __init__(self, home: Path) -> None:
        """Begin at the end of every segment's last whole line."""
        self._home = home
        self._positions = {segment.name: _whole(segment) for segment in segments(home)}

    def begins_after(self, event: Event) -> bool:
        """Whether an event of the store lies before where this began, so that it will not be given again."""
        position = self._positions.get(event.segment)
        return position is None or event.offset < position

    def events(self) -> Iterator[Event]:
        """What is new since the last time, segment by segment."""
        for segment in segments(self._home):
            position = self._positions.setdefault(segment.name, 0)
            if segment.size <= position:
                continue
            handle = os.open(segment.path, os.O_RDONLY)
            try:
                for batch in batches(handle, position, closed=False, size=BATCH_BYTES):
                    self._positions[segment.name] = batch.offset + len(batch.data)
                    origin = Origin(segment.gateway, segment.name, batch.offset)
                    reading = read_lines(b"" if batch.torn else batch.data, origin)
                    yield from (Event(**row) for row in reading.events.to_pylist())
            finally:
                os.close(handle)


def _whole(segment: Segment) -> int:
    """Where the last whole line of a segment ends, looking back no further than a batch."""
    start = max(0, segment.size - BATCH_BYTES)
    with segment.path.open("rb") as handle:
        handle.seek(start)
        return start + handle.read(segment.size - start).rfind(b"\n") + 1
