"""UT1's `expressions`: read, checked and counted, but not enforced.

They match inside words, so they block far more than their subject, and each of them would cost every request.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.engine.lists.reports import ReadReport

LONGEST = 1000

LONG = "an expression too long to be checked by a person"
BROKEN = "an expression that is not a valid pattern"
SLOW = "an expression that a crafted address could make run for ever"


def read_expressions(lines: Iterable[str], report: ReadReport) -> Iterator[re.Pattern[str]]:
    """The usable expressions, one a line. The report counts them like entries of any list."""
    for number, line in enumerate(lines, 1):
        report.lines += 1
        text = line.strip()
        if not text or text.startswith("#"):
            report.passed_over += 1
            continue
        found = checked(text)
        if isinstance(found, str):
            report.rejected += 1
            report.fault(number, text, found)
        else:
            report.kept += 1
            report.entries += 1
            yield found


def checked(text: str) -> re.Pattern[str] | str:
    """The compiled expression, or why it is refused."""
    if len(text) > LONGEST:
        return LONG
    if _repeats_a_repeat(text):
        return SLOW
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile(text, re.IGNORECASE)
    except (re.error, Warning, RecursionError, OverflowError):
        return BROKEN


def _repeats_a_repeat(text: str) -> bool:
    """Whether a group that holds `*`, `+` or `{` is itself repeated without bound, as in `(a+)+`."""
    bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]", "x", text)
    repeated = [False]
    for place, letter in enumerate(bare):
        if letter == "(":
            repeated.append(False)
        elif letter == ")" and len(repeated) > 1:
            inner = repeated.pop()
            if inner and bare[place + 1 : place + 2] in {"*", "+", "{"}:
                return True
            repeated[-1] = repeated[-1] or inner
        elif letter in "*+{":
            repeated[-1] = True
    return False
