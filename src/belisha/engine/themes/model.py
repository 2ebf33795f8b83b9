"""What themes are made of: levels, findings with their reason, and rules as they are written."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Level(StrEnum):
    """How grave a finding is; compared by gravity, not by letters."""

    ADVISORY = "advisory"
    CAUTION = "caution"
    DANGER = "danger"

    @property
    def rank(self) -> int:
        """0 for the least grave."""
        return _ORDER.index(self.value)

    def __lt__(self, other: str) -> bool:
        return self.rank < Level(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Level(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Level(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Level(other).rank

    def lowered(self, steps: int = 1) -> Level | None:
        """So many levels lower; None below the lowest."""
        rank = self.rank - steps
        return Level(_ORDER[rank]) if rank >= 0 else None


_ORDER: Final = ("advisory", "caution", "danger")

ASKING_FOR_HELP: Final = "asking-for-help"
THEMES: Final = (
    "suicide-and-self-harm",
    "abuse-at-home",
    "grooming",
    "eating-disorders",
    "radicalisation",
    "violence-and-weapons",
    "sexual-content",
    "hate",
    "bullying",
    "running-away",
    "drugs-and-alcohol",
    "crime",
    "gambling",
    "getting-round-the-filter",
    ASKING_FOR_HELP,
)
"""Every theme; of findings of one level the one named earlier here comes first."""

GUARDED_THEMES: Final = frozenset({"suicide-and-self-harm", "abuse-at-home", "grooming"})
"""Themes in which a danger rule is never silenced: a school can lower it to caution, with a reason, and no further."""


class Because(NamedTuple):
    """Why something was found."""

    rule: str
    words: tuple[str, ...]
    """As they stand in the text."""
    version: str
    sentence: str
    """The same for people."""


class Found(NamedTuple):
    """One theme in one text."""

    theme: str
    level: Level
    because: Because


class Rule(NamedTuple):
    """One rule as it is written in YAML; the grammar of patterns is told in docs/develop/themes.md."""

    id: str
    theme: str
    level: Level
    why: str
    """Completes the sentence “The words … “."""
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Patterns that cancel a match in the same sentence."""
    frames: tuple[tuple[str, Level | None], ...] = ()
    """What a frame (homework, fiction …) in the same sentence makes of the level; None cancels."""
    pages: bool = True
    """Is it read in addresses too?"""

    @property
    def floor(self) -> Level | None:
        """The lowest level to which a school may bring it; None where it may be switched off."""
        return Level.CAUTION if self.level is Level.DANGER and self.theme in GUARDED_THEMES else None
