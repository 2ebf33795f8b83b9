"""What of asks, reports and failures needs somebody now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belisha.console.access.authorization import has_permission, holdings
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.filtering.asks.queries.asks import waiting_for
from belisha.console.filtering.asks.queries.reports import has_read, unread_answers
from belisha.console.filtering.models import Ask, FailureReport, PageReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from belisha.console.access.tasks import Asking

__all__: list[str] = []


def _counted(one: str, many: str, number: int) -> str:
    return ngettext(one, many, number) % {"n": number}


@needs(Permission.ASK_FOR_PAGES)
def pupils_ask(user: User, school: School) -> Iterator[Need]:
    """Pupils of one's classes wait for an answer."""
    if has_permission(user, Permission.ANSWER_ASKS, school):
        return
    waiting = list(waiting_for(user, school).values_list("due_at", flat=True))
    if waiting:
        late = min(waiting) <= timezone.now()
        one, many = "Your pupils ask for %(n)s page", "Your pupils ask for %(n)s pages"
        text, link = _counted(one, many, len(waiting)), reverse("filter-asks", args=[school.code])
        yield Need(text, f"{link}?state=teacher", Urgency.NOW if late else Urgency.SOON, weight=Weight.DUE)


@needs(Permission.ANSWER_ASKS)
def asks_wait(user: User, school: School) -> Iterator[Need]:
    """Requests that filter managers have to answer, and pupils' requests that their teachers have left for too long."""
    del user
    waiting = Ask.objects.for_school(school).waiting().values_list("state", "due_at")
    now = timezone.now()
    late = sum(due <= now for _state, due in waiting)
    ours = sum(state == Ask.State.MANAGERS and due > now for state, due in waiting)
    link = reverse("filter-asks", args=[school.code])
    if late:
        text = _counted("%(n)s request for a page is late", "%(n)s requests for pages are late", late)
        yield Need(text, f"{link}?waiting=late", Urgency.NOW, weight=Weight.DUE)
    if ours:
        text = _counted("Answer %(n)s request for a page", "Answer %(n)s requests for pages", ours)
        yield Need(text, f"{link}?state=managers", weight=Weight.DUE)


@needs(Permission.ANSWER_REPORTS)
def pages_reported(user: User, school: School) -> Iterator[Need]:
    """Pages reported as unsuitable that nobody has answered: now, until a concern is made of them."""
    del user
    if number := PageReport.objects.for_school(school).waiting().count():
        one, many = "%(n)s page was reported as unsuitable", "%(n)s pages were reported as unsuitable"
        link = f"{reverse('filter-reports', args=[school.code])}?which=waiting"
        yield Need(_counted(one, many, number), link, Urgency.NOW, weight=Weight.FAILING)


@needs(Permission.SEE_SCHOOL)
def filter_fails(user: User, school: School) -> Iterator[Need]:
    """Failures of the filter that are not over, for those to whom they were told."""
    failures = list(FailureReport.objects.for_school(school).unclosed().values_list("roles", "opened_at"))
    if not failures:
        return
    held = {holding.role.value for holding in holdings(user) if holding.school in {None, school.pk}}
    answers = has_permission(user, Permission.ANSWER_REPORTS, school)
    mine = [opened for roles, opened in failures if answers or held & set(roles)]
    if mine:
        unopened = any(opened is None for opened in mine)
        text = _("The filter may be failing: open the report") if unopened else _("The filter fails: is it over?")
        link = f"{reverse('filter-failures', args=[school.code])}?state=open"
        yield Need(text, link, Urgency.NOW if unopened else Urgency.SOON, weight=Weight.FAILING)


@needs(Permission.ANSWER_REPORTS)
def read_procedure(user: User, school: School) -> Iterator[Need]:
    """The yearly look at what to do with what the filter shows."""
    if not has_read(user, school):
        text = _("Read what to do with what the filter shows")
        yield Need(text, reverse("filter-procedure", args=[school.code]), Urgency.SOMETIME, school.name)


@needs(None)
def answered(user: User, school: School) -> Iterator[Need]:
    """Answers to what one asked for and reported, until they are seen."""
    if user.school_id == school.pk and (number := unread_answers(user)):
        one, many = "There is %(n)s answer to what you asked", "There are %(n)s answers to what you asked"
        yield Need(_counted(one, many, number), reverse("my-asks"), Urgency.SOMETIME)


@tasks(
    "page-requests",
    gettext_lazy("Requests for pages"),
    Permission.ANSWER_ASKS,
    others=Permission.ANSWER_ASKS,
    stands_for=(asks_wait,),
)
def asks_to_answer(asking: Asking) -> Iterator[Task]:
    """Each request that waits for filter managers, and those of pupils that their teachers have left for too long."""
    now = timezone.now()
    for ask in Ask.objects.for_school(asking.school).waiting().order_by("due_at", "pk"):
        if ask.state == Ask.State.MANAGERS or ask.due_at <= now:
            text = _("Answer the request for %(address)s") % {"address": ask.address[:80]}
            link = reverse("filter-ask", args=[asking.school.code, ask.pk])
            # late by the hour is late today, as the home page says
            due = timezone.localdate(ask.due_at) - timedelta(days=ask.due_at <= now)
            yield Task(text, link, f"ask-{ask.pk}", due, timezone.localdate(ask.asked_at))
