"""Words with parameters: how they are read, numbered and sealed. No database."""

from __future__ import annotations

import hashlib
import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["Paragraph", "Piece", "Section", "digest_of", "faults_of", "frozen", "names_in", "pieces_of", "thawed"]

_BRACES: Final = re.compile(r"\{([^{}]*)\}")
LONGEST: Final = 4000


class Piece(NamedTuple):
    """A stretch of a paragraph: plain words, or the answer of a parameter with where it is changed."""

    text: str
    parameter: str = ""
    link: str = ""
    vacant: bool = False


class Paragraph(NamedTuple):
    """One numbered paragraph of a policy: a clause of the house, or one of the school's own (`own-12`)."""

    number: str
    id: str
    pieces: tuple[Piece, ...]
    audiences: tuple[str, ...]
    duties: tuple[str, ...]
    reworded: bool = False

    @property
    def words(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that it is filled with."""
        return tuple(piece.parameter for piece in self.pieces if piece.parameter)

    @property
    def vacant(self) -> bool:
        """Whether it names a post or setting that nobody holds."""
        return any(piece.vacant for piece in self.pieces)


class Section(NamedTuple):
    """A section of a composed policy."""

    id: str
    number: int
    title: str
    audiences: tuple[str, ...]
    lead: str
    paragraphs: tuple[Paragraph, ...]


def names_in(words: str) -> tuple[str, ...]:
    """The parameters in some words, in their order."""
    return tuple(_BRACES.findall(words))


def pieces_of(words: str) -> Iterator[tuple[str, str]]:
    """Words cut at their parameters: ("text", "") and ("", "parameter") in turn."""
    rest = 0
    for found in _BRACES.finditer(words):
        if found.start() > rest:
            yield words[rest : found.start()], ""
        yield "", found[1]
        rest = found.end()
    if rest < len(words):
        yield words[rest:], ""


def faults_of(words: str, known: Collection[str]) -> list[str]:
    """What is wrong with somebody's words: sentences for a form, none where they can be used."""
    faults = []
    for name in dict.fromkeys(names_in(words)):
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.6)
            hint = _(" Did you mean {%(near)s}?") % {"near": near[0]} if near else ""
            faults.append(_("Nothing is called {%(name)s}.") % {"name": name} + hint)
    bare = _BRACES.sub("", words)
    if "{" in bare or "}" in bare:
        faults.append(_("A brace stands alone. Write a parameter as {dsl}; leave braces out elsewhere."))
    if "\x00" in words:
        faults.append(_("There is a character in it that cannot be kept."))
    if len(words) > LONGEST:
        faults.append(_("This is longer than %(most)s characters. Make two paragraphs of it.") % {"most": LONGEST})
    return faults


def frozen(sections: Sequence[Section]) -> list[dict[str, object]]:
    """A composed policy as plain data that a database keeps: what governors approve."""
    return [
        {
            "id": section.id,
            "number": section.number,
            "title": section.title,
            "audiences": list(section.audiences),
            "lead": section.lead,
            "paragraphs": [
                {
                    "number": each.number,
                    "id": each.id,
                    "pieces": [list(piece) for piece in each.pieces],
                    "audiences": list(each.audiences),
                    "duties": list(each.duties),
                    "reworded": each.reworded,
                }
                for each in section.paragraphs
            ],
        }
        for section in sections
    ]


def thawed(kept: Sequence[dict[str, object]]) -> tuple[Section, ...]:
    """What was frozen, as it was composed."""
    return tuple(_section(each) for each in json.loads(json.dumps(kept)))


def _section(kept: dict[str, list[dict[str, list[str]]]]) -> Section:
    paragraphs = tuple(
        Paragraph(
            number=str(each["number"]),
            id=str(each["id"]),
            pieces=tuple(Piece(*piece) for piece in each["pieces"]),
            audiences=tuple(each["audiences"]),
            duties=tuple(each["duties"]),
            reworded=bool(each["reworded"]),
        )
        for each in kept["paragraphs"]
    )
    rest = {**kept, "audiences": tuple(kept["audiences"]), "paragraphs": paragraphs}
    return Section(**rest)  # type: ignore[arg-type]  # as `frozen` wrote it


def digest_of(sections: Sequence[Section]) -> str:
    """SHA-256 of what a reader reads: titles, numbers, words with their answers, and the duties behind them."""
    read = [
        [each.title, each.lead, [[one.number, one.id, one.words, sorted(one.duties)] for one in each.paragraphs]]
        for each in sections
    ]
    return hashlib.sha256(json.dumps(read, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
