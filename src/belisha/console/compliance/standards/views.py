"""Pages of standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.queries import rows
from belisha.console.compliance.rules import COLOURS, STATES
from belisha.console.compliance.standards.rules import judged, standard_of, standards

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["standard", "standards_page"]


@school_page(Permission.SEE_DUTIES)
def standards_page(request: HttpRequest, school: School) -> HttpResponse:
    """Every standard with how many of its points stand how."""
    found = {row.duty.id: row for row in rows(school, timezone.now())}
    counted = []
    for each in standards():
        states = [point.state for point in judged(each, found)]
        counted.append((each, [states.count(state) for state in STATES], states.count(None), len(states)))
    context = {"school": school, "counted": counted, "states": list(STATES.values())}
    return render(request, "compliance/standards/standards.html", context)


@school_page(Permission.SEE_DUTIES)
def standard(request: HttpRequest, school: School, standard: str) -> HttpResponse:
    """One standard, point by point, with the duties that show it."""
    try:
        asked = standard_of(standard)
    except KeyError:
        raise Http404 from None
    found = {row.duty.id: row for row in rows(school, timezone.now())}
    context = {
        "school": school,
        "standard": asked,
        "points": judged(asked, found),
        "states": STATES,
        "colours": COLOURS,
    }
    return render(request, "compliance/standards/standard.html", context)
