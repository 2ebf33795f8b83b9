"""What the question about a host costs Squid where each second host is new, whoever answers it and however quickly.

`.venv/bin/python bench/proxy_floor.py` runs Squid as we configure it, with a constant in place of our helper for
places, and without that question; and plain Squid with and without such a question alone. Rates as parts of plain.
"""

import argparse
import random
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import proxies
import proxy as bench

FOLDER = Path("/tmp/bench-proxy-floor")  # where Squid's own user may read
SAID = "OK why=juniors%7Callow%7C-%7C-%7C-%7C- do=allow"
QUESTION = (
    "ttl=3600 negative_ttl=60 grace=0 cache=8192 children-max=1 children-startup=1 concurrency=2000 queue-size=20000"
    " %00DST %00METHOD %00ssl::>sni %00PROTO %00PORT"
)


def _constant() -> str:
    """The command of a program that says the same to each question, at next to no cost."""
    program = FOLDER / "constant.awk"
    program.write_text(f'{{ print $1 " {SAID}" }}\n')
    return f"/usr/bin/mawk -W interactive -f {program}"


def _answered_by_a_constant(text: str) -> str:
    changed, count = re.subn(r"(external_acl_type place .*) \S+/helper place", rf"\1 {_constant()}", text)
    assert count == 1, "the configuration asks in another way than this bench knows"
    return changed


def _not_asked(text: str) -> str:
    return text.replace(" !unusual open_place", " !unusual").replace("connect_ports open_place", "connect_ports")


def _starters() -> list[Callable[[], proxies.Proxy]]:
    changed = proxies.ours_changed
    return [
        lambda: proxies.plain(FOLDER),
        lambda: changed("Squid with Belisha", FOLDER, ("ours", proxies.KNOWN), str),
        lambda: changed(
            "the same, a constant for places", FOLDER, ("constant", proxies.SIGNED), _answered_by_a_constant
        ),
        lambda: changed("the same, no places asked", FOLDER, ("unasked", proxies.GUARD), _not_asked),
        lambda: proxies.plain_that_asks(
            "plain that asks a constant", FOLDER, ("asks", proxies.BARE), f"{QUESTION} {_constant()}"
        ),
    ]


@contextmanager
def _running() -> Iterator[list[proxies.Proxy]]:
    running: list[proxies.Proxy] = []
    try:
        running.append(proxies.origin(FOLDER))
        running.extend(start() for start in _starters())
        yield running[1:]
    finally:
        for each in reversed(running):
            each.end()


def main() -> None:
    """Start, ask in rounds, each in another order, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=2, help="of each run")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(mode=0o755)
    urls = bench.requests(0.0)
    proxies.name_hosts(FOLDER, urls)
    proxies.watch_for(FOLDER, ())
    (FOLDER / "urls").write_text("\n".join(urls))
    with _running() as running:
        runs: dict[str, list[bench.Run]] = {each.title: [] for each in running}
        for done in range(given.rounds):
            for each in random.sample(running, len(running)):
                script = bench._script(FOLDER, each, done * bench.REQUESTS // given.rounds)
                runs[each.title].append(bench.wrk(each, script, given.seconds))
                time.sleep(0.3)
        bench.table(runs, 0.0)


if __name__ == "__main__":
    main()
