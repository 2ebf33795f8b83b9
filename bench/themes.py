"""What the reading of themes finds, how often it is wrong, and what it costs.

`.venv/bin/python bench/themes.py` measures the cost; `--score` prints counts by family of tests/corpus/themes,
`--misses` the lines that were read wrongly: of the dev files only, so that the held-out ones stay unseen.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter
from typing import NamedTuple

import msgspec
import yaml

from belisha.engine.themes import Level, Reader

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests/corpus/themes"
TERMS = 200_000
LONGEST_TERM = 12  # words; longer lines of the corpus are messages, which nobody types into a search box


class Line(msgspec.Struct):
    """A line of a file with several themes."""

    text: str
    theme: str = ""
    note: str = ""


class Family(msgspec.Struct):
    """One file of the corpus; lines are texts of its theme, or say their theme themselves."""

    id: str
    expect: str
    lines: list[str | Line]
    theme: str = ""
    written: str = ""

    def texts(self) -> list[tuple[str, str]]:
        """Each text with its theme."""
        return [(line, self.theme) if isinstance(line, str) else (line.text, line.theme) for line in self.lines]


class Score(NamedTuple):
    """How one family was read."""

    family: Family
    heldout: bool
    found: int
    in_theme: int
    as_expected: int
    wrong: list[str]
    rules: Counter[str]
    """Those that made a benign line wrong."""


def families() -> Iterator[tuple[Path, Family]]:
    """All files of the corpus."""
    for path in sorted(CORPUS.rglob("*.yaml")):
        yield path, msgspec.convert(yaml.load(path.read_text(), Loader=yaml.CSafeLoader), Family)


def score(path: Path, family: Family, reader: Reader) -> Score:
    """Benign lines are wrong from caution on; grave ones when less than expected is found in any theme."""
    benign = "benign" in path.parts
    expected = Level(family.expect) if not benign else Level.CAUTION
    found = in_theme = as_expected = 0
    wrong, rules = [], Counter[str]()
    for line, theme in family.texts():
        themes = reader.term(line)
        reached = bool(themes) and themes[0].level >= expected
        found += bool(themes)
        in_theme += any(each.theme == theme for each in themes)
        as_expected += reached
        if reached == benign:
            rules.update(each.because.rule for each in themes if benign and each.level >= expected)
            wrong.append(f"{line}   <- {[(each.theme, each.level.value, each.because.rule) for each in themes]}")
    return Score(family, ".heldout." in path.name, found, in_theme, as_expected, wrong, rules)


def print_scores(*, misses: str | None) -> None:
    """One line a family, then sums."""
    reader = Reader.shipped()
    print(f"{'family':46}{'lines':>7}{'found':>8}{'theme':>8}{'level':>8}")
    sums: dict[str, list[int]] = {}
    rules = Counter[str]()
    for path, family in families():
        if misses and misses not in path.name:
            continue
        each = score(path, family, reader)
        rules += each.rules
        count = len(family.lines) or 1
        kind = f"{path.parent.name} {'held out' if each.heldout else 'fresh' if '.fresh.' in path.name else 'dev'}"
        row = [count, each.found, each.in_theme, each.as_expected]
        sums[kind] = [a + b for a, b in zip(sums.get(kind, [0] * 4), row, strict=True)]
        shares = "".join(f"{100 * part / count:8.1f}" for part in row[1:])
        print(f"{path.name.removesuffix('.yaml'):46}{count:7}{shares}")
        if misses and not each.heldout:
            print("\n".join(f"    {line}" for line in each.wrong))
    for kind, (count, *parts) in sums.items():
        print(f"{kind:46}{count:7}" + "".join(f"{100 * part / count:8.2f}" for part in parts))
    if rules:
        print("rules that were wrong on benign lines:", ", ".join(f"{rule} {n}" for rule, n in rules.most_common()))


def terms() -> list[str]:
    """What a school types: 97 in 100 harmless, half of them said before, in the words of the corpus."""
    chance = random.Random(7)
    known = [(path, family) for path, family in families() if ".fresh." not in path.name]
    lines = [(path, line) for path, family in known for line, _ in family.texts() if len(line.split()) <= LONGEST_TERM]
    benign = [line for path, line in lines if "benign" in path.parts]
    grave = [line for path, line in lines if "grave" in path.parts]
    words = sorted({word for line in benign for word in line.split()})
    asked = []
    for _ in range(TERMS):
        draw = chance.random()
        if draw < 0.03:
            asked.append(chance.choice(grave))
        elif draw < 0.5:
            asked.append(chance.choice(benign))
        else:
            asked.append(" ".join(chance.choices(words, k=chance.randint(1, 6))))
    return asked


def print_cost() -> None:
    """Processor time of the command over TERMS terms, and of an empty run."""
    command = [sys.executable, "-m", "belisha.cli", "themes"]
    with tempfile.TemporaryFile() as asked:
        asked.write("\n".join(terms()).encode())
        costs = []
        for size in (0, TERMS):
            asked.seek(0, 0 if size else 2)
            before, began = getrusage(RUSAGE_CHILDREN), perf_counter()
            subprocess.run(command, stdin=asked, stdout=subprocess.DEVNULL, check=True)
            after = getrusage(RUSAGE_CHILDREN)
            costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            print(f"{size:>8} terms: {costs[-1]:.2f} s of processor time, {perf_counter() - began:.2f} s")
    print(f"{TERMS / (costs[1] - costs[0]):,.0f} terms per second on one core; {TERMS / costs[1]:,.0f} with the start")


def main() -> None:
    """Scores or cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--misses", help="print what was read wrongly in the dev files whose name holds this")
    options = parser.parse_args()
    if options.score or options.misses:
        print_scores(misses=options.misses)
    else:
        print_cost()


if __name__ == "__main__":
    main()
