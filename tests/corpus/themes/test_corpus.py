"""How much of the corpus is read rightly does not fall: recall of each group of families, and false alarms.

Floors stand a little under what was measured; `bench/themes.py --score` shows each family. Held-out lines are counted
like the others and never shown: nobody who writes rules has read them.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
import yaml

from belisha.engine.themes import Level, Reader

CORPUS = Path(__file__).parent


class Line(msgspec.Struct):
    """A line of a family of several themes."""

    text: str


class Family(msgspec.Struct):
    """One file."""

    id: str
    expect: str
    lines: list[str | Line]


class Floors(NamedTuple):
    """Shares of the lines, in percent: found as anything at all, found as grave as expected; then of unseen lines."""

    found: float
    as_expected: float
    unseen_found: float
    unseen_as_expected: float


class Fresh(NamedTuple):
    """Shares in percent: harmless lines at caution or above; grave ones found, and found as grave as expected."""

    alarms: float
    found: float
    as_expected: float


GROUPS = {
    "suicide-": Floors(98, 93, 93, 74),
    "self-harm-": Floors(98, 93, 94, 82),
    "clinician-phrasing": Floors(98, 95, 88, 80),
    "hopelessness-burden": Floors(98, 98, 96, 95),
    "assistant-requests": Floors(98, 89, 85, 67),
    "mixed-long": Floors(98, 93, 79, 60),
    "abuse-": Floors(98, 94, 90, 60),
    "grooming-": Floors(98, 98, 92, 83),
    "asking-for-help": Floors(98, 98, 84, 84),
    "eating-disorders": Floors(98, 92, 86, 75),
    "running-away": Floors(98, 96, 84, 60),
    "bullying-": Floors(98, 97, 93, 88),
    "hate-": Floors(98, 92, 91, 80),
    "radicalisation": Floors(98, 95, 90, 68),
    "violence-": Floors(98, 95, 88, 56),
    "weapons": Floors(98, 95, 90, 75),
    "sexual-content": Floors(98, 93, 89, 73),
    "crime": Floors(98, 93, 81, 62),
    "drugs-and-alcohol": Floors(98, 95, 86, 77),
    "gambling": Floors(98, 98, 92, 91),
    "getting-round-the-filter": Floors(98, 98, 92, 91),
    "languages-": Floors(97, 97, 82, 80),
    "together-": Floors(98, 79, 85, 54),
    "indirect-": Floors(99, 60, 84, 43),
    "long-talk-": Floors(99, 53, 77, 29),
}
FALSE_ALARMS = (0.03, 0.7)
"""At caution or above among benign lines but long messages, in percent: seen, unseen."""
LONG = "long-talk"
FALSE_ALARMS_OF_LONG = (0.0, 1.8)
FRESH = Fresh(1.6, 95.5, 81)
"""Of lines that rules were mended with and no weight was learned from, many of them whole sentences."""
TRAPS = "red-team."
"""Lines that were looked for because they trip the rules; every one did when it was written, so they are no share of
anything. `bench/themes.py --misses red-team` shows which still do."""


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each text with the level that is expected."""
    family = msgspec.convert(yaml.load(path.read_text(), Loader=yaml.CSafeLoader), Family)
    for line in family.lines:
        yield line if isinstance(line, str) else line.text, family.expect


@cache
def counted(folder: str, begins: str, *, unseen: bool, fresh: bool = False) -> tuple[int, int, int]:
    """Lines, found, and as grave as expected (of benign ones: at caution or above).

    `fresh`: of those alone that no weight was learned from, though rules were mended with them.
    """
    reader = Reader.shipped()
    count = found = reached = 0
    for path in sorted((CORPUS / folder).glob(f"{begins}*.yaml")):
        if (".heldout." in path.name) is not unseen or path.name.startswith(TRAPS):
            continue
        if (".fresh." in path.name) is not fresh:
            continue
        for text, expected in lines(path):
            level = next((each.level for each in reader.term(text)), None)
            count += 1
            found += level is not None
            reached += level is not None and level >= (Level.CAUTION if folder == "benign" else Level(expected))
    return count, found, reached


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_grave_lines_are_found_as_before(group: str) -> None:
    floors = GROUPS[group]
    for unseen, least_found, least_reached in ((False, *floors[:2]), (True, *floors[2:])):
        count, found, reached = counted("grave", group, unseen=unseen)
        assert count
        assert 100 * found / count >= least_found
        assert 100 * reached / count >= least_reached


@pytest.mark.parametrize("unseen", [False, True])
def test_harmless_lines_raise_no_more_alarms_than_before(*, unseen: bool) -> None:
    count, _, alarms = counted("benign", "", unseen=unseen)
    long, _, alarms_of_long = counted("benign", LONG, unseen=unseen)
    assert (count - long, long) > (3_000, 300)
    assert 100 * (alarms - alarms_of_long) / (count - long) <= FALSE_ALARMS[unseen]
    assert 100 * alarms_of_long / long <= FALSE_ALARMS_OF_LONG[unseen]


def test_fresh_lines_are_read_no_worse_than_before() -> None:
    harmless, _, alarms = counted("benign", "", unseen=False, fresh=True)
    grave, found, reached = counted("grave", "", unseen=False, fresh=True)
    assert (harmless, grave) > (2_000, 500)
    assert 100 * alarms / harmless <= FRESH.alarms
    assert 100 * found / grave >= FRESH.found
    assert 100 * reached / grave >= FRESH.as_expected


def test_every_family_belongs_to_one_group() -> None:
    for path in (CORPUS / "grave").glob("*.yaml"):
        assert len([group for group in GROUPS if path.name.startswith(group)]) == 1, path.name


def test_no_line_stands_among_the_unseen_ones_and_the_others() -> None:
    seen, unseen = set[str](), set[str]()
    for path in CORPUS.rglob("*.yaml"):
        (unseen if ".heldout." in path.name else seen).update(text.casefold() for text, _ in lines(path))
    both = len(seen & unseen)  # a number: an unseen line must not be printed
    assert both == 0
