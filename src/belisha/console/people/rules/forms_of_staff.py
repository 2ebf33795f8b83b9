"""The forms that staff fill in each year and the steps of a starter: data, read once, and how answers are judged."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from belisha.console.access.permissions import Permission  # noqa: TC001 - msgspec reads it when it reads a form

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

__all__ = ["GRACE", "Form", "Judged", "Question", "Step", "form_of", "is_due", "judge", "staff_forms", "starter_steps"]

GRACE: Final = timedelta(days=14)  # from their first day on, before a form of theirs is overdue
_DATA: Final = Path(__file__).parents[1] / "data"


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question; `hoped`: the answer that raises no exception."""

    id: str
    kind: Literal["yes-no", "text", "tick"]
    text: str
    hoped: Literal["yes", "no", ""] = ""
    optional: bool = False


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form; `cadence`: days until it is asked again. What the fields mean is told in data/declarations.yaml."""

    id: str
    version: int
    title: str
    duty: str
    who: tuple[str, ...]
    cadence: int
    seen_by: Permission
    intro: str
    questions: tuple[Question, ...]
    confirmed: bool = False
    pass_mark: int | None = None


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of an induction; `within`: days from the day somebody joined."""

    id: str
    title: str
    duty: str
    within: int
    text: str


class Judged(NamedTuple):
    """What answers come to: the questions answered otherwise than hoped, the score, whether it is a pass."""

    exceptions: list[str]
    score: int | None
    passed: bool


@cache
def staff_forms() -> tuple[Form, ...]:
    """All forms, in the order of the file."""
    return msgspec.yaml.decode((_DATA / "declarations.yaml").read_bytes(), type=tuple[Form, ...])


@cache
def starter_steps() -> tuple[Step, ...]:
    """All steps, in the order of the file."""
    return msgspec.yaml.decode((_DATA / "starters.yaml").read_bytes(), type=tuple[Step, ...])


def form_of(code: str) -> Form:
    """A form by its id. Raises KeyError."""
    return {form.id: form for form in staff_forms()}[code]


def judge(form: Form, answers: Mapping[str, str]) -> Judged:
    """Hold answers against what is hoped. Raises ValueError with the id of a question that lacks its answer."""
    exceptions = []
    for question in form.questions:
        answer = answers.get(question.id, "").strip()
        missing = not answer or (question.kind == "tick" and answer != "yes")
        if missing and not question.optional:
            raise ValueError(question.id)
        if question.hoped and answer != question.hoped:
            exceptions.append(question.id)
    if form.pass_mark is None:
        return Judged(exceptions, None, passed=True)
    score = sum(1 for question in form.questions if question.hoped) - len(exceptions)
    return Judged(exceptions, score, passed=score >= form.pass_mark)


def is_due(form: Form, made_at: datetime | None, version: int | None, day: date) -> bool:
    """Whether a form must be filled in (again) on a day, by when it was last and in which version."""
    return made_at is None or version != form.version or (day - made_at.date()).days >= form.cadence
