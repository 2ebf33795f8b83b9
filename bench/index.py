"""Side by side: what may hold 5.2 million listed names, so that several processes share it and ask it quickly.

`.venv/bin/python bench/index.py` builds each candidate from the same names, asks each the same requests in a process of
its own, round after round, and prints one table. Candidates whose package is not installed are left out, and say so.
"""

import argparse
import importlib.util
import json
import mmap
import resource
import shutil
import sqlite3
import struct
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

import lmdb

import lists_data
from belisha.engine.lists import Entry
from belisha.engine.snapshot import NamedList, Snapshot, build

FOLDER = lists_data.DATA / "index"
Look = Callable[[str], int]


class Candidate(ABC):
    """One way to hold names. `names` gives (name, number > 0); answers are the number of the longest listed suffix."""

    title = ""
    needs = ""
    no_list = 0  # the highest answer that still means "in no list"

    def __init__(self) -> None:
        self.place = FOLDER / type(self).__name__

    @abstractmethod
    def make(self, names: dict[str, int]) -> None:
        """Write the files under `place`, a folder that is there and empty."""

    @abstractmethod
    def ready(self) -> Look:
        """Open the files and give the function to ask."""


class PythonDict(Candidate):
    """The yardstick: fast, but every process pays for all of it."""

    title = "dict in memory, each suffix"

    def make(self, names: dict[str, int]) -> None:
        (self.place / "names").write_text("\n".join(f"{name} {number}" for name, number in names.items()))

    def ready(self) -> Look:
        pairs = (line.split() for line in (self.place / "names").read_text().splitlines())
        get = {name: int(number) for name, number in pairs}.get

        def look(host: str) -> int:
            while host:
                if number := get(host):
                    return number
                host = host.partition(".")[2]
            return 0

        return look


class Lmdb(Candidate):
    """One get for each suffix, longest first."""

    title = "LMDB, a get for each suffix"

    def make(self, names: dict[str, int]) -> None:
        self.fill((name.encode(), number) for name, number in names.items())

    def fill(self, pairs: Iterator[tuple[bytes, int]]) -> None:
        """Append pairs in order of key."""
        with lmdb.open(str(self.place), map_size=1 << 31) as env, env.begin(write=True) as txn:
            packed = ((key, struct.pack("<I", number)) for key, number in sorted(pairs))
            txn.cursor().putmulti(packed, append=True)

    def transaction(self) -> lmdb.Transaction:
        """A read transaction that stays open."""
        return lmdb.open(str(self.place), readonly=True, lock=False).begin(buffers=True)

    def ready(self) -> Look:
        get = self.transaction().get
        read = int.from_bytes

        def look(host: str) -> int:
            key = host.encode()
            while key:
                if found := get(key):
                    return read(found, "little")
                key = key.partition(b".")[2]
            return 0

        return look


class LmdbReversed(Lmdb):
    """Keys with their labels in reverse: the longest suffix is at the place where the host belongs, or before it."""

    title = "LMDB, reversed labels, one seek"

    def make(self, names: dict[str, int]) -> None:
        self.fill((reversed_labels(name), number) for name, number in names.items())

    def ready(self) -> Look:
        cursor = self.transaction().cursor()
        seek, step, item = cursor.set_range, cursor.prev, cursor.item
        read = int.from_bytes

        def look(host: str) -> int:
            key = reversed_labels(host)
            # The place behind all that may be a parent; each step back is a parent, or what shares its beginning.
            there = (seek(key + b"\0") and step()) or cursor.last()
            while there and key:
                found, number = item()
                found = bytes(found)
                if key.startswith(found):
                    return read(number, "little")
                key = shared_labels(key, found)
                there = bool(key) and ((seek(key) and cursor.key() == key) or step())
            return 0

        return look


def reversed_labels(host: str) -> bytes:
    """com.example.www. for www.example.com; the last dot makes prefixes end at labels."""
    return ".".join([*reversed(host.split(".")), ""]).encode()


def shared_labels(key: bytes, other: bytes) -> bytes:
    """The labels in which two reversed names begin alike."""
    at = 0
    while (end := key.find(b".", at) + 1) and key[at:end] == other[at:end]:
        at = end
    return key[:at]


def forest(names: dict[str, int]) -> dict[str, int]:
    """Names and their parents of two labels or more: number * 2, plus 1 where longer names are below."""
    nodes: dict[str, int] = {}
    for name, number in names.items():
        nodes[name] = nodes.get(name, 0) | number << 1
        parent = name.partition(".")[2]
        while "." in parent:
            nodes[parent] = nodes.get(parent, 0) | 1
            parent = parent.partition(".")[2]
    return nodes


