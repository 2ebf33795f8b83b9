"""The page of a new school's steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse

from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.starting.steps import steps_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["start"]


@school_page(Permission.CHANGE_SCHOOL)
def start(request: HttpRequest, school: School) -> HttpResponse:
    """How far a new school is, and what comes next."""
    found = [(asked, step, reverse(asked.page, args=[school.code])) for asked, step in steps_of(school)]
    done = sum(step.done for _asked, step, _link in found)
    upcoming = next((place for place, (_asked, step, _link) in enumerate(found) if not step.done), None)
    context = {"school": school, "steps": found, "done": done, "upcoming": upcoming}
    return render(request, "compliance/starting/start.html", context)
