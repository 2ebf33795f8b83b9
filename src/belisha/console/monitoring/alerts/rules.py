"""What is decided about alerts without a database: words, clocks, the budget, to whom each goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from belisha.console.access.calendars.clocks import Times, counting, due, lessons_from
from belisha.engine.policy.model import Lesson

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django_stubs_ext import StrPromise

__all__ = [
    "ADVISORY",
    "CAUTION",
    "DANGER",
    "HELP",
    "LEVELS",
    "MISUSE",
    "REASONS",
    "ROUND",
    "STAFF",
    "THEMES",
    "Limits",
    "due_at",
    "folded",
    "is_quiet",
    "is_school_time",
    "level_number",
    "may_mail",
    "theme_words",
    "ties_name",
]

ADVISORY, CAUTION, DANGER = 0, 1, 2
LEVELS: Final = {DANGER: _("danger"), CAUTION: _("caution"), ADVISORY: _("advisory")}
HELP: Final = "asking-for-help"
ROUND: Final = "getting-round-the-filter"
MISUSE: Final = "misuse"  # told by hand
THEMES: Final[dict[str, StrPromise]] = {
    "suicide-and-self-harm": _("Suicide and self-harm"),
    "abuse-at-home": _("Abuse at home"),
    "grooming": _("Grooming and meeting strangers"),
    "eating-disorders": _("Eating disorders"),
    "radicalisation": _("Radicalisation"),
    "violence-and-weapons": _("Violence and weapons"),
    "sexual-content": _("Sexual content"),
    "hate": _("Hate"),
    "bullying": _("Bullying"),
    "running-away": _("Running away"),
    "drugs-and-alcohol": _("Drugs and alcohol"),
    "crime": _("Crime"),
    "gambling": _("Gambling"),
    ROUND: _("Getting round the filter"),
    HELP: _("Asking for help"),
    MISUSE: _("Misuse of the network"),
}
# why an alert is dismissed; the first ones teach the scoring
REASONS: Final[dict[str, StrPromise]] = {
    "false-alarm": _("False alarm: the words mean something else"),
    "lesson": _("It belongs to a lesson or homework"),
    "known": _("It is known, and somebody looks after it already"),
    "adult": _("An adult was at the device, for work"),
    "other": _("Another reason"),
}
TEACHES: Final = frozenset({"false-alarm", "lesson"})
# kinds of people who work for the school
STAFF: Final = frozenset({"staff", "governor", "volunteer", "contractor"})


class Limits(NamedTuple):
    """What a school has set: minutes to acknowledge danger, school days to deal with danger, and with the rest."""

    minutes: int
    danger_days: int
    caution_days: int


def theme_words(theme: str) -> StrPromise | str:
    """A theme as people call it; one that we do not know, by its id."""
    return THEMES.get(theme, theme.replace("-", " ").capitalize())


def level_number(level: str) -> int:
    """A level of the record as a number that sorts."""
    return {"advisory": ADVISORY, "caution": CAUTION, "danger": DANGER}[level]


def school_hours(times: Times) -> Times:
    """The same calendar with one long lesson a day, from the first to the last: breaks count."""
    calendar = counting(times.calendar)
    parts = (*calendar.lessons, *calendar.breaks)
    day = Lesson(name="", from_=min(part.from_ for part in parts), to=max(part.to for part in parts))
    return Times(replace(calendar, lessons=(day,)), times.zone)


def is_school_time(times: Times, moment: datetime) -> bool:
    """Whether school is on, from the first lesson to the last."""
    passing = next(lessons_from(school_hours(times), moment), None)
    return passing is not None and passing.since <= moment


def due_at(times: Times, since: datetime, level: int, limits: Limits, *, acknowledged: bool = False) -> datetime:
    """When an alert turns red: until it is acknowledged by minutes, then by days of school."""
    hours = school_hours(times)
    if level == DANGER and not acknowledged:
        return due(hours, since, timedelta(minutes=limits.minutes))
    days = limits.danger_days if level == DANGER else limits.caution_days
    day = counting(hours.calendar).lessons[0]
    length = datetime.combine(since.date(), day.to) - datetime.combine(since.date(), day.from_)
    return due(hours, since, days * length)


def is_quiet(level: int, theme: str, today: int, budget: int) -> bool:
    """Whether a new alert only waits for the digest. `today`: cautions on the board since midnight.

    Danger never does, nor somebody who asks for help.
    """
    if level == DANGER or theme in {HELP, MISUSE}:
        return False
    return level == ADVISORY or today >= budget


def may_mail(last: datetime | None, now: datetime, minutes: int) -> bool:
    """Whether another mail about the same person and theme may go out."""
    return last is None or now - last >= timedelta(minutes=minutes)


def folded(*texts: str) -> str:
    """Texts as lists are searched."""
    return " ".join(" ".join(texts).split()).casefold()[:700]


def ties_name(tie: str, names: Iterable[str]) -> bool:
    """Whether the words of a declared tie hold a whole name: each of its words."""
    words: Collection[str] = set("".join(each if each.isalpha() else " " for each in tie.casefold()).split())
    wanted = [part for name in names for part in name.casefold().replace("-", " ").replace("'", " ").split()]
    return bool(wanted) and all(part in words for part in wanted)
