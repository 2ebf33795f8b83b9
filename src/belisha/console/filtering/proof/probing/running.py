"""Many probes at once, within bounds: so many at a time, and no longer than a run may take."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.filtering.proof.probing.wire import ask
from belisha.console.filtering.proof.rules.probes import Got, Probe, Reply, got_of, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from belisha.console.filtering.proof.probing.wire import Gateway, SignIn

__all__ = ["AT_ONCE", "MOST", "Limits", "Made", "make", "wait_until_known"]

AT_ONCE: Final = 6  # as many as a few pupils' browsers: nobody's lesson is slower for it
MOST: Final = 4000
REVIVED: Final = 1.1  # seconds after which Squid looks again at what it took for dead, as it does after each start
AGAIN: Final = 2  # what did not come out well is asked again, for the policy may have changed meanwhile


class Limits(NamedTuple):
    """How many probes a run may make, and how many seconds it may take."""

    probes: int = MOST
    seconds: float = 240.0


class Made(NamedTuple):
    """A probe and what came of it. `said`: what the gateway did, in words."""

    probe: Probe
    outcome: str
    said: str
    at: datetime
    milliseconds: int


def make(gateway: Gateway, probes: Sequence[Probe], sign_ins: Mapping[str, SignIn], limits: Limits) -> Iterator[Made]:
    """Make probes in their order, some at a time; those that no longer fit into the limits are left out."""
    deadline = time.monotonic() + limits.seconds

    def one(probe: Probe) -> Made | None:
        if time.monotonic() > deadline:
            return None
        return _made(gateway, probe, sign_ins.get(probe.profile) if probe.sign_in else None)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for made in pool.map(one, probes[: limits.probes]):
            if made:
                yield made


def _made(gateway: Gateway, probe: Probe, sign_in: SignIn | None) -> Made:
    at, begun = datetime.now(UTC), time.monotonic()
    reply, outcome = Reply(), "unknown"
    for attempt in range(AGAIN):
        if attempt and probe.answered and outcome == "unknown":
            time.sleep(REVIVED)
        reply = ask(gateway, probe, sign_in)
        outcome = judged(probe, reply)
        if outcome == "well":
            break
    return Made(probe, outcome, got_of(reply).value, at, round((time.monotonic() - begun) * 1000))


def wait_until_known(gateway: Gateway, probes: Sequence[Probe], sign_ins: Mapping[str, SignIn], seconds: float) -> str:
    """Ask until the gateway answers and knows every test account, for so many seconds; returns what is in the way."""
    deadline = time.monotonic() + seconds
    waiting, trouble = list(probes), ""
    while waiting:
        said = {probe: got_of(ask(gateway, probe, sign_ins.get(probe.profile))) for probe in waiting}
        waiting = [probe for probe, got in said.items() if got in {Got.SIGN_IN, Got.GONE, Got.TROUBLE, Got.SILENT}]
        trouble = said[waiting[0]].value if waiting else ""
        if not waiting or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return trouble
