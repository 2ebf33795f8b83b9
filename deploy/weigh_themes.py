"""Learns the weights of words for welfare themes: `python deploy/weigh_themes.py CLONES` writes them anew.

From our own corpus, and from ordinary English (ordinary_texts.py) that is in a folder of clones. Logistic regression,
all lines at once, the same on every machine but for the last digit. Held-out and fresh lines are left out, and so are
other languages, of which the corpus has no harmless lines.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np
import ordinary_texts
import yaml

from belisha.engine.themes import Reader
from belisha.engine.themes.evidence import RULE, START, Weights, pairs_of, parts_of, rule_key, word_of
from belisha.engine.themes.letters import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

ROOT: Final = Path(__file__).parents[1]
CORPUS: Final = ROOT / "tests/corpus/themes"
WRITTEN: Final = ROOT / "src/belisha/engine/themes/rules/weights.json"
LEFT_OUT: Final = (".heldout.", ".fresh.", "languages-")
LEAST_LINES: Final = 3  # that a key must stand in; each line of our own stands here twice
ROUNDS: Final = 150  # more of them learn the lines by heart, and read others worse
OURS: Final = 2.5  # what a harmless line of our own counts, where a grave one counts 1: it is there for looking grave
ORDINARY: Final = 1.5  # what a line of ordinary English counts, of at most so many …
SHORT: Final = 12  # … words; the longer the less, or they teach that whatever is long is harmless
SHORT_OF_OURS: Final = 25  # … and so do ours of more: most words of a long grave text are not what makes it grave
SHORTEST: Final = 4  # words of a sentence that is learned from alone
STEP: Final = 0.06
HELD_BACK: Final = 0.5  # what a weight costs by its square: keeps weights of rare keys small …
HELD_BACK_THEMES: Final = 1.0  # … and more so where fewer lines say what it is
SMALL: Final = {"words": 0.0, "pairs": 0.1, "parts": 0.03, "themes": 0.2}
"""Weights nearer to nought are not written; a word is, since it is known."""
HARMLESS_A_GRAVE: Final = 2.0
"""Harmless lines for each grave one when the bars of balance.py were chosen: more of one kind do not move them."""
STEADY: Final = (0.9, 0.99)  # how much of earlier slopes, and of their squares, counts


class Line(NamedTuple):
    """One line of the corpus: what is counted in it, its theme, none for a harmless one, and how many words it has."""

    whole: list[str]
    parts: list[str]
    theme: str
    words: int


class Table(NamedTuple):
    """Which keys stand in which lines: two rows of places, and the names of the keys."""

    lines: Places
    keys: Places
    names: list[str]


def texts() -> Iterator[tuple[str, str]]:
    """Each text that is learned from, with its theme."""
    for path in sorted(CORPUS.rglob("*.yaml")):
        if any(part in path.name for part in LEFT_OUT):
            continue
        family = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
        grave = path.parent.name == "grave"
        for line in family["lines"]:
            text, theme = (line, family.get("theme", "")) if isinstance(line, str) else (line["text"], line["theme"])
            yield from ((text, theme),) if grave else ((part, "") for part in parts_to_learn(text))


def read(text: str, theme: str, reader: Reader) -> Line:
    """What is counted in a text: each distinct word with its classes and parts, each pair, each rule that finds it."""
    pieces = joined(text.replace("\n", " . ")).split()
    words = {word: piece for piece in reversed(pieces) if (word := word_of(piece))}
    whole = [key for word, piece in words.items() for key in (word, *reader.classes(piece))]
    parts = [part for word in words for part in sorted(parts_of(word))]
    rules = sorted(map(rule_key, reader.finders(pieces)))
    return Line([*whole, *sorted(pairs_of(map(word_of, pieces))), *rules], parts, theme, len(pieces))


def parts_to_learn(text: str) -> Iterator[str]:
    """A harmless text of ours, and each sentence of a long one: somebody writes them alone as well."""
    yield text
    if len(text.split()) > SHORT_OF_OURS:
        yield from (part for part in re.split(r"(?<=[.!?…])[\"')]*\s+", text) if len(part.split()) >= SHORTEST)


def unruled(line: Line) -> Line:
    """A line as if no rule had found it: rules know the lines that they were written with better than any others."""
    return line._replace(whole=[key for key in line.whole if not key.startswith(RULE)])


def table(lines: Sequence[Sequence[str]]) -> Table:
    """The keys that stand in LEAST_LINES or more."""
    counts = Counter(key for line in lines for key in set(line))
    names = [key for key, count in counts.items() if count >= LEAST_LINES]
    number = {key: at for at, key in enumerate(names)}
    found = [(at, number[key]) for at, line in enumerate(lines) for key in line if key in number]
    where = np.array(found, dtype=np.int64)
    return Table(where[:, 0], where[:, 1], names)


def learn(known: Table, grave: Numbers, held_back: float, counts: Numbers | float = 1.0) -> tuple[float, Numbers]:
    """The start and the weight of each key; Adam's steps, which grow smaller. `counts`: what each line counts."""
    weights = np.zeros(len(known.names) + 1)  # the last one is the start
    slope, square = np.zeros_like(weights), np.zeros_like(weights)
    for turn in range(1, ROUNDS + 1):
        sums = np.bincount(known.lines, weights[known.keys], len(grave)) + weights[-1]
        wrong = (1 / (1 + np.exp(-sums)) - grave) * counts
        now = np.append(np.bincount(known.keys, wrong[known.lines], len(known.names)), wrong.sum())
        now[:-1] += held_back * weights[:-1]
        slope = STEADY[0] * slope + (1 - STEADY[0]) * now
        square = STEADY[1] * square + (1 - STEADY[1]) * now * now
        step = STEP * (1 - 0.9 * turn / ROUNDS) * slope / (1 - STEADY[0] ** turn)
        weights -= step / (np.sqrt(square / (1 - STEADY[1] ** turn)) + 1e-3)
    return float(weights[-1]), weights[:-1]


