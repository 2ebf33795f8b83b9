"""Everybody's first page: what needs me now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from belisha.console.access.guards import own_page
from belisha.console.access.needs import needs_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["home"]


@own_page
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person now, most urgent first."""
    return render(request, "flows/home.html", {"needs": needs_of(request)})
