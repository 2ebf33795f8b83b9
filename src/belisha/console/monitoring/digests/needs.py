"""What of digests and daily pages needs somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.access.tasks import Task, tasks
from belisha.console.monitoring.alerts.queries.holders import roles_at
from belisha.console.monitoring.digests.queries import missed_at, seen_on, unsigned_weeks
from belisha.console.monitoring.digests.rules import MISSED_RED, UNSIGNED_RED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from belisha.console.access.tasks import Asking

__all__ = ["digests_to_sign", "today_to_look_at", "weeks_to_sign"]

IN_TIME: Final = timedelta(days=11)  # from the Monday of a week to the Friday of the next


@needs(Permission.SIGN_DIGEST)
def digests_to_sign(user: User, school: School) -> Iterator[Need]:
    """Weeks that nobody has signed: the lead's; with two of them the deputies' as well."""
    weeks = unsigned_weeks(school, timezone.localdate())
    red = len(weeks) >= UNSIGNED_RED
    if weeks and (red or Role.DSL in roles_at(user, school)):
        text = ngettext("Sign the digest of %(n)s week", "Sign the digests of %(n)s weeks", len(weeks))
        urgency = Urgency.NOW if red else Urgency.SOON
        yield Need(text % {"n": len(weeks)}, reverse("digests", args=[school.code]), urgency, weight=Weight.DUE)


@needs(Permission.RUN_SYSTEM)
def today_to_look_at(user: User, school: School) -> Iterator[Need]:
    """The daily page that nobody has looked at."""
    del user
    today = timezone.localdate()
    if seen_on(school, today) is None:
        urgency = Urgency.NOW if missed_at(school, today) >= MISSED_RED else Urgency.SOMETIME
        text = _("Look at the daily page of filter and monitoring")
        yield Need(text, reverse("health-day", args=[school.code]), urgency, weight=Weight.DUE)


@tasks(
    "weekly-digests",
    gettext_lazy("Weekly digests"),
    Permission.SIGN_DIGEST,
    others=Permission.SIGN_DIGEST,
    stands_for=(digests_to_sign,),
)
def weeks_to_sign(asking: Asking) -> Iterator[Task]:
    """Each week that nobody has signed: the lead's, with two of them the deputies' as well."""
    weeks = unsigned_weeks(asking.school, timezone.localdate())
    if asking.of and len(weeks) < UNSIGNED_RED and Role.DSL not in roles_at(asking.of, asking.school):
        return
    link = reverse("digests", args=[asking.school.code])
    for monday in weeks:
        text = _("Sign the digest of the week from %(day)s") % {"day": date_format(monday, "j F")}
        yield Task(text, link, f"week-{monday}", monday + IN_TIME, monday + timedelta(days=7))
