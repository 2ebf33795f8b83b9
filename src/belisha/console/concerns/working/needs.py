"""What of work on concerns needs somebody: without names, words or references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belisha.console.access.acting import By
from belisha.console.access.authorization import holdings
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task as ToDo
from belisha.console.access.tasks import tasks as to_do
from belisha.console.concerns.models import Concern, Task
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.working.queries.digests import LEADERS, unread_by
from belisha.console.concerns.working.queries.drills import YEAR, last_drill
from belisha.console.concerns.working.queries.tasks import own_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from belisha.console.access.tasks import Asking

__all__: list[str] = []


def _counted(one: str, many: str, number: int) -> str:
    return ngettext(one, many, number) % {"n": number}


@needs(Permission.SEE_SCHOOL)
def overdue(user: User, school: School) -> Iterator[Need]:
    """Concerns that somebody has acknowledged and that wait too long for the next thing."""
    who = By(user)
    routes = routes_of(who, school)
    if not routes:
        return
    late = visible(who, school).filter(route__in=routes, state=Concern.State.OPEN, clock__due_at__lte=timezone.now())
    if number := late.order_by().count():
        link = reverse("concerns-board", args=[school.code, "overdue"])
        text = _counted("%(n)s concern is overdue", "%(n)s concerns are overdue", number)
        yield Need(text, link, Urgency.NOW, weight=Weight.CHILD)


@needs(None)
def tasks(user: User, school: School) -> Iterator[Need]:
    """One's own tasks, asked once: at one's own school."""
    if user.school_id != school.pk:
        return
    today = timezone.localdate()
    waiting = list(own_tasks(user).filter(done_at=None).values_list("due", flat=True))
    if waiting:
        text = _counted("You have %(n)s task to do", "You have %(n)s tasks to do", len(waiting))
        urgency = Urgency.NOW if min(waiting) < today else Urgency.SOON
        yield Need(text, reverse("my-tasks"), urgency, weight=Weight.DUE)


@needs(Permission.SEE_CONCERN_FIGURES)
def unread_numbers(user: User, school: School) -> Iterator[Need]:
    """The week's numbers, for leaders who have not read them."""
    if not any(each.role in LEADERS and each.school in {None, school.pk} for each in holdings(user)):
        return
    if number := unread_by(user, school).count():
        text = _counted("Read %(n)s week's numbers of concerns", "Read the numbers of concerns of %(n)s weeks", number)
        yield Need(text, reverse("concern-digests", args=[school.code]), weight=Weight.DUE)


@needs(Permission.WORK_CONCERNS)
def drill_due(user: User, school: School) -> Iterator[Need]:
    """The yearly drill."""
    del user
    last = last_drill(school)
    if last is None or last.finished_at is None or last.finished_at < timezone.now() - YEAR:
        text = _("Hold the yearly drill of a grave incident")
        yield Need(text, reverse("concern-drills", args=[school.code]), Urgency.SOMETIME, weight=Weight.DUE)


@to_do(
    "concerns",
    gettext_lazy("What concerns ask of you"),
    None,
    others=Permission.SEE_SCHOOL,
    stands_for=(tasks,),
    mailed=False,  # the concern's own reminders do
)
def tasks_of_concerns(asking: Asking) -> Iterator[ToDo]:
    """Tasks and lessons: one's own; of others those of concerns that whoever looks works on, by the one door."""
    if asking.of is not None:
        if asking.of.school_id != asking.school.pk:
            return
        found, page = own_tasks(asking.of), None
    else:
        who = By(asking.by)
        seen = visible(who, asking.school).filter(route__in=routes_of(who, asking.school))
        found = Task.objects.filter(concern__in=seen.order_by().values("pk")).select_related("entry", "concern")
        page = "concern"
    for each in found.filter(done_at=None).order_by("due", "pk"):
        link = reverse(page, args=[asking.school.code, each.concern.reference]) if page else reverse("my-tasks")
        since = timezone.localdate(each.made_at)
        yield ToDo(each.text, link, f"task-{each.pk}", each.due, since, each.owner_id)
