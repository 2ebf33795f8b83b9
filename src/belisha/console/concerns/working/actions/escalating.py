"""When nobody acknowledges a concern, the next person is told: each minute, by the clock of the concern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.concerns.models import Clock, Concern
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.queries.people import on_rung
from belisha.console.concerns.working.rules.rungs import RUNGS
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import User

__all__ = ["escalate"]

SYSTEM: Final = By(None, system="clock of concerns")
AT_ONCE: Final = 200


def escalate(now: datetime) -> str:
    """Pass on what nobody has acknowledged in time; says how many were told."""
    due = Clock.objects.filter(rung_at__lte=now, concern__state=Concern.State.NEW, concern__acknowledged_at=None)
    told = 0
    for number in list(due.order_by("rung_at", "pk").values_list("concern", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            told += len(_pass_up(number, now))
    return f"told {told}" if told else ""


def _pass_up(number: int, now: datetime) -> list[User]:
    """Tell the next rung on which somebody is; after the last nobody is told, and the board stays red."""
    concern = Concern.objects.select_for_update().select_related("school").get(pk=number)
    clock = Clock.objects.get(concern=concern)
    if concern.acknowledged_at is not None or clock.rung_at is None or clock.rung_at > now:
        return []  # somebody was quicker
    day, rungs = timezone.localdate(now), len(RUNGS[concern.route])
    told: list[User] = []
    while clock.rung < rungs and not told:
        told = on_rung(concern, clock.rung, day)
        clock.rung += 1
    clock.rung_at = hours_of(concern.school).next_rung(concern, now) if clock.rung < rungs else None
    clock.save(update_fields=["rung", "rung_at"])
    if told:
        after = {"rung": clock.rung, "to": [f"user:{user.pk}" for user in told]}
        SYSTEM.did(events.ESCALATED, to=concern, at=concern, after=after)
    urgent = concern.danger_now or concern.child_protection
    subject = _("Urgent: nobody has answered a concern") if urgent else _("Nobody has answered a concern")
    for user in told:
        words = {"recipient": user.name, "school": concern.school.name, "link": _board(concern)}
        send(user.email, subject, "concerns/working/letters/escalated.txt", words)
    return told


def _board(concern: Concern) -> str:
    return reverse("concerns", args=[concern.school.code])
