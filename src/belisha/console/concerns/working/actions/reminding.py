"""Reminders of tasks and of reviews: by e-mail without names, once a day, a few times; then they stop."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import School, User
from belisha.console.access.settings.queries import value_of
from belisha.console.concerns.models import Task
from belisha.console.concerns.working.declared import REMINDERS
from belisha.console.concerns.working.queries.tasks import due_tasks
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["remind"]


def remind(now: datetime) -> str:
    """Remind everybody of their tasks that are due: one mail a person and day; says how many were reminded."""
    today = timezone.localdate(now)
    due = Task.objects.filter(done_at=None, due__lte=today).filter(Q(reminded_on=None) | Q(reminded_on__lt=today))
    most = {
        school.pk: value_of(school, REMINDERS) for school in School.objects.filter(concerns__tasks__in=due).distinct()
    }
    wanted: Counter[int] = Counter()
    numbers = []
    for task in due.filter(owner__closed_at=None).select_related("concern").order_by("pk"):
        if task.reminders < most[task.concern.school_id]:
            wanted[task.owner_id] += 1
            numbers.append(task.pk)
    with transaction.atomic():
        sent = sum(_write_to(user, today) for user in User.objects.filter(pk__in=wanted).order_by("pk"))
        Task.objects.filter(pk__in=numbers).update(reminders=F("reminders") + 1, reminded_on=today)
    return f"reminded {sent}" if sent else ""


def _write_to(user: User, today: date) -> bool:
    """Whether somebody still has something to do; a task that has come to be about them is not theirs any more."""
    count = due_tasks(user, today).count()
    if not count:
        return False
    words = {"recipient": user.name, "count": count, "link": reverse("my-tasks")}
    send(user.email, _("Tasks of yours are due"), "concerns/working/letters/remind.txt", words)
    return True
