"""What a brought policy promises beside what is proven here: the two lists that differ."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS
from belisha.console.policies.clauses.house import clauses
from belisha.console.policies.shelf.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.duties.catalogue import Duty
    from belisha.console.policies.models import Sentence

__all__ = ["Compared", "Promised", "compared", "matcher"]

BRACES: Final = re.compile(r"\{[^}]*\}")
# how much the words of a duty, of how it is carried out, and of a clause weigh; a clause of several duties is shared
RULE: Final = 3.0
HOW: Final = 0.3
CLAUSE: Final = 2.0


@cache
def matcher() -> Matcher:
    """Weighs sentences against the duties of the catalogue; made once, in a tenth of a second."""
    texts: dict[str, list[tuple[str, float]]] = {
        name: [(duty.wording, RULE), (duty.how, HOW)] for name, duty in catalogue().items()
    }
    for clause in clauses().values():
        stated = clause.states()
        for words in filter(None, clause.words()):
            for name in stated:
                texts[name].append((BRACES.sub("", words), CLAUSE / len(stated)))
    return Matcher(texts)


class Promised(NamedTuple):
    """A duty with the sentences that promise it, and whether anything here proves it."""

    duty: Duty
    sentences: list[Sentence]
    proven: bool


class Compared(NamedTuple):
    """What a policy promises and nothing proves; promises that are proven; what is proven and not promised."""

    unproven: list[Promised]
    proven: list[Promised]
    unpromised: list[Duty]


def compared(sentences: Iterable[Sentence]) -> Compared:
    """The promises of a policy beside the proofs that there are."""
    by_duty: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        for name in sentence.duties:
            by_duty.setdefault(name, []).append(sentence)
    promised = [Promised(duty, by_duty[name], name in PROOFS) for name, duty in catalogue().items() if name in by_duty]
    return Compared(
        [each for each in promised if not each.proven],
        [each for each in promised if each.proven],
        [duty for name, duty in catalogue().items() if name in PROOFS and name not in by_duty],
    )
