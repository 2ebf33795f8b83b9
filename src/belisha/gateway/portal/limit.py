"""How many forms one device may send in a while, so that a stuck key or a prank does not bury what others wrote."""

from __future__ import annotations

from collections import OrderedDict, deque
from threading import Lock
from time import monotonic

__all__ = ["Limit"]

# A whole class may stand behind one address (a device used in turn, or the proxy itself), and each child may try twice.
MOST = 60
SECONDS = 600.0
MOST_ADDRESSES = 4096


class Limit:
    """Counts by client address, in memory: a restart forgets, which harms nobody."""

    def __init__(self) -> None:
        """Nobody has sent anything yet."""
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, client: str) -> bool:
        """Whether this device may send one more now; counts it if so."""
        now = monotonic()
        with self._lock:
            times = self._sent.setdefault(client, deque())
            self._sent.move_to_end(client)
            while times and times[0] <= now - SECONDS:
                times.popleft()
            if len(self._sent) > MOST_ADDRESSES:
                self._sent.popitem(last=False)
            if len(times) >= MOST:
                return False
            times.append(now)
            return True
