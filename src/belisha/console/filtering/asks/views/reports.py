"""The pages of reports: the list, one report, keeping a page blocked or not, raising it with others; the procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.design.tables import show
from belisha.console.filtering.asks.actions.keeping import read_procedure
from belisha.console.filtering.asks.actions.reporting import (
    keep_blocked,
    leave_open,
    may_be_illegal,
    raise_report,
    read_report,
)
from belisha.console.filtering.asks.forms import RaiseForm, WordsForm
from belisha.console.filtering.asks.queries.reports import contacts_of, last_read, readers, report_of, reports_of
from belisha.console.filtering.asks.tables import reports_table
from belisha.console.filtering.asks.views.rows import change_link, reader_rows, step_rows
from belisha.console.filtering.asks.views.who import user_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import PageReport

__all__ = ["illegal", "keep", "leave", "procedure", "raise_with", "report", "reports"]


def _page(report: PageReport) -> str:
    return reverse("filter-report", args=[report.school.code, report.pk])


@school_page(Permission.ANSWER_REPORTS)
def reports(request: HttpRequest, school: School) -> HttpResponse:
    """Reports of unsuitable pages."""
    return show(request, reports_table(), reports_of(school), "filtering/asks/reports.html", {"school": school})


@school_page(Permission.ANSWER_REPORTS)
def report(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One report: what was done at once, what to do now, whom to call. Opening it is noted."""
    found = report_of(school, number)
    read_report(by=by(request), report=found)
    context = {
        "report": found,
        "school": school,
        "late": found.answered_at is None and found.due_at <= timezone.now(),
        "contacts": contacts_of(school),
        "steps": list(found.steps.all()),
        "step_rows": step_rows(found.steps.all()),
        "change_link": change_link(user_of(request), school, found.change),
    }
    return render(request, "filtering/asks/report.html", context)


@school_page(Permission.ANSWER_REPORTS)
def keep(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The page stays blocked."""
    found = report_of(school, number)
    form = WordsForm(request.POST or None)
    context = {
        "title": _("Keep it blocked?"),
        "caption": found.address,
        "lead": _("The block stays as a rule of the school. Whoever reported it sees your answer."),
        "submit": _("Keep it blocked"),
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: keep_blocked(by=by(request), report=found, words=form.cleaned_data["words"]),
        to=_page(found),
        success=_("It stays blocked."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.ANSWER_REPORTS)
@steps_up
def leave(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The page is all right."""
    found = report_of(school, number)
    form = WordsForm(request.POST or None)
    context = {
        "title": _("Let it be open?"),
        "caption": found.address,
        "lead": _("Where the report blocked it, that is taken back. This needs the right of a filter manager."),
        "submit": _("Let it be open"),
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: leave_open(by=by(request), report=found, words=form.cleaned_data["words"]),
        to=_page(found),
        success=_("The page is open."),
        context=context,
        template="design/confirm.html",
    )


@require_POST
@school_page(Permission.ANSWER_REPORTS)
def illegal(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """It may be against the law, or not after all."""
    found = report_of(school, number)
    may_be_illegal(by=by(request), report=found, illegal=not found.illegal)
    return redirect(_page(found))


@school_page(Permission.ANSWER_REPORTS)
def raise_with(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Tick that it was raised with the supplier, the IWF or the police."""
    found = report_of(school, number)
    form = RaiseForm(request.POST or None)
    context = {
        "title": _("It was raised with others"),
        "caption": found.address,
        "submit": _("Tick it off"),
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: raise_report(by=by(request), report=found, **form.cleaned_data),
        to=_page(found),
        success=_("It is noted, with the time."),
        context=context,
    )


@school_page(Permission.SEE_FILTER)
def procedure(request: HttpRequest, school: School) -> HttpResponse:
    """Step by step what to do with what the filter shows; those who run it say once a year that they have read it."""
    if request.method == "POST":
        read_procedure(by=by(request), school=school)
        return redirect("filter-procedure", school=school.code)
    read, people = last_read(school), readers(school)
    context = {
        "school": school,
        "contacts": contacts_of(school),
        "reader_rows": reader_rows(people, read),
        "reads": request.user in people,
    }
    return render(request, "filtering/asks/procedure.html", context)
