"""Pages of the house itself: help, privacy, accessibility, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.i18n import set_language

from belisha.console.access.guards import open_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["accessibility", "change_language", "help_page", "privacy"]

change_language = open_page(set_language)


@open_page
def help_page(request: HttpRequest) -> HttpResponse:
    """Who to ask, and where things are."""
    return render(request, "flows/help.html")


@open_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about those who use the console, and its two cookies."""
    return render(request, "flows/privacy.html")


@open_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "flows/accessibility.html")
