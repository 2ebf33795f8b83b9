"""Pages of the house itself: help, privacy, accessibility, language, and which school to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.i18n import set_language

from belisha.console.access.authorization import schools_for
from belisha.console.access.guards import open_page, own_page
from belisha.console.access.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["accessibility", "change_language", "help_page", "privacy", "schools"]

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


@own_page
def schools(request: HttpRequest) -> HttpResponse:
    """The schools that somebody works at, to choose from."""
    found = schools_for(request.user) if isinstance(request.user, User) else ()
    mine = [{"text": school.name, "href": reverse("school_home", args=[school.code])} for school in found]
    return render(request, "flows/schools.html", {"mine": mine})
