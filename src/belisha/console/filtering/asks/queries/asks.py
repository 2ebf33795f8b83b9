"""Asks for pages: those that somebody may see, one of them, what waits, and how long answers take."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.calendars.clocks import Times, due, one_day
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.filtering.asks.declared import ANSWER_DAYS
from belisha.console.filtering.asks.queries.people import classes_taught
from belisha.console.filtering.models import Ask, Asker, SpoolFault
from belisha.console.filtering.policy.queries import NotAdoptedError, document
from belisha.engine.published import NothingPublishedError, open_in_force

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation, School, User
    from belisha.console.filtering.models.asks import AskQuerySet
    from belisha.engine.policy import Policy

__all__ = [
    "Answering",
    "answering",
    "ask_of",
    "asks_for",
    "asks_of_time",
    "due_at",
    "fault_of",
    "is_for",
    "lines_unread",
    "own_askers",
    "policy_for",
    "times_of",
    "waiting_for",
]

LONGEST_NUMBER: Final = 18


def times_of(school: School) -> Times:
    """The calendar of a school by which clocks go. One query."""
    zone: ZoneInfo = timezone.get_default_timezone()
    return Times(calendar_of(school), zone)


def due_at(school: School, since: datetime) -> datetime:
    """When an ask of a moment is late. Two queries."""
    times = times_of(school)
    return due(times, since, one_day(times) * value_of(school, ANSWER_DAYS))


def policy_for(federation: Federation) -> Policy | None:
    """The policy whose groups people choose from: the console's own, else the one that the gateway goes by."""
    try:
        return document(federation)
    except NotAdoptedError:
        pass
    try:
        return open_in_force(settings.HOME).rulebook.policy
    except NothingPublishedError:
        return None


def asks_for(user: User, school: School) -> AskQuerySet:
    """The asks of a school that somebody may see: all of them, those of their classes, or their own. Newest first.

    Each has `asked_by`, how many asked.
    """
    asks: AskQuerySet = Ask.objects.for_school(school)
    if not has_permission(user, Permission.ANSWER_ASKS, school):
        own = Asker.objects.filter(ask=OuterRef("pk"), user=user)
        asks = asks.filter(Q(in_class__in=classes_taught(user, school)) | Q(Exists(own)) | Q(passed_by=user))
    counted: AskQuerySet = asks.annotate(asked_by=Count("askers"))
    return counted.select_related("school", "in_class", "change").order_by("-asked_at", "-pk")


def ask_of(user: User, school: School, number: int) -> Ask:
    """One of the asks that somebody may see, with everybody who asked. Raises Http404."""
    asks = asks_for(user, school).select_related("school__federation", "passed_by", "answered_by", "change__school")
    found: Ask = get_object_or_404(asks.prefetch_related("askers__person", "askers__user"), pk=number)
    return found


def is_for(user: User, ask: Ask) -> bool:
    """Whether somebody is the teacher whom an ask waits for."""
    return ask.in_class is not None and ask.in_class in classes_taught(user, ask.school)


def waiting_for(user: User, school: School) -> AskQuerySet:
    """Asks of their own classes that wait for a teacher."""
    waiting: AskQuerySet = Ask.objects.for_school(school).filter(state=Ask.State.TEACHER)
    return waiting.filter(in_class__in=classes_taught(user, school))


class Answering(NamedTuple):
    """How asks of a period were answered. `minutes`: of lessons, in the middle of all; None before the first."""

    asked: int
    waiting: int
    late: int
    opened: int
    declined: int
    minutes: int | None


def answering(school: School, since: datetime, now: datetime) -> Answering:
    """The counts of a school since a moment; asks that wait count whenever they were asked. Two queries."""
    asks = Ask.objects.for_school(school).filter(Q(asked_at__gte=since) | Q(answered_at__isnull=True))
    late = Q(answered_at__isnull=True, due_at__lte=now)
    counts = asks.aggregate(
        asked=Count("pk"),
        waiting=Count("pk", filter=Q(answered_at__isnull=True)),
        late=Count("pk", filter=late),
        opened=Count("pk", filter=Q(state__in=[Ask.State.OPENED, Ask.State.SHUT])),
        declined=Count("pk", filter=Q(state=Ask.State.DECLINED)),
    )
    kept = asks.filter(minutes__isnull=False).order_by("minutes").values_list("minutes", flat=True)
    minutes = [each for each in kept if each is not None]
    return Answering(**counts, minutes=round(median(minutes)) if minutes else None)


def asks_of_time(school: School, begin: datetime, end: datetime) -> AskQuerySet:
    """What was asked for at a school in a time."""
    asked: AskQuerySet = Ask.objects.for_school(school).filter(asked_at__gte=begin, asked_at__lt=end)
    return asked.order_by("asked_at", "pk")


def own_askers(user: User) -> QuerySet[Asker]:
    """What somebody asked for, newest first."""
    return Asker.objects.filter(user=user).select_related("ask__school", "ask__change").order_by("-at", "-pk")


def lines_unread() -> QuerySet[SpoolFault]:
    """Lines of the gateway's spool that could not be read, and that nobody has looked at."""
    return SpoolFault.objects.filter(looked_at__isnull=True).order_by("at", "pk")


def fault_of(number: str) -> SpoolFault:
    """One of them, by its number as it stands in an address. Raises Http404."""
    found = (
        lines_unread().filter(pk=int(number)).first() if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    )
    if found is None:
        raise Http404
    return found
