"""Pages of induction: one's own, those of starters, and the September round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from belisha.console.access.guards import own_page, school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.agreements.home.hooks import policy_address
from belisha.console.agreements.induction.queries import inductions, own_induction, september, starters, year_of
from belisha.console.people.queries.people import own_person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["mine", "round_of_september", "starting"]


@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """What I go through as a starter."""
    person = own_person(request.user)
    if person.kind != User.Kind.STAFF:
        raise Http404
    context = {"row": own_induction(person, timezone.localdate()), "policy": policy_address(person.school)}
    return render(request, "agreements/induction/mine.html", context)


@school_page(Permission.LEAD_STAFF)
def starting(request: HttpRequest, school: School) -> HttpResponse:
    """The starters of the last ninety days, and how far each is."""
    today = timezone.localdate()
    context = {"school": school, "rows": inductions(school, starters(school, today), today)}
    return render(request, "agreements/induction/starters.html", context)


@school_page(Permission.LEAD_STAFF)
def round_of_september(request: HttpRequest, school: School) -> HttpResponse:
    """What everybody signs anew each school year."""
    today = timezone.localdate()
    context = {"school": school, "rounds": september(school, today), "since": year_of(today)}
    return render(request, "agreements/induction/september.html", context)
