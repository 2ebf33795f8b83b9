"""Which categories leaders may agree on for lessons, and until when a teacher may open one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from belisha.console.access.calendars.clocks import lesson_end
from belisha.engine.lists.catalogue import categories

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from belisha.console.access.calendars.clocks import Times
    from belisha.engine.lists.catalogue import Category

__all__ = ["LONGEST", "SHORTEST", "can_be_agreed", "end_of_opening", "fault_of_end"]

# what harms, breaks the law or leads round the filter is nothing for one person's decision
OPENABLE: Final = frozenset({"distracting", "unsuitable", "useful"})
NEVER: Final = frozenset(
    {
        *("mixed-adult", "lingerie", "dating", "adult-advice", "alcohol-and-tobacco", "sects", "disinformation"),
        *("downloads", "remote-control", "web-archives", "translation", "adverts"),
    }
)
LONGEST: Final = timedelta(hours=4)  # a lesson, or a morning
SHORTEST: Final = timedelta(minutes=1)


def can_be_agreed(locked: Collection[str]) -> dict[str, Category]:
    """The categories on which leaders may agree, by id, in the order of their titles; none that is locked."""
    found = {
        name: category
        for name, category in categories().items()
        if category.kind in OPENABLE and not category.locked and name not in NEVER and name not in locked
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].title))


def end_of_opening(times: Times, now: datetime, wanted: datetime | None) -> datetime | None:
    """When an opening ends: at the time that was chosen, else with the lesson; None where no lesson is on."""
    return wanted or lesson_end(times, now)


def fault_of_end(end: datetime | None, now: datetime, *, chosen: bool = True) -> str:
    """What is wrong with an end, in words; nothing when it can be taken. A lesson may last as long as it does."""
    if end is None:
        return _("No lesson is on now. Say until when it is to be open.")
    if end < now + SHORTEST:
        return _("Choose a time that is still to come.")
    if chosen and end > now + LONGEST:
        return _("Choose a time within the next %(hours)s hours.") % {"hours": LONGEST // timedelta(hours=1)}
    return ""
