"""Texts that follow what is in force: for the policy document, and for parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from belisha.console.access.guards import own_page
from belisha.console.filtering.policy.queries.versions import NotAdoptedError
from belisha.console.filtering.policy.views.drafting import policy_page, user_of
from belisha.console.filtering.policy.wording import for_parents, for_policy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["parents", "parents_as_printed", "wording"]


@policy_page()
def wording(request: HttpRequest, school: School) -> HttpResponse:
    """The wording about filtering for the school's policy."""
    context = {"school": school, "clauses": for_policy(school, timezone.now())}
    return render(request, "filtering/policy/wording.html", context)


@policy_page()
def parents_as_printed(request: HttpRequest, school: School) -> HttpResponse:
    """What parents read, for staff to print and hand out."""
    return render(request, "filtering/policy/parents.html", {"of": school, "clauses": for_parents(school)})


@own_page
def parents(request: HttpRequest) -> HttpResponse:
    """What parents and carers, and everybody else, read about the filter of their school."""
    school = user_of(request).school
    if school is None:
        raise Http404
    try:
        clauses = for_parents(school)
    except NotAdoptedError:
        clauses = []
    return render(request, "filtering/policy/parents.html", {"of": school, "clauses": clauses})
