"""Asking what a change would have done last week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.filtering.changes.impact.jobs import ask_impact
from belisha.console.filtering.changes.queries.listing import change_of
from belisha.console.filtering.changes.views.places import both_pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.filtering.changes.views.places import Place


__all__ = ["work_out"]


@both_pages(Permission.SEE_FILTER)
@require_POST
def work_out(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """Have it worked out; the page of the change shows what came of it."""
    change = change_of(place, number)
    said = _("What it would have changed stands below, or will in a moment.")
    attempt(
        request,
        lambda: ask_impact(by=by(request), change=change, at=place if isinstance(place, School) else None),
        said,
    )
    return redirect(page_of(place, "filter-change", change.pk))
