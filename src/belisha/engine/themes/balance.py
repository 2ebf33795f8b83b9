"""What the weight of all words does to what rules found: adds a theme, or lowers a match among harmless words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.engine.themes.evidence import word_of
from belisha.engine.themes.letters import JOIN
from belisha.engine.themes.library import Frame
from belisha.engine.themes.matching import TRIM, Finding
from belisha.engine.themes.model import THEMES, Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from belisha.engine.themes.evidence import Evidence

ADVISORY: Final = -0.5  # weights from which words alone are worth a note, where no rule fits,
DESPAIR: Final = "suicide-and-self-harm"
ADVISORY_OF_DESPAIR: Final = -4.5  # and less where somebody speaks of themselves in words of despair …
CAUTION: Final = 4.8  # … or a look;
CAUTION_LONG: Final = {30: -0.5, 20: 1.2, 15: 2.2}  # of more words less is enough: harmless ones took much away;
CAUTION_BESIDE: Final = 2.0  # less is enough for a look where a rule has made a note already,
CAUTION_BESIDE_LONG: Final = {30: -2.0}  # of a text of many words less still,
CAUTION_OF: Final = {"grooming": 2.6}  # and of a theme whose words hardly meet in harmless texts of few words,
ALONE: Final = 1.0  # of one word alone, that none of the learned texts has: grave by its letters
FEW: Final = 4  # and more is needed of so few words: there is little that they say together
MORE_OF_FEW: Final = 0.7
HARMLESS: Final = 1.6  # weights below which what a rule of level caution found is a note only …
HARMLESS_DANGER: Final = -0.3  # … and what one of level danger found is to be looked at, not at once …
HARMLESS_BEYOND: Final = -0.6  # … or is a note only
KNOWN: Final = 0.75  # the share of words that must be known before a text is called harmless
OURSELVES: Final = frozenset({"i", "im", "ive", "ill", "id", "me", "my", "mine", "myself", "we", "us", "our"})
HARMLESS_LONG: Final = {30: 3.0}  # of more words so much less: harmless ones stand beside whatever somebody tells
FEWEST: Final = 3  # words without which a text is not called harmless
MILD: Final = frozenset({"getting-round-the-filter", "gambling"})  # of these, words alone are a note only
ORDINARY: Final = Frame("ordinary", "stands among words of lessons, play and everyday life", ())

RULES: Final = {
    theme: Rule(
        id=f"words-together-{theme}",
        theme=theme,
        level=Level.CAUTION,
        why=f"read together like texts about {theme.replace('-', ' ')}, though no phrase that rules know is there",
        patterns=(),
        pages=False,
    )
    for theme in THEMES
}
"""One a theme, so that a school can soften it, mark it and see how often it was right, as any other."""


def balanced(findings: list[Finding], evidence: Evidence, pieces: Sequence[str]) -> list[Finding]:
    """Findings of one text with the weight of its words."""
    weight = evidence.weigh(pieces, {finding.rule.id for finding in findings})
    if not findings or all(finding.level is Level.ADVISORY for finding in findings):
        return [*findings, *_together(weight, findings, evidence, pieces)]
    weight += _least(HARMLESS_LONG, pieces, 0.0)
    if weight >= HARMLESS or len(pieces) < FEWEST or evidence.known(pieces) < KNOWN:
        return findings
    return [_lowered(finding, weight) for finding in findings]


def _of_oneself(pieces: Sequence[str]) -> bool:
    return not OURSELVES.isdisjoint(map(word_of, pieces))


def _least(of_long: dict[int, float], pieces: Sequence[str], bar: float) -> float:
    """What counts for a text of so many words: the first of `of_long` that it has more words than, or `bar`."""
    return next((lower for words, lower in of_long.items() if len(pieces) > words), bar)


def _together(weight: float, findings: list[Finding], evidence: Evidence, pieces: Sequence[str]) -> Iterator[Finding]:
    """What the words say together, where they say more than rules found."""
    beside = _least(CAUTION_BESIDE_LONG, pieces, CAUTION_BESIDE)
    if weight < (beside if findings else ADVISORY_OF_DESPAIR):
        return
    if len(pieces) == 1 and (weight < ALONE or evidence.known(pieces)):
        return
    only_despair = weight < ADVISORY and not findings
    if only_despair and not _of_oneself(pieces):
        return
    theme = evidence.theme(pieces, {finding.rule.id for finding in findings})
    if only_despair and theme != DESPAIR:
        return
    noted = any(finding.rule.theme == theme for finding in findings)
    alone = _least(CAUTION_LONG, pieces, CAUTION_OF.get(theme, CAUTION))
    bar = (beside if noted else alone) + (MORE_OF_FEW if len(pieces) <= FEW else 0)
    grave = weight >= bar and theme not in MILD
    if findings and not grave:
        return
    words = tuple(pieces[at].replace(JOIN, " ").strip(TRIM) or pieces[at] for at in evidence.heaviest(pieces))
    yield Finding(RULES[theme], Level.CAUTION if grave else Level.ADVISORY, words, None)


def _lowered(finding: Finding, weight: float) -> Finding:
    bar = HARMLESS_DANGER if finding.level is Level.DANGER else HARMLESS
    if finding.level is Level.ADVISORY or weight >= bar:
        return finding
    # what warns of danger is looked at by a person unless hardly a word around it is of that kind
    lowered = Level.CAUTION if finding.level is Level.DANGER and weight >= HARMLESS_BEYOND else Level.ADVISORY
    return finding._replace(level=lowered, frame=ORDINARY)
