"""Asking what a change would have done last week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.filtering.changes.impact.jobs import ask_impact
from belisha.console.filtering.changes.queries.listing import change_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["work_out"]


@require_POST
@school_page(Permission.SEE_FILTER)
def work_out(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Have it worked out; the page of the change shows what came of it."""
    change = change_of(school, number)
    said = _("What it would have changed stands below, or will in a moment.")
    attempt(request, lambda: ask_impact(by=by(request), change=change, at=school), said)
    return redirect("filter-change", school.code, change.pk)
