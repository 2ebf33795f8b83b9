"""Patterns made ready: which kinds of words there are, which patterns a word may matter for, and their matches."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.engine.themes.grammar import END, NEGATION, Need, PatternError, expression, needs, parse, words_of
from belisha.engine.themes.inflections import MARK, forms
from belisha.engine.themes.letters import fold
from belisha.engine.themes.library import split_words
from belisha.engine.themes.places import Line, Places, Spelt, spans
from belisha.engine.themes.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from belisha.engine.themes.grammar import Node
    from belisha.engine.themes.library import Spellings

FIRST_KIND: Final = 0x4E00  # letters that mean nothing in a regular expression
COMMON: Final = "<common>"
COMMON_COST: Final = 1000
LOOKS: Final = 20  # what a look costs less than a compiled expression's, so often
MOST_MATCHES: Final = 8  # of one pattern in one text
_EAST: Final = re.compile("([\u3040-\u30ff\u3400-\u9fff])")


class Members(NamedTuple):
    """What a class or literal stands for."""

    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    """Each a sequence of literals."""


class Lexicon:
    """All patterns of one set of rules; immutable but for expressions compiled when first needed."""

    def __init__(self, patterns: Iterable[str], classes: Mapping[str, str], spellings: Spellings) -> None:
        """Raises PatternError, with the pattern in front, for what is not in the language."""
        self._classes = classes
        self._expanded = {fold(word): fold(text) for word, text in spellings.expanded}
        self._members: dict[str, Members] = {}
        self._nodes: dict[str, Node] = {}
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._costs: dict[str, int] = {}
        self._single: dict[str, Need] = {}
        self._needed: dict[str, frozenset[str]] = {}
        for pattern in patterns:
            self._nodes[pattern] = self._parsed(pattern)
        common = self._member(COMMON).words if COMMON[1:-1] in classes else frozenset()
        self._common = common
        self._kinds_of, kinds = self._assign()
        self.vocabulary = Vocabulary(kinds, spellings, self._guarded(spellings.guarded))
        negations = self._kinds_of.get(f"<{NEGATION}>", "")
        self._classes_of = self._classes_by_kind()
        self._gap = f"[^{END}{negations}]"
        self._negations = frozenset(negations)
        self._places = Places(self._spelt_places)
        self._steps: dict[str, Callable[[int, Line], int]] = {}
        self._looks: dict[str, int] = {}
        self._line = Line("", self._negations)

    def needs(self, pattern: str) -> list[frozenset[str]]:
        """Sets of kinds: every match of a pattern holds one of each, the rarest first. Raises PatternError for none."""
        found = needs(self._nodes[pattern], self._need)
        if not found:
            message = f"“{pattern}” has no word that must be there"
            raise PatternError(message)
        return [frozenset[str]().union(*map(self._need_kinds, need.names)) for need in found]

    def matches(self, pattern: str, line: str) -> Iterator[tuple[int, int]]:
        """First and last place of each match of a pattern in a line of kinds: the first ones, as short as may be."""
        if pattern not in self._compiled and not self.found(pattern, line):
            return iter(())
        found = self._spans if pattern in self._compiled else self._looked_up
        return islice(found(pattern, line), MOST_MATCHES)

    def found(self, pattern: str, line: str) -> bool:
        """Does a pattern match? Said without an expression the first LOOKS times; then one is worth its price."""
        compiled = self._compiled.get(pattern)
        if compiled:
            return compiled.search(line) is not None
        looks = self._looks[pattern] = self._looks.get(pattern, 0) + 1
        if looks > LOOKS:
            return self._expression(pattern).search(line) is not None
        return self._step(pattern)((1 << (len(line) + 1)) - 1, self._line_of(line)) != 0

    def _looked_up(self, pattern: str, line: str) -> Iterator[tuple[int, int]]:
        return spans(self._step(pattern), self._line_of(line))

    def _spans(self, pattern: str, line: str) -> Iterator[tuple[int, int]]:
        """As `spans`, where an expression says at once where a match begins."""
        compiled = self._compiled[pattern]
        match = compiled.search(line)
        while match:
            start = match.start()
            ends = self._step(pattern)(1 << start, self._line_of(line))
            end = (ends & -ends).bit_length() - 1
            yield start, end
            match = compiled.search(line, max(end, start + 1))

    def classes_of(self, kinds: str) -> frozenset[str]:
        """The names, in angle brackets, of the classes of words that kinds belong to."""
        return frozenset(name for kind in kinds for name in self._classes_of.get(kind, ()))

    def _classes_by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, kinds in self._kinds_of.items():
            if name.startswith("<"):
                for kind in kinds:
                    found.setdefault(kind, []).append(name)
        return found

    def _step(self, pattern: str) -> Callable[[int, Line], int]:
        step = self._steps.get(pattern)
        if step is None:
            step = self._steps[pattern] = self._places.step(self._nodes[pattern])
        return step

    def _line_of(self, line: str) -> Line:
        """The line with its places; the last one is kept, since many patterns look at it."""
        if line != self._line.kinds:
            self._line = Line(line, self._negations)
        return self._line

    def _expression(self, pattern: str) -> re.Pattern[str]:
        compiled = self._compiled.get(pattern)
        if compiled is None:
            text = expression(self._nodes[pattern], self._spelt, self._gap)
            compiled = self._compiled[pattern] = re.compile(text)
        return compiled

    def _parsed(self, pattern: str) -> Node:
        try:
            node = parse(pattern)
            for name in words_of(pattern):
                self._member(name)
        except PatternError as error:
            message = f"“{pattern}” {error}"
            raise PatternError(message) from error
        return node

    def _member(self, name: str) -> Members:
        found = self._members.get(name)
        if found is None:
            found = self._members[name] = self._class(name[1:-1]) if name.startswith("<") else self._literal(name)
        return found

    def _class(self, name: str) -> Members:
        if name not in self._classes:
            message = f"names the class <{name}>, which does not exist"
            raise PatternError(message)
        members = [self._member(entry) if " " not in entry else self._phrase(entry.split())
                   for entry in split_words(self._classes[name])]  # fmt: skip
        return Members(
            frozenset[str]().union(*(each.words for each in members)),
            tuple(phrase for each in members for phrase in each.phrases),
        )

    def _literal(self, literal: str) -> Members:
        plain = fold(literal.removesuffix(MARK)).replace("'", "")
        parts = self._expanded.get(plain, _EAST.sub(r" \1 ", plain).replace("-", " ")).split()
        if not parts:
            message = f"holds “{literal}”, which is no word"
            raise PatternError(message)
        if len(parts) == 1:
            return Members(forms(parts[0] + literal[len(literal.removesuffix(MARK)) :]), ())
        return self._phrase(parts)

    def _phrase(self, parts: list[str]) -> Members:
        names: list[str] = []
        for part in parts:
            member = self._member(part)
            names += member.phrases[0] if not member.words and member.phrases else (part,)
        return Members(frozenset(), (tuple(names),))

    def _guarded(self, entries: Iterable[str]) -> frozenset[str]:
        """Single words of guarded entries and classes; a class that this set of rules does not know guards nothing."""
        known = [each for each in entries if not each.startswith("<") or each[1:-1] in self._classes]
        members = [self._member(each) for each in known if " " not in each]
        return frozenset[str]().union(*(member.words for member in members))

    def _assign(self) -> tuple[dict[str, str], dict[str, str]]:
        """Kinds of each class and literal, and the kind of each word."""
        owners: dict[str, list[str]] = {}
        for name, member in self._members.items():
            for word in member.words:
                owners.setdefault(word, []).append(name)
        kinds: dict[tuple[str, ...], str] = {}
        kind_of = {word: kinds.setdefault(tuple(names), chr(FIRST_KIND + len(kinds))) for word, names in owners.items()}
        of: dict[str, list[str]] = {}
        for names, kind in kinds.items():
            for name in names:
                of.setdefault(name, []).append(kind)
        return {name: "".join(each) for name, each in of.items()}, kind_of

    def _spelt(self, name: str) -> str:
        """The expression of a class or literal."""
        singles = self._kinds_of.get(name, "")
        options = ["".join(map(self._spelt, phrase)) for phrase in self._members[name].phrases]
        if singles:
            options.append(_one_of(singles))
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    def _spelt_places(self, name: str) -> Spelt:
        return Spelt(frozenset(self._kinds_of.get(name, "")), self._members[name].phrases)

    def _cost(self, name: str) -> int:
        cost = self._costs.get(name)
        if cost is None:
            member = self._members[name]
            cost = len(member.words) + COMMON_COST * len(self._common & member.words)
            cost += sum(min(map(self._cost, phrase)) for phrase in member.phrases)
            self._costs[name] = cost
        return cost

    def _need(self, name: str) -> Need:
        need = self._single.get(name)
        if need is None:
            need = self._single[name] = Need(self._cost(name), frozenset((name,)))
        return need

    def _need_kinds(self, name: str) -> frozenset[str]:
        """The kinds one of which must be there for a class or literal to be there."""
        kinds = self._needed.get(name)
        if kinds is None:
            phrases = (self._need_kinds(min(phrase, key=self._cost)) for phrase in self._members[name].phrases)
            kinds = self._needed[name] = frozenset(self._kinds_of.get(name, "")).union(*phrases)
        return kinds


def _one_of(kinds: str) -> str:
    """The expression of one of several kinds: neighbours are named by the first and the last of them."""
    ends: list[list[str]] = []
    for kind in sorted(kinds):
        if ends and ord(kind) == ord(ends[-1][-1]) + 1:
            ends[-1] = [ends[-1][0], kind]
        else:
            ends.append([kind])
    return f"[{''.join('-'.join(each) for each in ends)}]" if len(kinds) > 1 else kinds
