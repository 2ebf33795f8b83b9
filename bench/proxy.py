"""Side by side, end to end: requests through plain Squid, Squid with our helper or with squidGuard, and e2guardian.

`.venv/bin/python bench/proxy.py` starts them all on loopback, with one nginx as every web site, and lets wrk ask each
in turn, round after round: the same requests, of which first none and then one in twenty is for a blocked site.
"""

import argparse
import base64
import random
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import lists_data
import proxies
from belisha.engine.decide import Blocked, ByCategory, Request, decide
from belisha.engine.published import open_in_force
from belisha.sample import JUNIOR
from school import home

SHARES = (0.0, 0.05)
REQUESTS = 24_000  # no run comes round to where another began: what is asked for once is to stay so
SCRIPT = """
local asked, at = {}, %d
function init(_)
  for line in io.lines("%s") do
    asked[#asked + 1] = wrk.format("GET", line, {["Host"] = line:match("//([^/]+)")%s})
  end
end
function request()
  at = at %% #asked + 1
  return asked[at]
end
"""


class Run(NamedTuple):
    """What wrk saw, and seconds of processor time by the proxy and by its helpers."""

    rate: float
    p50: float
    refused: float
    proxy: float
    helpers: float


def requests(share: float, hosts: int = 0) -> list[str]:
    """URLs for one pupil: of hosts that are open to them, with this share of hosts that a category closes.

    `hosts`: of so many open hosts alone, again and again; 0 for the workload as it is, with a new host at every second.
    """
    found = open_in_force(home())
    now = proxies.moment()
    open_urls, closed_urls = [], []
    for host, path in lists_data.workload(20 * REQUESTS):
        url = f"http://{host}{path.partition('?')[0]}"
        verdict = decide(Request(url, user=JUNIOR.sign_in), found.rulebook, found.index, now)
        if isinstance(verdict, Blocked) and isinstance(verdict.because, ByCategory):
            closed_urls.append(url)
        elif not isinstance(verdict, Blocked):
            open_urls.append(url)
    if hosts:
        few = set(list(dict.fromkeys(url.split("/")[2] for url in open_urls))[:hosts])
        open_urls = [url for url in open_urls if url.split("/")[2] in few] * (REQUESTS // hosts)
    closed = int(REQUESTS * share)
    chosen = open_urls[: REQUESTS - closed] + closed_urls[:closed]
    random.Random(lists_data.SEED).shuffle(chosen)
    return chosen


def wrk(proxy: proxies.Proxy, script: Path, seconds: int) -> Run:
    """Let wrk ask one proxy for so many seconds."""
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", "--timeout", "10s", "--latency", "-s", str(script), proxy.url]
    before = proxy.cpu()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    own, others = (after - start for after, start in zip(proxy.cpu(), before, strict=True))
    count = int(_number(r"(\d+) requests in", said))
    unit = {"us": 1e-3, "ms": 1.0, "s": 1e3}
    p50 = re.search(r"50%\s+([\d.]+)(us|ms|s)", said)
    assert p50 is not None, said
    refused = _number(r"Non-2xx or 3xx responses: (\d+)", said) / max(count, 1)
    return Run(
        _number(r"Requests/sec:\s+([\d.]+)", said),
        float(p50[1]) * unit[p50[2]],
        refused,
        1e6 * own / max(count, 1),
        1e6 * others / max(count, 1),
    )


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    return float(found[1]) if found else 0.0


@contextmanager
def everything(folder: Path) -> Iterator[list[proxies.Proxy]]:
    """All proxies, started and answering."""
    starters: list[Callable[[Path], proxies.Proxy]] = [
        proxies.plain_without_log,
        proxies.plain,
        proxies.plain_signed_in,
        proxies.ours_known,
        proxies.ours_signed_in,
        proxies.with_squidguard,
        proxies.e2guardian,
    ]
    running: list[proxies.Proxy] = []
    try:
        running.append(proxies.origin(folder))
        running.extend(start(folder) for start in starters)
        yield running[1:]
    finally:
        for proxy in reversed(running):
            proxy.end()


def table(runs: dict[str, list[Run]], share: float) -> None:
    """Medians, and the rate as a part of plain Squid's."""
    print(f"\nrequests for blocked sites: {100 * share:.0f} %")
    print(f"{'':34}{'requests/s':>12}{'of plain':>10}{'p50 ms':>9}{'us CPU':>9}{'helpers':>9}{'refused %':>11}")
    base = statistics.median(run.rate for run in runs[proxies.PLAIN])
    for title, done in runs.items():
        rate, p50, refused, own, others = (statistics.median(column) for column in zip(*done, strict=True))
        print(f"{title:34}{rate:12,.0f}{rate / base:10.2f}{p50:9.1f}{own:9.0f}{others:9.0f}{100 * refused:11.1f}")


def main() -> None:
    """Start, ask in rounds, print, and count what reached the web sites."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="of each run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hosts", type=int, default=0, help="ask for so many open hosts alone")
    given = parser.parse_args()
    folder = Path("/tmp/bench-proxy")  # where Squid's own user may read
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o755)
    asked = {share: requests(share, given.hosts) for share in SHARES}
    proxies.name_hosts(folder, (url for urls in asked.values() for url in urls))
    proxies.watch_for(folder, set(asked[SHARES[-1]]) - set(asked[0.0]))
    with everything(folder) as running:
        for share, urls in asked.items():
            (folder / "urls").write_text("\n".join(urls))
            runs: dict[str, list[Run]] = {proxy.title: [] for proxy in running}
            for done in range(given.rounds):
                begin = done * REQUESTS // given.rounds
                for proxy in running:
                    runs[proxy.title].append(wrk(proxy, _script(folder, proxy, begin), given.seconds))
                    time.sleep(0.5)
            table(runs, share)
        _leaks(folder, running)


def _script(folder: Path, proxy: proxies.Proxy, begin: int) -> Path:
    sign_in = base64.b64encode(f"{JUNIOR.sign_in}:{proxies.PASSWORD}".encode()).decode()
    header = f', ["Proxy-Authorization"] = "Basic {sign_in}"' if proxy.signs_in else ""
    script = folder / "ask.lua"
    script.write_text(SCRIPT % (begin, folder / "urls", header))
    return script


def _leaks(folder: Path, running: list[proxies.Proxy]) -> None:
    print("\nrequests for blocked sites that reached the web site, by the proxy's own name:")
    seen = (folder / "leaks.log").read_text().splitlines()
    for proxy in running:
        print(f"{proxy.title:34}{sum(line.startswith(proxy.name + ' ') for line in seen):12,}")


if __name__ == "__main__":
    main()
