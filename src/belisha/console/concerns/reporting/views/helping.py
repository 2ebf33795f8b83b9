"""Keeping the directory of help: which lines there are, when each was tried, what is near the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import HelpReview
from belisha.console.concerns.reporting.actions.helping import add_help, end_help, review_help
from belisha.console.concerns.reporting.forms.helping import LocalHelpForm
from belisha.console.concerns.reporting.queries.helping import directory_of, line_of, local_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["add", "directory", "end", "tried"]


@school_page(Permission.WORK_CONCERNS)
def directory(request: HttpRequest, school: School) -> HttpResponse:
    """Every line, those first that must be tried again."""
    listed = sorted(directory_of(school), key=lambda each: (not (each.overdue or each.wrong), each.tried))
    return render(request, "concerns/reporting/directory.html", {"school": school, "listed": listed})


@require_POST
@school_page(Permission.WORK_CONCERNS)
def tried(request: HttpRequest, school: School, item: str) -> HttpResponse:
    """A line was tried: it is right, or wrong."""
    listed, found = line_of(school, item), request.POST.get("found", "")
    if listed is None or found not in HelpReview.Found.values:
        raise Http404
    success = (
        _("Noted.") if found == HelpReview.Found.RIGHT else _("It is shown no more, until somebody finds it right.")
    )
    attempt(request, lambda: review_help(by=by(request), school=school, listed=listed, found=found), success)
    return redirect("help-directory", school.code)


@school_page(Permission.WORK_CONCERNS)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Add help near the school."""
    form = LocalHelpForm(request.POST or None)
    back = reverse("help-directory", args=[school.code])
    context = {"title": _("Add help near the school"), "submit": _("Add it"), "back_link": back, "school": school}
    return answer(
        request,
        form,
        lambda: add_help(by=by(request), school=school, **form.cleaned_data),
        to=back,
        success=_("It stands in the directory now."),
        context=context,
    )


@require_POST
@school_page(Permission.WORK_CONCERNS)
def end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take a line near the school out."""
    row = local_of(school, number)
    attempt(request, lambda: end_help(by=by(request), row=row), _("It is out of the directory."))
    return redirect("help-directory", school.code)
