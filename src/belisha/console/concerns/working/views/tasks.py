"""One's own tasks: their text, and nothing of the concerns that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.guards import own_page
from belisha.console.access.models import User
from belisha.console.concerns.working.actions.tasks import finish_task
from belisha.console.concerns.working.forms import WordsForm
from belisha.console.concerns.working.queries.tasks import own_task, own_tasks
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["my_task", "my_tasks"]

FINISHED_SHOWN = 20


def _me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@never_cache
@own_page
def my_tasks(request: HttpRequest) -> HttpResponse:
    """What I was asked to do, what is due first; and what I finished lately."""
    tasks, today = own_tasks(_me(request)), timezone.localdate()
    waiting = list(tasks.filter(done_at=None).order_by("due", "pk"))
    context = {
        "waiting": [(task, task.is_late(today)) for task in waiting],
        "finished": list(tasks.filter(done_at__isnull=False).order_by("-done_at", "-pk")[:FINISHED_SHOWN]),
    }
    return render(request, "concerns/working/my_tasks.html", context)


@never_cache
@own_page
def my_task(request: HttpRequest, number: int) -> HttpResponse:
    """Say what was done about a task of mine."""
    task = own_task(_me(request), number)
    form = WordsForm(request.POST or None, label=_("What was done"))
    context = {
        "title": _("Finish a task"),
        "task": task,
        "submit": _("It is done"),
        "back_link": reverse("my-tasks"),
    }
    return answer(
        request,
        form,
        lambda: finish_task(by=by(request), task=task, words=form.cleaned_data["words"]),
        to=reverse("my-tasks"),
        success=_("Thank you. Whoever gave it to you can read what you wrote."),
        context=context,
        template="concerns/working/my_task.html",
    )