def rounded(names: Iterable[str], weights: Iterable[float], least: float, pairs: float) -> dict[str, float]:
    """By name, in order. `least`, and of pairs of words `pairs`: what is nearer to nought is left out."""
    return {
        name: round(float(each), 2)
        for name, each in sorted(zip(names, weights, strict=True))
        if abs(each) >= (pairs if " " in name else least)
    }


def themes(lines: Sequence[Line]) -> dict[str, dict[str, float]]:
    """What each key says of each theme, among grave lines."""
    known = table([line.whole for line in lines])
    found: dict[str, dict[str, float]] = {}
    for theme in sorted({line.theme for line in lines}):
        start, weights = learn(known, np.array([float(line.theme == theme) for line in lines]), HELD_BACK_THEMES)
        found[theme] = {START: round(start, 2), **rounded(known.names, weights, SMALL["themes"], SMALL["themes"])}
    return found


def main() -> None:
    """Writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clones", type=Path, help="a folder with a clone of each repository of ordinary_texts.py")
    reader = Reader.shipped()
    known = [read(text, theme, reader) for text, theme in texts()]
    ordinary = ordinary_texts.lines(parser.parse_args().clones)
    lines = [*known, *map(unruled, known), *(read(text, "", reader) for text in ordinary)]
    grave = np.array([float(bool(line.theme)) for line in lines])
    ours = [(1.0 if line.theme else OURS) * min(1, SHORT_OF_OURS / max(1, line.words)) for line in known]
    counts = np.array([*ours, *ours, *(ORDINARY * min(1, SHORT / len(text.split())) for text in ordinary)])
    whole = table([line.whole for line in lines])
    parts = table([line.parts for line in lines])
    both = Table(
        np.concatenate((whole.lines, parts.lines)),
        np.concatenate((whole.keys, parts.keys + len(whole.names))),
        whole.names + parts.names,
    )
    start, weights = learn(both, grave, HELD_BACK, counts)
    harmless_a_grave = counts[grave == 0].sum() / counts[grave == 1].sum()
    start += float(np.log(harmless_a_grave / HARMLESS_A_GRAVE))
    written = Weights(
        id="words-together",
        version="1",
        source=f"learned by deploy/weigh_themes.py from {len(known)} lines of our own corpus and {len(ordinary)} of "
        + ordinary_texts.CREDITS,
        licence="MIT",
        start=round(start, 2),
        whole=rounded(whole.names, weights[: len(whole.names)], SMALL["words"], SMALL["pairs"]),
        parts=rounded(parts.names, weights[len(whole.names) :], SMALL["parts"], SMALL["parts"]),
        themes=themes([line for line in lines if line.theme]),
    )
    WRITTEN.write_bytes(msgspec.json.encode(written))


if __name__ == "__main__":
    main()
