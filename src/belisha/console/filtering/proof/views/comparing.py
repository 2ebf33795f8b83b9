"""Whether gateway and console decide alike: each night's comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.filtering.proof.queries.comparing import comparisons_of, disagreements_of
from belisha.console.filtering.proof.tables import COMPARISONS, DISAGREEMENTS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School


@school_page(Permission.SEE_FILTER)
def compared(request: HttpRequest, school: School) -> HttpResponse:
    """The comparisons of all nights."""
    rows = comparisons_of(school)
    context = {"school": school, "newest": rows.first()}
    return show(request, COMPARISONS, rows, "filtering/proof/compared.html", context)


@school_page(Permission.SEE_FILTER)
def comparison(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One night's disagreements, with the reasons of both."""
    found = comparisons_of(school).filter(pk=number).first()
    if found is None:
        raise Http404
    context = {"school": school, "comparison": found}
    return show(request, DISAGREEMENTS, disagreements_of(found), "filtering/proof/comparison.html", context)
