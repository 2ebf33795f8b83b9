"""The pages of a filter that fails: the list, one failure, passing it on, ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES, Role
from belisha.console.design.tables import show
from belisha.console.filtering.asks.actions.failing import end_failure, raise_failure, read_failure
from belisha.console.filtering.asks.forms import RaiseForm, WordsForm
from belisha.console.filtering.asks.queries.reports import answers_failures, contacts_of, failure_of, failures_for
from belisha.console.filtering.asks.tables import failures_table
from belisha.console.filtering.asks.views.rows import step_rows
from belisha.console.filtering.asks.views.who import user_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import FailureReport

__all__ = ["end", "failure", "failures", "raise_with"]


def _found(request: HttpRequest, school: School, number: int) -> FailureReport:
    return failure_of(user_of(request), school, number)


def _page(failure: FailureReport) -> str:
    return reverse("filter-failure", args=[failure.school.code, failure.pk])


@school_page(Permission.SEE_SCHOOL)
def failures(request: HttpRequest, school: School) -> HttpResponse:
    """Failures of the filter: all for those who answer them, one's own for everybody else."""
    rows = failures_for(user_of(request), school)
    return show(request, failures_table(), rows, "filtering/asks/failures.html", {"school": school})


@school_page(Permission.SEE_SCHOOL)
def failure(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One failure, with its clock. That one of the two opens it is noted."""
    found = _found(request, school, number)
    read_failure(by=by(request), failure=found)
    now = timezone.now()
    context = {
        "failure": found,
        "school": school,
        "roles": [str(ROLES[Role(role)].title) for role in found.roles],
        "unopened": found.opened_at is None and found.due_at <= now,
        "overdue": found.closed_at is None and found.close_by <= now,
        "answers": found.closed_at is None and answers_failures(user_of(request), school, tuple(found.roles)),
        "contacts": contacts_of(school),
        "steps": list(found.steps.all()),
        "step_rows": step_rows(found.steps.all()),
    }
    return render(request, "filtering/asks/failure.html", context)


@school_page(Permission.SEE_SCHOOL)
def raise_with(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Pass a failure on to the supplier or provider."""
    found = _found(request, school, number)
    form = RaiseForm(request.POST or None)
    context = {
        "title": _("Pass it on"),
        "caption": found.get_kind_display(),
        "submit": _("Note it"),
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: raise_failure(by=by(request), failure=found, **form.cleaned_data),
        to=_page(found),
        success=_("It is noted, with the time."),
        context=context,
    )


@school_page(Permission.SEE_SCHOOL)
def end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The filter works again."""
    found = _found(request, school, number)
    form = WordsForm(request.POST or None)
    context = {
        "title": _("Does the filter work again?"),
        "caption": found.get_kind_display(),
        "lead": _("Say what it was, and how you know: test it before you say so."),
        "submit": _("It is over"),
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: end_failure(by=by(request), failure=found, words=form.cleaned_data["words"]),
        to=_page(found),
        success=_("It is over."),
        context=context,
        template="design/confirm.html",
    )
