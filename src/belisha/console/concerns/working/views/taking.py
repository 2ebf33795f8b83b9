"""Taking a concern up: acknowledging, giving it away, steps, tasks, days of review, levels and marks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.forms import (
    AssignForm,
    LevelForm,
    MarkForm,
    ReviewForm,
    StepForm,
    TaskForm,
    WordsForm,
)
from belisha.console.concerns.working.queries.people import owners, parents_of, who_work
from belisha.console.concerns.working.queries.tasks import task_for
from belisha.console.concerns.working.queries.work import marks_of, step_of, thresholds_of
from belisha.console.concerns.working.views.guarding import page_of, work_page
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["acknowledge", "assign", "level", "mark", "review", "step", "task", "task_new"]


@require_POST
@work_page
def acknowledge(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """I have it."""
    del school
    attempt(
        request, lambda: actions.acknowledge(by=by(request), concern=concern), _("You have it. Nobody else is called.")
    )
    return redirect(page_of(concern))


@work_page
def assign(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Give it to somebody."""
    del school
    form = AssignForm(request.POST or None, users=who_work(concern, timezone.localdate()))
    return answer(
        request,
        form,
        lambda: actions.assign(by=by(request), concern=concern, to=form.user),
        to=page_of(concern),
        success=_("It is with them now."),
        context=_page(concern, _("Give this concern to somebody")),
    )


def _page(concern: Concern, title: str, **more: object) -> dict[str, object]:
    return {"title": title, "caption": concern.reference, "back_link": page_of(concern), **more}


@work_page
def step(request: HttpRequest, school: School, concern: Concern, number: int) -> HttpResponse:
    """Answer a step."""
    del school
    wanted = step_of(concern, number)
    form = StepForm(request.POST or None)
    if wanted.only_done:
        del form.fields["answer"]
    return answer(
        request,
        form,
        lambda: actions.step_done(
            by=by(request),
            concern=concern,
            step=wanted,
            words=form.cleaned_data["words"],
            answer=form.cleaned_data.get("answer", "done"),
        ),
        to=page_of(concern),
        success=_("The step is answered."),
        context=_page(concern, _("Answer a step"), lead=wanted.text),
    )


@work_page
def task_new(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Ask somebody to do something."""
    del school
    users = [*owners(concern), *parents_of(concern)]
    first = {"due": timezone.localdate() + timedelta(days=7)}
    form = TaskForm(request.POST or None, users=users, initial=first)
    return answer(
        request,
        form,
        lambda: actions.add_task(
            by=by(request),
            concern=concern,
            text=form.cleaned_data["text"],
            owner=form.user,
            due=form.cleaned_data["due"],
            source=form.cleaned_data["source"],
        ),
        to=page_of(concern),
        success=_("They were asked, and see the task on their page."),
        context=_page(concern, _("Add a task")),
    )


@work_page
def task(request: HttpRequest, school: School, concern: Concern, number: int) -> HttpResponse:
    """Say that a task is done."""
    found = task_for(by(request), school, number)
    if found.concern_id != concern.pk:
        raise Http404
    form = WordsForm(request.POST or None, label=_("What was done"))
    return answer(
        request,
        form,
        lambda: actions.finish_task(by=by(request), task=found, words=form.cleaned_data["words"]),
        to=page_of(concern),
        success=_("The task is finished."),
        context=_page(concern, _("Finish a task"), lead=found.text),
    )


@work_page
def review(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """When it is looked at again."""
    del school
    form = ReviewForm(request.POST or None, initial={"on": concern.review_on})
    return answer(
        request,
        form,
        lambda: actions.set_review(by=by(request), concern=concern, on=form.cleaned_data["on"]),
        to=page_of(concern),
        success=_("It is looked at again on that day."),
        context=_page(concern, _("Look at it again")),
    )


@work_page
def level(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """The level, by the school's table of thresholds."""
    table = thresholds_of(school)
    levels = [(row.level, row.name, row.words) for row in table.levels]
    form = LevelForm(request.POST or None, levels=levels, initial={"level": concern.level})
    return answer(
        request,
        form,
        lambda: actions.set_level(by=by(request), concern=concern, **form.cleaned_data),
        to=page_of(concern),
        success=_("The level is set, and the steps that it demands have begun."),
        context=_page(concern, _("Set the level"), lead=_("By: %(title)s.") % {"title": table.title}),
    )


@work_page
def mark(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Say something that starts a procedure."""
    del school
    form = MarkForm(request.POST or None, taken=marks_of(concern))
    return answer(
        request,
        form,
        lambda: actions.mark(by=by(request), concern=concern, **form.cleaned_data),
        to=page_of(concern),
        success=_("Marked: the steps of the procedure have begun."),
        context=_page(concern, _("Add a mark"), lead=_("A mark starts steps with time limits. It stays.")),
    )
