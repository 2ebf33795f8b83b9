"""What a version still needs, what is asked of whom, seals, and the days of reviews. No database."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from django.utils.translation import gettext_lazy as _

from belisha.console.access.calendars.clocks import counting
from belisha.console.access.roles import Role
from belisha.engine.policy.calendar import is_school_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django_stubs_ext import StrPromise

    from belisha.console.policies.clauses.rules import Section
    from belisha.engine.policy.model import Calendar

__all__ = [
    "ANSWERS",
    "CONSULTED",
    "MARKS",
    "PARTS",
    "SCHOOL_DAYS",
    "SIGNERS",
    "TEAMS",
    "Question",
    "Tally",
    "audiences_without_words",
    "joined_digest",
    "mark_for",
    "new_token",
    "questions",
    "school_days_after",
    "seal_of",
    "tallied",
]

CONSULTED: Final[dict[str, StrPromise]] = {
    "staff": _("Staff"),
    "pupils": _("Pupils"),
    "parents": _("Parents and carers"),
}
ANSWERS: Final[dict[str, StrPromise]] = {"yes": _("Yes"), "unsure": _("Not sure"), "no": _("No")}
TEAMS: Final = (Role.TEACHER, Role.SUPPORT_STAFF, Role.OFFICE)
"""Teams of staff, each of which is to be heard."""
PARTS: Final[dict[str, StrPromise]] = {"head": _("Headteacher"), "chair": _("Chair of governors")}
SIGNERS: Final[dict[str, tuple[Role, ...]]] = {"head": (Role.HEAD, Role.EXECUTIVE_HEAD), "chair": (Role.CHAIR,)}
MARKS: Final = (61, 30, 7, 1, 0)
"""Days before a review is due on which somebody is reminded: two months, one month, one week, a day, and the day."""
SCHOOL_DAYS: Final = 10
"""Within which something is decided about a cause for an early review."""
LOOKED_AHEAD: Final = 120  # days: further than any summer holiday


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a consultation."""

    id: str
    words: str


class _Questions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: str
    asked: tuple[Question, ...]


@cache
def _asked(file: str) -> tuple[Question, ...]:
    return msgspec.yaml.decode((Path(__file__).parent / file).read_bytes(), type=_Questions).asked


def questions(audience: str) -> tuple[Question, ...]:
    """What a group is asked."""
    return _asked("questions_of_pupils.yaml" if audience == "pupils" else "questions.yaml")


class Tally(NamedTuple):
    """How a question was answered by a group."""

    question: Question
    yes: int
    unsure: int
    no: int

    @property
    def total(self) -> int:
        """Everybody who answered it."""
        return self.yes + self.unsure + self.no


def tallied(audience: str, given: Iterable[Mapping[str, object]]) -> list[Tally]:
    """The answers of people ("yes") and of classes ({"yes": 12, "no": 3}) counted by question."""
    counts = {one.id: dict.fromkeys(ANSWERS, 0) for one in questions(audience)}
    for answers in given:
        for name, answer in answers.items():
            if name not in counts:
                continue
            hands = answer if isinstance(answer, dict) else {str(answer): 1}
            for word in ANSWERS:
                counts[name][word] += int(hands.get(word, 0))
    return [Tally(one, *(counts[one.id][word] for word in ANSWERS)) for one in questions(audience)]


def audiences_without_words(sections: Iterable[Section], wanted: Collection[str]) -> list[str]:
    """The groups to whom a text says nothing of their own; what is for everybody does not count."""
    spoken = {audience for section in sections for each in section.paragraphs for audience in each.audiences}
    return [audience for audience in wanted if audience not in spoken]


def new_token() -> str:
    """What the address of the page for parents holds: nobody guesses it."""
    return secrets.token_urlsafe(18)


def joined_digest(digests: Mapping[str, str]) -> str:
    """One SHA-256 over those of the texts of all schools, by their codes."""
    return hashlib.sha256(json.dumps(dict(sorted(digests.items()))).encode()).hexdigest()


def seal_of(*facts: object) -> str:
    """SHA-256 over what a signature says: whatever is changed of it later shows."""
    return hashlib.sha256(json.dumps([str(fact) for fact in facts], ensure_ascii=False).encode()).hexdigest()


def school_days_after(calendar: Calendar, day: date, count: int) -> date:
    """The day on which so many school days have passed; so many weekdays later where a calendar has none."""
    counted, seen, here = counting(calendar), 0, day
    for _each in range(LOOKED_AHEAD):
        here += timedelta(days=1)
        seen += is_school_day(counted, here)
        if seen == count:
            return here
    return day + timedelta(days=count * 7 // 5)


def mark_for(due: date, today: date) -> int | None:
    """The reminder that is wanted now: the nearest of MARKS that has been reached. None while all are ahead."""
    left = (due - today).days
    reached = [mark for mark in MARKS if left <= mark]
    return min(reached) if reached else None
