"""Telling people of danger: at once, or when school begins, as the school has decided; and the next ones when late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from belisha.console.access.settings.queries import value_of
from belisha.console.monitoring.alerts.declared import MAIL_PAUSE, OUT_OF_HOURS
from belisha.console.monitoring.alerts.letters import tell_danger, tell_late
from belisha.console.monitoring.alerts.queries.board import times_of
from belisha.console.monitoring.alerts.queries.seeing import readers_of
from belisha.console.monitoring.alerts.rules import DANGER, is_school_time, may_mail
from belisha.console.monitoring.models import Alert, AlertFinding, AlertStep

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["tell", "tell_of_late", "tell_waiting"]

Step = AlertStep.Kind


def tell(alert: Alert, now: datetime) -> bool:
    """Mail those who are to hear of an alert of danger, unless they just did; whether mails went out."""
    if not may_mail(alert.told_at, now, value_of(alert.school, MAIL_PAUSE)):
        return False
    on = is_school_time(times_of(alert.school, timezone.localdate(now)), now)
    rule = value_of(alert.school, OUT_OF_HOURS)
    if not on and rule == "morning":
        return False  # tell_waiting sends it when school begins
    readers = readers_of(alert.school, alert.route, alert.person, all_readers=not on and rule == "head")
    number = tell_danger(readers, alert)
    alert.told_at = now
    alert.save(update_fields=["told_at"])
    AlertStep.objects.create(alert=alert, kind=Step.TOLD, at=now, words=str(number))
    return True


def tell_waiting(school: School, now: datetime) -> int:
    """When school is on: mail what came at night where the school wants it so; how many alerts."""
    handed_on = AlertFinding.objects.filter(alert=OuterRef("pk")).exclude(told="")
    rows = Alert.objects.for_school(school).loud().filter(level=DANGER, told_at=None, acknowledged_at=None)
    told = 0
    for row in rows.filter(Exists(handed_on)).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            alert = Alert.objects.select_for_update(of=("self",)).select_related("school", "person").get(pk=row)
            told += alert.told_at is None and tell(alert, now)
    return told


def tell_of_late(school: School, now: datetime) -> int:
    """Once for each alert of danger that nobody acknowledged in time: tell everybody who may read it; how many."""
    late = Alert.objects.for_school(school).late(now).filter(level=DANGER, acknowledged_at=None)
    rows = late.exclude(steps__kind=Step.LATE).select_related("school", "person").order_by("pk")
    for alert in rows:
        with transaction.atomic():
            tell_late(readers_of(school, alert.route, alert.person, all_readers=True), alert)
            AlertStep.objects.create(alert=alert, kind=Step.LATE, at=now)
    return len(rows)
