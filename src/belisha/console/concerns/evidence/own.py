"""The page on which somebody adds a file to a report that they sent; of the concern it shows nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.concerns.evidence.actions.keeping import add_to_report
from belisha.console.concerns.evidence.forms import AddForm
from belisha.console.concerns.evidence.rules.guard import NEVER, WHOM_TO_CALL, takes_files
from belisha.console.concerns.reporting.queries.drafts import draft_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["report_file"]


@never_cache
@school_page(Permission.SEE_SCHOOL)
def report_file(request: HttpRequest, school: School, token: str) -> HttpResponse:
    """Add a file to one's own report; where words alone are taken there is no field, and what is sent is refused."""
    draft = draft_of(request.user, school, token) if isinstance(request.user, User) else None
    if draft is None or draft.concern is None:
        raise Http404
    back = reverse("report-sent", args=[school.code, token])
    if not takes_files(draft.concern):
        context = {"school": school, "back_link": back, "never": NEVER, "call": WHOM_TO_CALL}
        status = 409 if request.method == "POST" else 200
        return render(request, "concerns/evidence/own_words_only.html", context, status=status)
    form = AddForm(request.POST or None, request.FILES or None)

    def act() -> None:
        told = form.cleaned_data
        add_to_report(by=by(request), draft=draft, upload=told["file"], shows=told["shows"], about=told["about"])

    return answer(
        request,
        form,
        act,
        to=back,
        success=_("It is kept, and those who have your report see it."),
        context={"title": _("Add a file to your report"), "submit": _("Add it"), "back_link": back},
        template="concerns/evidence/add.html",
    )
