"""The sheet of a referral: to read out, to print, or to attach; it holds what was chosen for it and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.acting import by
from belisha.console.access.roles import ROLES, Role
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import subjects_for
from belisha.console.concerns.referrals.actions.referring import onto_sheet
from belisha.console.concerns.referrals.queries.lists import contacts_for, referral_of
from belisha.console.concerns.referrals.rules.agencies import agency_of
from belisha.console.concerns.referrals.views.concern import working
from belisha.console.concerns.rules.categories import category_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["paper", "sheet"]


def _context(request: HttpRequest, school: School, concern: Concern, key: str) -> dict[str, object]:
    """What stands on the sheet. That it was made goes on record."""
    working(request, concern)
    found = referral_of(concern, key)
    who = onto_sheet(by=by(request), referral=found)
    agency, chosen = agency_of(found.agency), found.includes
    (body,) = contacts_for(school, [agency.id], timezone.now())
    named = [] if agency.nameless else [one for one in subjects_for(who, concern) if one.pk in _of(chosen, "subjects")]
    numbers = _of(chosen, "entries") if not agency.nameless else set()
    return {
        "school": school,
        "concern": concern,
        "referral": found,
        "agency": agency,
        "body": body,
        "now": timezone.now(),
        "sender": who.user,
        "role": ROLES[Role(who.role)].title if who.role else "",
        "subjects": named,
        "entries": list(concern.entries.filter(pk__in=numbers, erased_at=None)),
        "summary": concern.entries.filter(pk=chosen.get("summary")).first(),
        "category": category_of(concern.category),
    }


def _of(chosen: dict[str, list[int]], name: str) -> set[int]:
    return {*chosen.get(name, ())}


@never_cache
@concern_page
def sheet(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """The sheet on the screen."""
    return render(request, "concerns/referrals/sheet.html", _context(request, school, concern, key))


@never_cache
@concern_page
def paper(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """The sheet as tagged PDF."""
    context = _context(request, school, concern, key)
    return as_pdf("concerns/referrals/sheet_paper.html", context, f"referral-{concern.reference}")
