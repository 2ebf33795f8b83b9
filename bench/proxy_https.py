"""Side by side, as browsers ask: HTTPS, several requests on each connection, read inside the connection.

`.venv/bin/python bench/proxy_https.py` lets curl load pages of 25 requests from five hosts each through plain Squid
that inspects, the same with our helper and with squidGuard, and, to compare, plain Squid that passes tunnels on unread.
"""

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import lists_data
import peers
import proxies
import proxy
import school
from belisha.sample import JUNIOR

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from town.certificates import write_certificates

HOSTS, PAGES, HOSTS_OF_A_PAGE, REQUESTS_OF_A_PAGE, AT_ONCE = 60, 120, 5, 25, 32
BUMP = "acl step1 at_step SslBump1\nssl_bump peek step1\nssl_bump bump all\nhttp_access allow all\n"


class Load(NamedTuple):
    """What one run of curl saw, and microseconds of processor time a request by the proxy and by its helpers."""

    rate: float
    failed: int
    proxy: float
    helpers: float


def write_pages(folder: Path, hosts: list[str]) -> None:
    """What curl asks for: page after page, each from its own few hosts."""
    rng = random.Random(lists_data.SEED)
    lines = []
    for page in range(PAGES):
        chosen = rng.sample(hosts, HOSTS_OF_A_PAGE)
        for number in range(REQUESTS_OF_A_PAGE):
            url = f"https://{chosen[number % HOSTS_OF_A_PAGE]}:{proxies.ORIGIN}/page/{page}/part-{number}.js"
            lines.append(f'url = "{url}"\noutput = "/dev/null"')
    (folder / "pages").write_text("\n".join(lines))


def load(one: proxies.Proxy, folder: Path) -> Load:
    """Let curl load all pages through one proxy."""
    signed = f"{JUNIOR.sign_in}:{proxies.PASSWORD}@" if one.signs_in else ""
    command = ["curl", "-q", "-s", "-k", "--http1.1", "-Z", "--parallel-max", str(AT_ONCE), "-m", "60"]
    command += ["-w", "%{http_code}\n", "-x", f"http://{signed}127.0.0.1:{one.port}", "-K", str(folder / "pages")]
    before, begun = one.cpu(), time.perf_counter()
    said = Counter(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split())
    seconds = time.perf_counter() - begun
    count = PAGES * REQUESTS_OF_A_PAGE
    own, others = (1e6 * (after - start) / count for after, start in zip(one.cpu(), before, strict=True))
    return Load(said["200"] / seconds, count - said["200"], own, others)


def _inspecting(folder: Path, title: str, name: str, port: int, extra: str) -> proxies.Proxy:
    """Squid that inspects as ours does: the same authority, certificates and cache of them."""
    ours = (folder / "form" / "squid" / "squid.conf").read_text().splitlines()
    kept = ("sslcrtd_program", "sslcrtd_children", "tls_outgoing_options", "sslproxy_cert_error", "logformat belisha ")
    own = [line for line in ours if line.startswith(kept)]
    listening = next(line for line in ours if line.startswith("http_port")).split(" ", 2)[2]
    text = proxies.SQUID.format(port=port, name=name, folder=folder).replace(
        f"http_port 127.0.0.1:{port}", f"http_port 127.0.0.1:{port} {listening}"
    )
    text = text.replace("http_access allow all", "") + BUMP + "\n".join(own) + "\n" + extra
    configuration = folder / f"{name}.conf"
    configuration.write_text(f"{text}\naccess_log stdio:{folder}/{name}.log logformat=belisha\n")
    shutil.chown(folder, "proxy")
    return proxies.start(title, name, port, ["squid", "-N", "-n", name, "-f", str(configuration)])


def _unread(folder: Path) -> proxies.Proxy:
    text = proxies.SQUID.format(port=proxies.BARE, name="unread", folder=folder)
    (folder / "unread.conf").write_text(f"{text}http_access allow all\naccess_log stdio:{folder}/unread.log\n")
    shutil.chown(folder, "proxy")
    command = ["squid", "-N", "-n", "unread", "-f", str(folder / "unread.conf")]
    return proxies.start("plain Squid, tunnels unread", "unread", proxies.BARE, command)


def _with_squidguard(folder: Path) -> proxies.Proxy:
    command = peers.squidguard(school.lists_of_a_pupil(), "https", f"302:http://127.0.0.1:{proxies.ORIGIN}/blocked")
    for path in (peers.FOLDER, *peers.FOLDER.rglob("*")):
        shutil.chown(path, "proxy")
    rewriter = f"url_rewrite_program /usr/bin/{' '.join(command)}\nurl_rewrite_children 16 startup=16 idle=16\n"
    return _inspecting(folder, "plain Squid, inspecting, with 16 squidGuards", "guard", proxies.GUARD, rewriter)


PLAIN = "plain Squid, inspecting"


@contextmanager
def everything(folder: Path) -> Iterator[list[proxies.Proxy]]:
    """All proxies, started and answering."""
    settings = f"upstream_ca: {folder}/internet-ca.pem"
    starters: list[Callable[[], proxies.Proxy]] = [
        lambda: _unread(folder),
        lambda: _inspecting(folder, PLAIN, "logged", proxies.LOGGED, ""),
        lambda: proxies.ours_known(folder, settings=settings),
        lambda: proxies.ours_signed_in(folder, settings=settings),
        lambda: _with_squidguard(folder),
    ]
    proxies.prepare_form(folder, settings)
    running = []
    try:
        running.append(proxies.origin(folder))
        running.extend(start() for start in starters)
        yield running[1:]
    finally:
        for one in reversed(running):
            one.end()


def main() -> None:
    """Start, load in rounds, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    folder = Path("/tmp/bench-proxy")  # where Squid's own user may read
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o755)
    hosts = list(dict.fromkeys(url.split("/")[2] for url in proxy.requests(0.0)))[:HOSTS]
    proxies.name_hosts(folder, [f"https://{host}/" for host in hosts])
    write_certificates(folder, hosts)
    proxies.serve_https(folder)
    write_pages(folder, hosts)
    with everything(folder) as running:
        done: dict[str, list[Load]] = {one.title: [] for one in running}
        for turn in range(given.rounds + 1):
            for one in running:
                seen = load(one, folder)
                if turn:  # the first makes the certificates
                    done[one.title].append(seen)
        base = statistics.median(run.rate for run in done[PLAIN])
        print(f"{'':46}{'requests/s':>12}{'of plain':>10}{'us CPU':>9}{'helpers':>9}{'failed':>8}")
        for title, runs in done.items():
            rate, failed, own, others = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{title:46}{rate:12,.0f}{rate / base:10.2f}{own:9.0f}{others:9.0f}{failed:8.0f}")


if __name__ == "__main__":
    main()
