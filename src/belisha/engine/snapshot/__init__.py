"""All lists as one immutable index: built in bounded memory, mapped and shared, asked by host and path.

Public: `build` and `NamedList` make one; `Snapshot.open` opens one; `look_up` answers with a `Match`, and `look_up_id`
with a small number to cache by. The format and the reasons for it are in docs/adr/0002-the-list-index.md.
"""

from belisha.engine.snapshot.build import build
from belisha.engine.snapshot.index import Snapshot
from belisha.engine.snapshot.shapes import BuildReport, ListInfo, Listing, Match, NamedList, SnapshotError

__all__ = ["BuildReport", "ListInfo", "Listing", "Match", "NamedList", "Snapshot", "SnapshotError", "build"]
