"""Reads the shipped rules: words, spellings, harmless phrases, frames, and the rules of each theme and language."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import yaml

from belisha.engine.themes.evidence import Weights
from belisha.engine.themes.model import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER: Final = Path(__file__).parent / "rules"
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WEIGHTS: Final = FOLDER / "weights.json"
OFF: Final = "none"
REVIEWED: Final = "2026.11"

Lowering = dict[str, str]
"""Frame to level, or to "none"."""


class Spellings(msgspec.Struct, frozen=True):
    """How words are typed."""

    expanded: tuple[tuple[str, str], ...] = ()
    """Short forms and what they stand for."""
    guarded: tuple[str, ...] = ()
    """Grave words, or classes of them in <…>, whose misspellings count."""
    ordinary: tuple[str, ...] = ()
    """Words that are not misspellings of grave ones, nor two grave words run together."""


class Frame(NamedTuple):
    """What may surround words and make them less grave: homework, a story, help for somebody."""

    name: str
    says: str
    """Completes “lowered, because it …”."""
    patterns: tuple[str, ...]


class Library(NamedTuple):
    """Everything that is shipped, as written."""

    version: str
    classes: dict[str, str]
    spellings: Spellings
    harmless: tuple[str, ...]
    frames: tuple[Frame, ...]
    rules: tuple[Rule, ...]


class WrittenRule(msgspec.Struct, forbid_unknown_fields=True):
    """A rule as it stands in a file."""

    id: str
    level: Level
    why: str
    patterns: str
    unless: str = ""
    frames: Lowering | None = None
    pages: bool = True
    theme: str = ""


class WrittenTheme(msgspec.Struct, forbid_unknown_fields=True):
    """A file of rules: of one theme, or of one language with the theme beside each rule."""

    version: int
    rules: list[WrittenRule]
    theme: str = ""
    language: str = ""
    source: str = ""
    reviewed_by: str | None = None
    frames: Lowering = {}
    words: dict[str, str] = {}
    guarded: str = ""
    ordinary: str = ""


class WrittenFrame(msgspec.Struct, forbid_unknown_fields=True):
    """A frame as it stands in its file."""

    says: str
    patterns: str


class WrittenSpellings(msgspec.Struct, forbid_unknown_fields=True):
    """spellings.yaml."""

    expanded: dict[str, str]
    guarded: str
    ordinary: str


@cache
def shipped() -> Library:
    """The rules that come with this version."""
    written = [*FOLDER.glob("themes/*.yaml"), *FOLDER.glob("languages/*.yaml")]
    themes = [_theme(path) for path in sorted(written, key=lambda path: (path.parent.name != "themes", path.name))]
    classes = msgspec.convert(_load(FOLDER / "words.yaml"), dict[str, str])
    classes |= {name: text for theme in themes for name, text in theme.words.items()}
    frames = msgspec.convert(_load(FOLDER / "frames.yaml"), dict[str, WrittenFrame])
    harmless = msgspec.convert(_load(FOLDER / "harmless.yaml"), dict[str, str])
    return Library(
        version=_version(),
        classes=classes,
        spellings=_spellings(themes),
        harmless=tuple(line for text in harmless.values() for line in lines(text)),
        frames=tuple(Frame(name, frame.says, lines(frame.patterns)) for name, frame in frames.items()),
        rules=tuple(_rule(rule, theme) for theme in themes for rule in theme.rules),
    )


def weights() -> Weights:
    """What single words weigh. Raises OSError or ValueError for a broken installation."""
    return msgspec.json.decode(WEIGHTS.read_bytes(), type=Weights)


def lines(text: str) -> tuple[str, ...]:
    """Patterns, one a line; empty lines and those that begin with # are left out."""
    stripped = (line.strip() for line in text.splitlines())
    return tuple(line for line in stripped if line and not line.startswith("#"))


def split_words(text: str) -> list[str]:
    """Words or phrases between commas and line ends."""
    return [word for part in text.replace("\n", ",").split(",") if (word := " ".join(part.split()))]


def lowerings(written: Lowering) -> tuple[tuple[str, Level | None], ...]:
    """Frames with what they make of a level."""
    return tuple((name, None if level == OFF else Level(level)) for name, level in written.items())


def _spellings(themes: Iterable[WrittenTheme]) -> Spellings:
    """Those of all files: each may guard words of its own."""
    written = msgspec.convert(_load(FOLDER / "spellings.yaml"), WrittenSpellings)
    files: tuple[WrittenSpellings | WrittenTheme, ...] = (written, *themes)
    return Spellings(
        expanded=tuple(written.expanded.items()),
        guarded=tuple(word for file in files for word in split_words(file.guarded)),
        ordinary=tuple(word for file in files for word in split_words(file.ordinary)),
    )


def _rule(written: WrittenRule, theme: WrittenTheme) -> Rule:
    return Rule(
        id=written.id,
        theme=written.theme or theme.theme,
        level=written.level,
        why=written.why,
        patterns=lines(written.patterns),
        unless=lines(written.unless),
        frames=lowerings(theme.frames if written.frames is None else written.frames),
        pages=written.pages,
    )


def _theme(path: Path) -> WrittenTheme:
    return msgspec.convert(_load(path), WrittenTheme)


def _load(path: Path) -> object:
    loaded: object = yaml.load(path.read_bytes(), Loader=LOADER)  # noqa: S506 - a safe loader, in C where there is one
    return loaded


def _version() -> str:
    """The month of the last review and a digest of all files: two machines with one version read alike."""
    month = REVIEWED
    return f"{month}-{_digest(sorted((*FOLDER.rglob('*.yaml'), WEIGHTS)))}"


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
