"""From publishing at the console until it is live on two gateways: two data folders, two pullers, real HTTPS.

`python bench/gateway_pull.py [ROUNDS]` prints the median and the 95th percentile in seconds. All the while both
gateways are asked what is in force: the old policy serves until the new one does, and nothing else ever.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from belisha.engine.published import Published, publish_policy
from town.followers import FollowedConsole, Follower, policy

ROUNDS = 30
PATIENCE = 30.0


class Watching:
    """Asks one gateway's files, as its helpers do, what is in force; notes when that changes, and every fault."""

    def __init__(self, follower: Follower) -> None:
        self.published = Published(follower.home)
        self.live: dict[str, float] = {}
        self.seen: list[str] = []
        self.faults: set[str] = set()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while not self.stopping.is_set():
            name = self.published.now().rulebook.policy.federation.name
            if self.published.fault:
                self.faults.add(self.published.fault)
            if name not in self.live:
                self.live[name] = time.monotonic()
                self.seen.append(name)
            time.sleep(0.002)


def measure(rounds: int) -> list[float]:
    """Seconds from publishing until the second of two gateways has it, so many times."""
    console = FollowedConsole()
    try:
        console.start()
        followers = console.joined("oakfield=Oakfield", "riverside=Riverside")
        for follower in followers:
            follower.follow()
        watching = [Watching(follower) for follower in followers]
        time.sleep(3)
        taken = [_round(console, watching, f"Edition {number}") for number in range(rounds)]
        editions = ["Here", *(f"Edition {number}" for number in range(rounds))]
        for each in watching:
            each.stopping.set()
            assert each.seen == editions, each.seen
            assert not each.faults, each.faults
        return taken
    finally:
        console.end()


def _round(console: FollowedConsole, watching: list[Watching], name: str) -> float:
    time.sleep(0.37)  # not in step with the pullers
    begun = time.monotonic()
    publish_policy(console.home, policy(name))
    while not all(name in each.live for each in watching):
        if time.monotonic() - begun > PATIENCE:
            raise TimeoutError(name)
        time.sleep(0.005)
    return max(each.live[name] for each in watching) - begun


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    taken = measure(rounds)
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    sys.stdout.write(
        f"{rounds} publications, two gateways: median {statistics.median(taken):.2f} s, "
        f"p95 {p95:.2f} s, longest {max(taken):.2f} s\n"
    )


if __name__ == "__main__":
    main()
