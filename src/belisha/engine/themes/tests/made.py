"""A handful of rules, so that these tests are about the language of rules and not about what is shipped."""

from belisha.engine.themes.library import Frame, Library, Spellings
from belisha.engine.themes.matching import Rules
from belisha.engine.themes.model import Level, Rule

CLASSES = {
    "i": "i, im",
    "want": "want~, wish to",
    "die": "die, dying",
    "not": "not, never",
    "common": "i, want, to",
    "fruit": "apple~, pear~, passion fruit",
}
SPELLINGS = Spellings(
    expanded=(("wanna", "want to"), ("dont", "do not")),
    guarded=("kill", "suicide", "murder", "murdering", "myself", "<die>"),
    ordinary=("therapist", "skill"),
)
STUDY = Frame("study", "reads like homework", ("essay", "what year did"))


def rule(
    patterns: str,
    *,
    level: Level = Level.DANGER,
    theme: str = "bullying",
    unless: str = "",
    frames: tuple[tuple[str, Level | None], ...] = (),
    name: str = "a-rule",
) -> Rule:
    """A rule with these patterns, one a line."""
    return Rule(name, theme, level, "is said", tuple(patterns.splitlines()), tuple(unless.splitlines()), frames)


def rules(*made: Rule, harmless: tuple[str, ...] = ()) -> Rules:
    """Rules made ready, with the words of this module."""
    library = Library("1", CLASSES, SPELLINGS, harmless, (STUDY,), made)
    return Rules(made, library, harmless)


def found(pattern: str, text: str) -> tuple[str, ...] | None:
    """The words that one pattern finds in a text; None: nothing."""
    first = next(rules(rule(pattern)).findings(text.split()), None)
    return first.words if first else None
