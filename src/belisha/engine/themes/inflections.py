"""Forms of English words: `stab~` in a rule stands for stab, stabs, stabbed, stabbing, stabbin.

Too many forms do no harm, since nobody types those that do not exist; irregular ones are written out in the rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = "~"
DOUBLING: Final = re.compile(r"[^aeiou][aeiou][bdgklmnprtvz]$")
HISSING: Final = ("s", "x", "z", "ch", "sh")
SPELT_TWICE: Final = re.compile(r"isation|ise[sd]?$|ising$|aedo|aemi|[bmnv]our|olour")
BRITISH: Final = ((re.compile(r"our"), "or"), (re.compile(r"is(?=e|i|ation)"), "iz"), (re.compile(r"ae"), "e"))


def forms(word: str) -> frozenset[str]:
    """All forms of a word as it stands in a rule, British and American."""
    stem = word.removesuffix(MARK)
    inflected = {stem, *_inflected(stem)} if word.endswith(MARK) else {stem}
    return frozenset(inflected | {other for form in inflected for other in _american(form)})


def _inflected(stem: str) -> Iterator[str]:
    yield from _plural(stem)
    for root in _roots(stem):
        yield from (root + "ed", root + "ing", root + "in")
    if stem.endswith("ie"):
        yield from (stem + "d", stem[:-2] + "ying")


def _plural(stem: str) -> Iterator[str]:
    yield stem + "s"
    if stem.endswith(HISSING):
        yield stem + "es"
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        yield stem[:-1] + "ies"
    if stem.endswith("fe"):
        yield stem[:-2] + "ves"


def _roots(stem: str) -> Iterator[str]:
    """What -ed and -ing are put to."""
    if stem.endswith("e"):
        yield stem[:-1]
        return
    yield stem
    if DOUBLING.search(stem):
        yield stem + stem[-1]
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        yield stem[:-1] + "i"


def _american(form: str) -> Iterator[str]:
    if SPELT_TWICE.search(form):
        for british, american in BRITISH:
            if british.search(form):
                yield british.sub(american, form)
