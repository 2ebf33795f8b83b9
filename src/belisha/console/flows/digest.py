"""Each Monday morning: the safeguarding lead and deputies of a school hear how much was found the week before.

Numbers alone, by mail: who it is about is read on the machine, where every look goes on record.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.activity.counted import counted
from belisha.activity.days import Period
from belisha.console.access.models import Post, School, User
from belisha.console.access.roles import Role
from belisha.console.flows.due import due
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from belisha.activity.findings.model import Finding

__all__ = ["Week", "readers_of", "send_digests", "week_before", "week_of"]

LETTER = "flows/letters/digest.txt"
READERS = (Role.DSL, Role.DEPUTY_DSL)


class Week(NamedTuple):
    """How many findings of a week: in all, and of them those of level danger."""

    found: int
    danger: int


@due(name="weekly digest for safeguarding leads", every="week", at="monday 07:00")
def send_digests(now: datetime) -> str:
    """Write to the safeguarding leads of every school; says how many letters, and which school nobody reads for."""
    # loaded in the clock's process alone, not in each that serves pages
    from belisha.activity.findings import findings  # noqa: PLC0415

    period, letters, unread = week_before(timezone.localdate(now)), 0, []
    for school in School.objects.order_by("code"):
        readers = readers_of(school, timezone.localdate(now))
        if not readers:
            unread.append(school.name)
            continue
        week = week_of(findings(settings.HOME, [school.code], period, timezone.get_default_timezone()))
        letters += sum(_sent(reader, school, week, period) for reader in readers)
    told = [counted(letters, "digest was sent", "digests were sent")]
    told += [f"Nobody with an e-mail address leads safeguarding at {name}" for name in unread]
    return ". ".join(told) + "."


def week_before(day: date) -> Period:
    """The last whole week, Monday to Sunday, before the week of a day."""
    monday = day - timedelta(days=day.weekday() + 7)
    return Period(monday, monday + timedelta(days=6))


def week_of(found: Iterable[Finding]) -> Week:
    """How much was found."""
    found = list(found)
    return Week(len(found), sum(one.level.name == "DANGER" for one in found))


def readers_of(school: School, day: date) -> list[User]:
    """The safeguarding lead and deputies of a day whose account is open and who have an e-mail address."""
    held = Post.objects.for_school(school).held_on(day).filter(role__in=[role.value for role in READERS])
    users = User.objects.filter(posts__in=held, opened_at__isnull=False, closed_at__isnull=True).exclude(email="")
    return list(users.distinct().order_by("name", "pk"))


def _sent(reader: User, school: School, week: Week, period: Period) -> bool:
    words = {
        "recipient": reader.name,
        "school": school.name,
        "count": counted(week.found, "finding"),
        "event": counted(week.danger, "of them was", "of them were"),
        "day": period.first,
        "link": reverse("digests", args=[school.code]),
    }
    return send(reader.email, _("The week's digest"), LETTER, words) is not None
