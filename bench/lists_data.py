"""Grows the real lists to the size at which the peers were measured, and makes the requests to ask them.

The UT1 copy beside the checkout lacks its largest list, adult/domains. This invents names until that list has its
published size, in the shape of a real one: which top-level domains, which sub-domains, how many hosts a site has.
Run it once: `.venv/bin/python bench/lists_data.py`; the same seed gives the same bytes.
"""

import argparse
import gzip
import itertools
import random
import shutil
import tarfile
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from belisha.engine.address import read_host
from belisha.engine.lists import Entry, Form, ReadReport, read_file
from belisha.engine.snapshot import NamedList

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
DATA = ROOT / "bench" / "data"
ADULT_NAMES = 4_660_000
SEED = 20_260_817
_COMPLETE = "complete"
_ONSETS = [*"bcdfghjklmnprstvwz", "br", "ch", "cl", "dr", "fl", "gr", "pl", "qu", "sh", "sl", "st", "th", "tr"]
_VOWELS = [*"aeiouy", "ai", "ea", "ee", "io", "oo", "ou"]
_ENDINGS = ["", "", "", "n", "r", "s", "l", "x", "m", "nd", "rt", "ck"]
_PATHS = [
    "/",
    "/",
    "/index.html",
    "/search?q=roman+roads",
    "/images/logo.png",
    "/a/b/c.js",
    "/watch?v=x1",
    "/news/2026/08/17",
]


class Asked(NamedTuple):
    """One request of the workload: canonical host, and path with query."""

    host: str
    path: str


def lists_folder() -> Path:
    """The grown lists in UT1's layout (category/domains, category/urls), made when they are not there yet."""
    folder = DATA / "ut1"
    if not (folder / _COMPLETE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        _extract_ut1(folder)
        _grow_adult(folder / "adult" / "domains")
        (folder / _COMPLETE).touch()
    return folder


def categories() -> list[Path]:
    """The folder of each category, without UT1's aliases (symbolic links), sorted."""
    folders = sorted(path for path in lists_folder().iterdir() if path.is_dir() and not path.is_symlink())
    return [path for path in folders if (path / "domains").exists() or (path / "urls").exists()]


def named_lists() -> list[NamedList]:
    """Every category as a list to build an index from, read as the product reads lists."""
    return [
        NamedList(f"ut1/{folder.name}", "2026-08-17", (folder.name,), locked=False, entries=_entries(folder))
        for folder in categories()
    ]


def _entries(folder: Path) -> Iterator[Entry]:
    for part in ("domains", "urls"):
        if (folder / part).exists():
            yield from read_file(folder / part, ReadReport(folder.name), Form.UT1)


def workload(count: int, seed: int = SEED) -> list[Asked]:
    """`count` requests: 70 % by a Zipf law over popular hosts, 20 % random sub-domains of them, 10 % from the lists."""
    rng = random.Random(seed)
    popular = _popular_hosts(rng)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(popular) + 1)))
    listed = _sample_of_listed(rng, max(1, count // 10))
    return [Asked(_asked_host(rng, popular, weights, listed), rng.choice(_PATHS)) for _ in range(count)]


def _asked_host(rng: random.Random, popular: Sequence[str], weights: Sequence[float], listed: Sequence[str]) -> str:
    dice = rng.random()
    if dice < 0.7:
        return popular[bisect(weights, rng.random() * weights[-1])]
    if dice < 0.9:
        return f"{_invented_word(rng, 4)}.{rng.choice(popular)}"
    return rng.choice(listed)


def _popular_hosts(rng: random.Random) -> list[str]:
    """Popular sites in an order of our own: the files are alphabetical, so their rank is not known."""
    names: set[str] = set()
    for name in ("majestic10k.txt.gz", "tranco10k.txt.gz"):
        with gzip.open(SHARED / "popularity" / name, "rt") as lines:
            names.update(line.strip() for line in lines if line.strip())
    ordered = sorted(names)
    rng.shuffle(ordered)
    return ordered


def _sample_of_listed(rng: random.Random, count: int) -> list[str]:
    """Every so-many-th listed domain, all lists taken together, so that large lists are asked about more often."""
    total = sum(path.stat().st_size for path in _domain_files()) // 18
    step = max(1, total // count)
    every = itertools.islice(_all_domains(), rng.randrange(step), None, step)
    return [name for name in every if read_host(name) == name]


def _domain_files() -> list[Path]:
    return [path / "domains" for path in categories() if (path / "domains").exists()]


def _all_domains() -> Iterator[str]:
    for path in _domain_files():
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from (line.strip() for line in lines if line.strip())


def _extract_ut1(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(SHARED / "lists" / "blacklists.tar.gz") as archive:
        archive.extractall(folder.parent)
    (folder.parent / "blacklists").rename(folder)


def _grow_adult(target: Path) -> None:
    rng = random.Random(SEED)
    real = sorted(_real_adult())
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="ascii") as out:
        out.writelines(f"{name}\n" for name in itertools.islice(_with_invented(rng, real), ADULT_NAMES))


def _with_invented(rng: random.Random, real: list[str]) -> Iterator[str]:
    """The real names, then families of a real site's shape under invented names, each name once."""
    yield from real
    families = _families(real)
    taken = {family[0] for family in families}
    while True:
        site, hosts = rng.choice(families)
        label, _, ending = site.partition(".")
        invented = f"{_invented_word(rng, len(label))}.{ending}"
        if invented not in taken:
            taken.add(invented)
            yield from (host[: -len(site)] + invented for host in hosts)


def _families(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Hosts by the two labels they end in: (site, its hosts); two-part endings as co.uk count as one large site."""
    by_site: dict[str, list[str]] = {}
    for name in names:
        by_site.setdefault(".".join(name.rsplit(".", 2)[-2:]), []).append(name)
    return [(site, hosts) for site, hosts in by_site.items() if len(site.partition(".")[0]) > 3]


def _real_adult() -> set[str]:
    with gzip.open(SHARED / "lists" / "more" / "hosts" / "pornography.hosts.gz", "rt", errors="replace") as lines:
        fields = (line.partition("#")[0].split() for line in lines)
        return {parts[1].lower() for parts in fields if len(parts) == 2 and "." in parts[1] and parts[1].isascii()}


def _invented_word(rng: random.Random, length: int) -> str:
    """A pronounceable word of about `length` letters that means nothing, at times with a hyphen or a number."""
    word = ""
    while len(word) < max(length, 4):
        word += rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_ENDINGS)
        if len(word) > 4 and rng.random() < 0.06:
            word += "-"
    word = word.rstrip("-")
    return f"{word}{rng.randrange(1000)}" if rng.random() < 0.13 else word


def main() -> None:
    """Make the lists and say what there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="make them anew")
    if parser.parse_args().again:
        shutil.rmtree(DATA / "ut1", ignore_errors=True)
    folder = lists_folder()
    domains = sum(1 for _ in _all_domains())
    print(f"{folder}: {domains:,} domains in {len(_domain_files())} categories")


if __name__ == "__main__":
    main()
