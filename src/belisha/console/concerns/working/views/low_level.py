"""The low-level record of adults who work here: for whoever answers for concerns about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.concerns.guards import concerns_page
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.rules.routes import CHAIR, HEAD
from belisha.console.concerns.working.queries.low_level import low_level_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["low_level"]


@never_cache
@concerns_page
def low_level(request: HttpRequest, school: School) -> HttpResponse:
    """Each adult with what was noted of them, so that a pattern is seen."""
    who = by(request)
    if not {HEAD, CHAIR} & set(routes_of(who, school)):
        raise Http404
    context = {"school": school, "noted": low_level_of(who, school)}
    return render(request, "concerns/working/low_level.html", context)
