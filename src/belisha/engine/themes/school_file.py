"""Reads a school's themes.yaml: every fault at once, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec.inspect

from belisha.engine.policy.model import Fault, PolicyError
from belisha.engine.policy.reading.marks import FileMarks
from belisha.engine.policy.reading.nodes import compose
from belisha.engine.policy.reading.shapes import ShapeReader, did_you_mean
from belisha.engine.themes.grammar import PatternError
from belisha.engine.themes.library import shipped
from belisha.engine.themes.matching import Rules
from belisha.engine.themes.model import THEMES
from belisha.engine.themes.school import SchoolThemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.engine.policy.reading.marks import Marks
    from belisha.engine.themes.school import Added

ZONE: Final = ZoneInfo("Europe/London")
SHAPE: Final = msgspec.inspect.type_info(SchoolThemes)


class SchoolThemesError(ValueError):
    """The file cannot be used; `faults` are all that was found, by line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{fault.line}: {fault.where}: {fault.message}" for fault in faults))
        self.faults = tuple(faults)


def read_school_themes(text: str) -> SchoolThemes:
    """A school's changes from YAML. Raises SchoolThemesError with all faults, by line."""
    if not text.strip():
        return SchoolThemes()
    try:
        root = compose(text)
    except PolicyError as error:
        raise SchoolThemesError(list(error.faults)) from error
    reader = ShapeReader(ZONE, {"category": THEMES})
    school = reader.read(root, SHAPE, ())
    faults = list(reader.faults)
    if isinstance(school, SchoolThemes):
        faults += _faults(school, FileMarks(reader))
    if faults or not isinstance(school, SchoolThemes):
        raise SchoolThemesError(sorted(set(faults)))
    return school


def _faults(school: SchoolThemes, marks: Marks) -> Iterator[Fault]:
    ours = {rule.id: rule for rule in shipped().rules}
    own: set[str] = set()
    for added in school.added:
        if added.id in ours or added.id in own:
            yield marks.fault(added, f"“{added.id}” is the id of another rule already", "id")
        own.add(added.id)
        if message := _unreadable(added):
            yield marks.fault(added, message, "patterns")
    for softened in school.softened:
        if softened.rule not in ours and softened.rule not in own:
            known = did_you_mean(softened.rule, [*ours, *own])
            yield marks.fault(softened, f"there is no rule “{softened.rule}”{known}", "rule")
        elif softened.rule in ours and ours[softened.rule].floor and softened.to != "caution":
            told = "warns of danger to a child: it can be softened to caution, not further"
            yield marks.fault(softened, told, "to")


def _unreadable(added: Added) -> str | None:
    """What is wrong with the patterns of a rule."""
    if not added.rule.patterns:
        return "holds no pattern"
    try:
        Rules((added.rule,), shipped(), ()).check()
    except PatternError as error:
        return str(error)
    return None
