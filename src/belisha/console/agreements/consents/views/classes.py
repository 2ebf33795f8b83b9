"""A school's consents: classes by purpose, one class, a list for a photographer, what differs, adults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.agreements.consents.listing import Leafed, typed_in, with_words
from belisha.console.agreements.consents.queries.looking import (
    asked_purposes,
    class_seen,
    found_like,
    lines_of,
    overview,
    pupils_in,
    running_out,
    school_adults,
    without_answer,
)
from belisha.console.agreements.consents.queries.seeing import sees_why
from belisha.console.agreements.consents.rules import Why, for_adults
from belisha.console.design.files import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.agreements.consents.queries.looking import Line
    from belisha.console.agreements.consents.rules import Purpose

__all__ = ["adults", "conflicts", "consents", "one_class", "photographer", "unanswered"]

ONLY: Final = ("yes", "no")


def asking(request: HttpRequest) -> User:
    """Whoever asks, on a page of those who are signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@school_page(Permission.SEE_SIGNATURES)
def consents(request: HttpRequest, school: School) -> HttpResponse:
    """Each class with how many pupils may for each purpose; a child by name; the way to everything else."""
    user, today = asking(request), timezone.localdate()
    purposes = asked_purposes(school)
    typed = request.GET.get("q", "").strip()[:80]
    context = {
        "school": school,
        "purposes": purposes,
        "classes": overview(user, school, purposes, today),
        "typed": typed,
        "found": lines_of(found_like(user, school, typed), purposes, today) if typed else None,
        "why": sees_why(user, school),
    }
    return render(request, "agreements/consents/consents.html", context)


@school_page(Permission.SEE_SIGNATURES)
def one_class(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """A class by purpose; only those who may or may not for one purpose; as a spreadsheet."""
    user, today = asking(request), timezone.localdate()
    group = class_seen(user, school, number)
    purposes = asked_purposes(school)
    lines = lines_of(pupils_in(user, school, group), purposes, today)
    purpose, only = request.GET.get("purpose", ""), request.GET.get("only", "")
    chosen = next((each for each in purposes if each.id == purpose), None)
    if chosen and only in ONLY:
        place = purposes.index(chosen)
        lines = [line for line in lines if line.answers[place].allowed == (only == "yes")]
    if request.GET.get("format") == "csv":
        return _csv(f"consents-{group.code}", lines, purposes)
    context = {
        "school": school,
        "group": group,
        "purposes": purposes,
        "lines": lines,
        "chosen": chosen,
        "only": only if only in ONLY else "",
        "soon": len(running_out(lines, today)),
        "csv": f"?{request.GET.urlencode()}&format=csv",
    }
    return render(request, "agreements/consents/class.html", context)


@school_page(Permission.SEE_SIGNATURES)
def photographer(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """A sheet to print for whoever holds the camera: who may, and who must stay out."""
    user, today = asking(request), timezone.localdate()
    group = class_seen(user, school, number)
    purposes = asked_purposes(school)
    asked = request.GET.get("purpose", "photographer")
    chosen = next((each for each in purposes if each.id == asked), purposes[0] if purposes else None)
    if chosen is None:
        raise Http404
    lines = lines_of(pupils_in(user, school, group), [chosen], today)
    context = {
        "school": school,
        "group": group,
        "purposes": purposes,
        "purpose": chosen,
        "yes": [line.person for line in lines if line.answers[0].allowed],
        "no": [line.person for line in lines if not line.answers[0].allowed],
        "today": today,
    }
    return render(request, "agreements/consents/photographer.html", context)


def _csv(name: str, lines: Iterable[Line], purposes: Sequence[Purpose]) -> HttpResponse:
    """Yes and no, as a spreadsheet."""
    rows = ((line.person.name, *(each.allowed for each in line.answers)) for line in lines)
    return spreadsheet(name, [_("Name"), *(purpose.title for purpose in purposes)], rows)


def _whole_school(request: HttpRequest, school: School, why: Why, words: dict[str, Any]) -> HttpResponse:
    purposes, typed = asked_purposes(school), typed_in(request)
    found = [
        (line.person, [purpose for purpose, each in zip(purposes, line.answers, strict=True) if each.why is why])
        for line in without_answer(school, purposes, timezone.localdate(), why)
        if with_words(line.person.search, typed)
    ]
    if request.GET.get("format") == "csv":
        rows = [[person.name, ", ".join(purpose.title for purpose in about)] for person, about in found]
        return spreadsheet(f"consents-{why.value.replace(' ', '-')}", [_("Child"), _("About")], rows)
    listing = Leafed(request, found)
    context = {"school": school, "listing": listing, "typed": typed, "all": len(purposes), **words}
    return render(request, "agreements/consents/few.html", context)


@school_page(Permission.SEE_FAMILIES)
def conflicts(request: HttpRequest, school: School) -> HttpResponse:
    """Children whose parents answered differently: the no counts, and the office knows."""
    words = {
        "title": _("Answers that differ"),
        "lead": _("One person who may answer said yes and another said no. The no counts until they agree."),
        "none": _("No answers differ."),
        "active": "differ",
    }
    return _whole_school(request, school, Why.DIFFER, words)


@school_page(Permission.SEE_FAMILIES)
def unanswered(request: HttpRequest, school: School) -> HttpResponse:
    """Children for whom nobody has said anything: ask again."""
    words = {
        "title": _("Not answered yet"),
        "lead": _("Nobody has answered for these children. No answer counts as no."),
        "none": _("Somebody has answered for every child."),
        "active": "unanswered",
    }
    return _whole_school(request, school, Why.NOBODY_SAID, words)


@school_page(Permission.SEE_SIGNATURES)
def adults(request: HttpRequest, school: School) -> HttpResponse:
    """What adults permit of themselves."""
    typed = typed_in(request)
    lines = [line for line in school_adults(school, timezone.localdate()) if with_words(line.person.search, typed)]
    if request.GET.get("format") == "csv":
        return _csv("consents-adults", lines, for_adults())
    context = {
        "school": school,
        "purposes": for_adults(),
        "listing": Leafed(request, lines),
        "typed": typed,
        "why": sees_why(asking(request), school),
    }
    return render(request, "agreements/consents/adults.html", context)
