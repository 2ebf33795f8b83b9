"""How risks of technology are scored, who decides, and what stands in the way of a yes. No database."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads it when it reads the file
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.roles import Role
from belisha.console.compliance.plans.rules import PLANNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django_stubs_ext import StrPromise

__all__ = [
    "AI",
    "ANSWERS",
    "ASSESSING",
    "DECIDING",
    "HARM",
    "LEVELS",
    "LIKELIHOOD",
    "LONGEST",
    "WAITS",
    "Asked",
    "Level",
    "Point",
    "Points",
    "ai_points",
    "hindrances",
    "level_of",
    "longest",
]

ASSESSING: Final = PLANNING | {Role.TECHNICIAN, Role.DPO}
DECIDING: Final = frozenset({Role.HEAD, Role.EXECUTIVE_HEAD, Role.SLT})
# days that a decision counts at most: then somebody looks at it anew. AI tools change faster than others
LONGEST: Final = {"allowed": 365, "trial": 120, "refused": 730}
LONGEST_AI: Final = 183
AI: Final = "ai"  # the kind; a test holds these words against those of the models
WAITS: Final = 30  # days that a wish may wait for a decision
ANSWERS: Final = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("unknown", gettext_lazy("Nobody knows")))
LIKELIHOOD: Final = (
    (1, gettext_lazy("1, hardly ever")),
    (2, gettext_lazy("2, seldom")),
    (3, gettext_lazy("3, now and then")),
    (4, gettext_lazy("4, often")),
    (5, gettext_lazy("5, nearly always")),
)
HARM: Final = (
    (1, gettext_lazy("1, a nuisance")),
    (2, gettext_lazy("2, slight")),
    (3, gettext_lazy("3, somebody is upset or misled")),
    (4, gettext_lazy("4, somebody is harmed")),
    (5, gettext_lazy("5, grave or lasting harm")),
)


class Level(NamedTuple):
    """A band of scores: from which on, its words, and the kind of tag."""

    least: int
    title: StrPromise
    colour: str


LEVELS: Final = (
    Level(15, gettext_lazy("high"), "bad"),
    Level(6, gettext_lazy("middling"), "risk"),
    Level(1, gettext_lazy("low"), "good"),
)


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question about an AI tool; with `must`, children use it only where the answer is yes."""

    id: str
    subject: str
    text: str
    must: bool


class Points(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The questions about AI tools in one edition: where their subjects come from, and when somebody looked."""

    edition: str
    source: Annotated[str, msgspec.Meta(pattern=r"^https://")]
    read: date
    points: Annotated[tuple[Point, ...], msgspec.Meta(min_length=1)]


class Asked(NamedTuple):
    """What a decision rests on."""

    kind: str
    pupils: bool
    personal: bool
    after: int
    points: Mapping[str, str]
    data_words: str


@cache
def ai_points() -> Points:
    """The questions of ai-tools.yaml."""
    return msgspec.yaml.decode((Path(__file__).parent / "ai-tools.yaml").read_bytes(), type=Points)


def level_of(score: int) -> Level:
    """The band of a score from 1 to 25."""
    return next(level for level in LEVELS if score >= level.least)


def hindrances(asked: Asked) -> list[str]:
    """Why a technology can be neither allowed nor tried yet, in words; empty where it can."""
    return list(_hindrances(asked))


def _hindrances(asked: Asked) -> Iterator[str]:
    if level_of(asked.after).colour == "bad":
        yield _("The risk is still high with what is done about it.")
    if asked.personal and not asked.data_words:
        yield _("The data protection officer has not said yet what it takes of people and whether that is lawful.")
    if asked.kind != AI:
        return
    open_points = [each for each in ai_points().points if each.id not in asked.points]
    if open_points:
        yield _("Questions about tools with artificial intelligence are not answered.")
    elif asked.pupils:
        failed = [each.subject for each in ai_points().points if each.must and asked.points[each.id] != "yes"]
        if failed:
            names = ", ".join(dict.fromkeys(failed))
            yield _("Children cannot use it: there is no clear yes on %(subjects)s.") % {"subjects": names}


def longest(decision: str, kind: str) -> int:
    """How many days a decision counts at most."""
    return min(LONGEST[decision], LONGEST_AI) if kind == AI and decision != "refused" else LONGEST[decision]
