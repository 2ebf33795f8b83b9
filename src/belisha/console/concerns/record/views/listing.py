"""All concerns that somebody may see: found by words, sorted, chosen, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.guards import concerns_page
from belisha.console.concerns.queries.visible import listed, routes_of
from belisha.console.concerns.record.actions.looking import take_away
from belisha.console.concerns.record.tables import concerns_table
from belisha.console.concerns.rules.routes import TEAM
from belisha.console.design.tables import show

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["every"]


@never_cache
@concerns_page
def every(request: HttpRequest, school: School) -> HttpResponse:
    """The list; who takes it away proves who they are, and it goes on record."""
    return _taken(request, school) if request.GET.get("format") == "csv" else _listed(request, school)


@steps_up
def _taken(request: HttpRequest, school: School) -> HttpResponse:
    take_away(by=by(request), school=school, asked=request.GET.urlencode())
    return _listed(request, school)


def _listed(request: HttpRequest, school: School) -> HttpResponse:
    who = by(request)
    table = concerns_table(who, school)
    context = {"school": school, "may_import": TEAM in routes_of(who, school)}
    return show(request, table, listed(who, school), "concerns/record/all.html", context)
