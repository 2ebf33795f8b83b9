"""How fast an old Squid log comes in: invents one of so many lines, brings it in through the command, prints the rate.

Two in five lines name an address of their own, which is more than schools' logs do. Run it alone on a quiet machine:
`.venv/bin/python bench/imports.py 1000000`.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from belisha.engine.published import publish_policy
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample import sample_policy
from belisha.sample.invent import SCHOOLS

SEED = 20_261_122
BEGIN = 1_790_000_000.0
OWN_ADDRESSES = 0.4
SECONDS_BETWEEN = 0.1


def write_log(path: Path, lines: int) -> None:
    """Invent a log in Squid's own format."""
    rng = random.Random(SEED)
    moment = BEGIN
    with path.open("w") as handle:
        for _ in range(lines):
            moment += rng.random() * 2 * SECONDS_BETWEEN
            host = f"www.site{rng.randrange(3000)}.example"
            tunnel = ("TCP_TUNNEL", f"CONNECT {host}:443", "-")
            page = (
                "TCP_MISS",
                f"GET http://{host}/page/{rng.randrange(500_000)}.html?x={rng.randrange(99)}",
                "text/html",
            )
            tag, asked, kind = page if rng.random() < OWN_ADDRESSES else tunnel
            who = f"10.1.{rng.randrange(2)}.{rng.randrange(250)}", f"pupil{rng.randrange(400)}"
            handle.write(
                f"{moment:.3f} {rng.randrange(5000):6d} {who[0]} {tag}/200 {rng.randrange(90_000)} {asked} {who[1]} "
                f"HIER_DIRECT/192.0.2.1 {kind}\n"
            )


def main() -> None:
    """Print the rate, start of the command included, and the most memory that it took."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory() as folder:
        home, log = Path(folder, "home"), Path(folder, "access.log")
        home.mkdir()
        publish_policy(home, read_checked_policy(sample_policy()))
        write_log(log, lines)
        command = [sys.executable, "-m", "belisha.cli", "import", "squid", str(log), "--school", SCHOOLS[0].id]
        begun = time.perf_counter()
        subprocess.run([*command, "--home", str(home), "--json"], capture_output=True, check=True)
        took = time.perf_counter() - begun
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{lines:,} lines in {took:.1f} s: {lines / took:,.0f} a second, {most:,.0f} MB at most")


if __name__ == "__main__":
    main()
