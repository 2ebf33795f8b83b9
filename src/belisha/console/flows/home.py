"""Everybody's first page: what needs me now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from belisha.console.access.guards import own_page, school_page
from belisha.console.access.needs import needs_of
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["home", "school_home"]


@own_page
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person now, most urgent first."""
    return render(request, "flows/home.html", {"needs": needs_of(request)})


@school_page(Permission.SEE_SCHOOL)
def school_home(request: HttpRequest, school: School) -> HttpResponse:
    """What needs this person now at one school; it is the school of their pages from here on."""
    request.session["school"] = school.code
    return render(request, "flows/home.html", {"needs": needs_of(request)})