def walk_with(find: Callable[[bytes], int]) -> Look:
    """The walk of belisha.engine.snapshot over any table: down from the last two labels, only while more is below."""

    def look(host: str) -> int:
        name = host.encode()
        dot = name.rfind(b".", 0, name.rfind(b"."))
        number = 0
        while True:
            value = find(name[dot + 1 :])
            number = value >> 1 or number
            if not value & 1 or dot < 0:
                return number
            dot = name.rfind(b".", 0, dot)

    return look


class LmdbWalked(Lmdb):
    """From the last two labels down: a name in no list costs one get."""

    title = "LMDB, walked from the top"

    def make(self, names: dict[str, int]) -> None:
        self.fill((name.encode(), value) for name, value in forest(names).items())

    def ready(self) -> Look:
        get = self.transaction().get
        read = int.from_bytes
        return walk_with(lambda key: read(found, "little") if (found := get(key)) else 0)


class OpenAddressing(Candidate):
    """A table of 64-bit slots (8 bits of CRC, value, position of the name), half full, and the names behind it."""

    title = "mapped open addressing, walked from the top"

    def make(self, names: dict[str, int]) -> None:
        nodes = forest(names)
        size = len(nodes) * 2 + 1
        slots = array("Q", bytes(8 * size))
        texts = bytearray(b"\n")
        for name, value in nodes.items():
            part, at = divmod(crc32(name.encode()), size)
            while slots[at]:
                at = (at + 1) % size
            slots[at] = (part & 255) << 56 | value << 32 | len(texts)
            texts += name.encode() + b"\n"
        (self.place / "table").write_bytes(struct.pack("<Q", size) + slots.tobytes() + texts)

    def ready(self) -> Look:
        mapped = map_file(self.place / "table")
        (size,) = struct.unpack_from("<Q", mapped)
        texts_at = 8 + 8 * size
        slots = memoryview(mapped)[8:texts_at].cast("Q")

        def find(key: bytes) -> int:
            part, at = divmod(crc32(key), size)
            part &= 255
            while slot := slots[at]:
                start = texts_at + (slot & 0xFFFF_FFFF)
                if slot >> 56 == part and mapped[start : start + len(key) + 1] == key + b"\n":
                    return slot >> 32 & 0xFF_FFFF
                at = (at + 1) % size
            return 0

        return walk_with(find)


class Marisa(Candidate):
    """A static trie, the smallest of all."""

    title = "marisa-trie, a get for each suffix"
    needs = "marisa_trie"

    def make(self, names: dict[str, int]) -> None:
        import marisa_trie  # noqa: PLC0415 - only where it is installed

        marisa_trie.RecordTrie("<I", ((name, (number,)) for name, number in names.items())).save(
            str(self.place / "trie")
        )

    def ready(self) -> Look:
        import marisa_trie  # noqa: PLC0415 - only where it is installed

        get = marisa_trie.RecordTrie("<I").mmap(str(self.place / "trie")).get

        def look(host: str) -> int:
            while host:
                if found := get(host):
                    return found[0][0]
                host = host.partition(".")[2]
            return 0

        return look


class Sqlite(Candidate):
    """What every Python has."""

    title = "SQLite, a select for each suffix"

    def make(self, names: dict[str, int]) -> None:
        base = sqlite3.connect(self.place / "base")
        base.execute("create table names (name text primary key, number integer) without rowid")
        base.executemany("insert into names values (?, ?)", sorted(names.items()))
        base.commit()

    def ready(self) -> Look:
        base = sqlite3.connect(f"file:{self.place / 'base'}?mode=ro&immutable=1", uri=True)
        base.execute("pragma mmap_size = 1000000000")
        ask = base.execute

        def look(host: str) -> int:
            while host:
                if found := ask("select number from names where name = ?", (host,)).fetchone():
                    return int(found[0])
                host = host.partition(".")[2]
            return 0

        return look


class Ours(Candidate):
    """belisha.engine.snapshot, by number."""

    title = "belisha look_up_id"
    no_list = 1

    def make(self, names: dict[str, int]) -> None:  # noqa: ARG002 - it reads the lists itself, as the product does
        build(lists_data.named_lists(), self.place)

    def snapshot(self) -> Snapshot:
        """The index that was built."""
        return Snapshot.open(next(self.place.glob("*.index")))

    def ready(self) -> Look:
        return self.snapshot().look_up_id


class OursMatched(Ours):
    """The same file, with listings."""

    title = "belisha look_up"

    def __init__(self) -> None:
        self.place = Ours().place

    def ready(self) -> Look:
        look_up = self.snapshot().look_up
        return lambda host: 2 if (match := look_up(host)) and match.listings else 0


