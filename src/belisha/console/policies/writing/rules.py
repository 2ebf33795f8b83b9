"""The steps of a version as a table, and how two texts are laid side by side. No database."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django_stubs_ext import StrPromise

    from belisha.console.policies.clauses.rules import Section

__all__ = [
    "EDITABLE",
    "MAKING",
    "STATES",
    "STEPS",
    "Line",
    "Row",
    "State",
    "Step",
    "diagram",
    "lines_of",
    "side_by_side",
    "step_of",
    "steps_from",
    "words_apart",
]


class State(StrEnum):
    """How far a version is; the same words as models.Version.State."""

    DRAFT = "draft"
    CONSULTING = "consulting"
    LEADERS = "leaders"
    GOVERNORS = "governors"
    SIGNING = "signing"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    ABANDONED = "abandoned"


class Step(NamedTuple):
    """One step: from where, to where, what it is called, and the right that it takes (None: the system takes it)."""

    name: str
    sources: tuple[State, ...]
    to: State
    title: StrPromise
    permission: Permission | None


STATES: Final[dict[State, StrPromise]] = {
    State.DRAFT: _("draft"),
    State.CONSULTING: _("out for consultation"),
    State.LEADERS: _("with the leaders"),
    State.GOVERNORS: _("with the governors"),
    State.SIGNING: _("approved, being signed"),
    State.PUBLISHED: _("in force"),
    State.SUPERSEDED: _("replaced"),
    State.ABANDONED: _("given up"),
}
MAKING: Final = (State.DRAFT, State.CONSULTING, State.LEADERS, State.GOVERNORS, State.SIGNING)
EDITABLE: Final = (State.DRAFT, State.LEADERS)
"""While people are asked about a text, and once governors have it, it stands still."""
STEPS: Final = (
    Step(
        "consult", (State.DRAFT, State.LEADERS), State.CONSULTING, _("open a consultation"), Permission.WRITE_POLICIES
    ),
    Step("close-round", (State.CONSULTING,), State.LEADERS, _("close the consultation"), Permission.WRITE_POLICIES),
    Step("to-governors", (State.LEADERS,), State.GOVERNORS, _("leaders pass it on"), Permission.WRITE_POLICIES),
    Step("approve", (State.GOVERNORS,), State.SIGNING, _("governors approve"), Permission.APPROVE_POLICIES),
    Step("publish", (State.SIGNING,), State.PUBLISHED, _("the last signature"), None),
    Step("supersede", (State.PUBLISHED,), State.SUPERSEDED, _("the next version is published"), None),
    Step("return", (State.GOVERNORS,), State.LEADERS, _("governors send it back"), Permission.APPROVE_POLICIES),
    Step("unsign", (State.SIGNING,), State.LEADERS, _("taken back before it is signed"), Permission.WRITE_POLICIES),
    Step("abandon", MAKING, State.ABANDONED, _("give it up"), Permission.WRITE_POLICIES),
)


def step_of(name: str) -> Step:
    """A step by its name. Raises KeyError."""
    return {step.name: step for step in STEPS}[name]


def steps_from(state: str) -> list[Step]:
    """The steps that a version in a state can take."""
    return [step for step in STEPS if state in step.sources]


def diagram() -> str:
    """The table of steps as a Mermaid diagram, for docs/guide/policies-life.md."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {source} --> {step.to}: {step.title}" for step in STEPS for source in step.sources]
    ends = [state for state in State if not steps_from(state)]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in ends)])


class Line(NamedTuple):
    """One paragraph as it is compared: which clause, in which section, what it says."""

    id: str
    section: str
    words: str


class Row(NamedTuple):
    """Two paragraphs side by side. `kind`: same, changed, added (only right) or removed (only left)."""

    kind: str
    left: Line | None
    right: Line | None


def lines_of(sections: Iterable[Section]) -> list[Line]:
    """The paragraphs of a composed text in their order; numbers are left out, for they move when one is put between."""
    return [Line(each.id, section.title, each.words) for section in sections for each in section.paragraphs]


def side_by_side(left: Sequence[Line], right: Sequence[Line]) -> list[Row]:
    """Two texts, paragraph beside paragraph: a clause beside itself, and what is new or gone in its place."""
    known = {line.id: line for line in right}
    matched = SequenceMatcher(None, [line.id for line in left], [line.id for line in right], autojunk=False)
    rows: list[Row] = []
    for tag, from_, to, start, end in matched.get_opcodes():
        if tag == "equal":
            rows += [_beside(one, other) for one, other in zip(left[from_:to], right[start:end], strict=True)]
            continue
        rows += [Row("removed", line, None) for line in left[from_:to] if line.id not in known]
        rows += [_found(line, left) for line in right[start:end]]
    return rows


def _beside(left: Line, right: Line) -> Row:
    return Row("same" if left.words == right.words else "changed", left, right)


def _found(line: Line, left: Sequence[Line]) -> Row:
    """A paragraph of the right text beside itself where it only moved, else alone."""
    before = next((each for each in left if each.id == line.id), None)
    return _beside(before, line) if before else Row("added", None, line)


def words_apart(left: str, right: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Two texts cut where they differ: stretches of each, and whether the other has it not."""
    one, other = left.split(), right.split()
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return (
        list(_stretches(one, ((tag, from_, to) for tag, from_, to, _start, _end in codes))),
        list(_stretches(other, ((tag, start, end) for tag, _from, _to, start, end in codes))),
    )


def _stretches(words: list[str], codes: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, bool]]:
    for tag, from_, to in codes:
        if to > from_:
            yield " ".join(words[from_:to]), tag != "equal"