class OursLocked(Ours):
    """The same lists, and one that nobody may read out of the file."""

    title = "belisha look_up_id, with 10,000 locked URLs"

    def make(self, names: dict[str, int]) -> None:  # noqa: ARG002 - it reads the lists itself, as the product does
        urls = [Entry(f"s{number % 3000}.invented{number % 1000}.net", f"/{number}") for number in range(10_000)]
        locked = NamedList("invented/locked", "1", ("iwf",), locked=True, entries=urls)
        build([*lists_data.named_lists(), locked], self.place)


CANDIDATES: list[type[Candidate]] = [
    *(PythonDict, Sqlite, Marisa, Lmdb, LmdbReversed, LmdbWalked, OpenAddressing, Ours, OursMatched, OursLocked),
]


def map_file(path: Path) -> mmap.mmap:
    """A file, mapped for reading."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)


def make_all(chosen: list[type[Candidate]], *, again: bool) -> None:
    """Build what is not built yet, each in a process of its own, and note how long it took and how much memory."""
    for kind in chosen:
        place = kind().place
        if again or not (place / "made").exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            subprocess.run([sys.executable, __file__, "--make", kind.__name__], check=True)


def make_one(kind: type[Candidate]) -> None:
    """Build one candidate, in CPU seconds; ours reads the lists itself, the others are given all names in memory."""
    names: dict[str, int] = {}
    if not issubclass(kind, Ours):
        for rank, named in enumerate(lists_data.named_lists(), 1):
            names.update((entry.host, rank) for entry in named.entries if not entry.path and "/" not in entry.host)
    start = time.process_time()
    kind().make(names)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (kind().place / "made").write_text(json.dumps({"seconds": seconds, "peak": peak}))


def ask_one(kind: type[Candidate], count: int) -> dict[str, float]:
    """Open one candidate and ask it; the rate is by CPU time, memory is what this process alone holds for it."""
    hosts = asked_file(count).read_text().split()
    before = own_memory()
    start = time.perf_counter()
    look = kind().ready()
    opened = time.perf_counter() - start
    hits = sum(1 for host in hosts[:100_000] if look(host) > kind.no_list)
    memory = own_memory() - before
    start = time.process_time()
    for host in hosts:
        look(host)
    seconds = time.process_time() - start
    return {"rate": count / seconds, "open": opened * 1000, "memory": memory, "hits": hits}


def asked_file(count: int) -> Path:
    """The hosts to ask for, a line each, made once."""
    path = FOLDER / f"asked-{count}"
    if not path.exists():
        path.write_text("\n".join(asked.host for asked in lists_data.workload(count)))
    return path


def own_memory() -> float:
    """Megabytes that this process shares with no other and that are not pages of a file."""
    lines = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return next(int(words[1]) for words in lines if words[0] == "Anonymous:") / 1024


def side_by_side(chosen: list[type[Candidate]], rounds: int, count: int) -> None:
    """Ask all candidates in turn, round after round, and print each one's best: others on the machine only slow it."""
    asked_file(count)
    results: dict[str, list[dict[str, float]]] = {kind.__name__: [] for kind in chosen}
    for _ in range(rounds):
        for name, found in results.items():
            command = [sys.executable, __file__, "--ask", name, "--count", str(count)]
            found.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    heads = ("look-ups/s", "us each", "own MB", "file MB", "open ms", "hits", "build s", "build MB")
    print(f"{'candidate':45}" + "".join(f"{head:>12}" for head in heads))
    for kind in chosen:
        best = max(results[kind.__name__], key=lambda run: run["rate"])
        size = sum(path.stat().st_size for path in kind().place.rglob("*") if path.is_file()) / 1e6
        made = json.loads((kind().place / "made").read_text())
        figures = (best["rate"], 1e6 / best["rate"], best["memory"], size, best["open"], best["hits"])
        print(f"{kind.title:45}" + "".join(f"{figure:>12,.2f}" for figure in (*figures, made["seconds"], made["peak"])))


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="candidates, all by default")
    parser.add_argument("--count", type=int, default=500_000, help="requests in a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--again", action="store_true", help="build anew what is there")
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    given = parser.parse_args()
    by_name = {kind.__name__: kind for kind in CANDIDATES}
    if given.make:
        make_one(by_name[given.make])
    elif given.ask:
        print(json.dumps(ask_one(by_name[given.ask], given.count)))
    else:
        chosen = [by_name[name] for name in given.names] or CANDIDATES
        for kind in [kind for kind in chosen if kind.needs and not importlib.util.find_spec(kind.needs)]:
            print(f"{kind.title}: left out, {kind.needs} is not installed")
            chosen = [other for other in chosen if other is not kind]
        make_all(chosen, again=given.again)
        side_by_side(chosen, given.rounds, given.count)


if __name__ == "__main__":
    main()
