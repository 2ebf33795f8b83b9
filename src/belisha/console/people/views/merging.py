"""The pages of entries that may be one person: find, look side by side, merge, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.people.actions.merging import merge, tell_apart, undo_merge
from belisha.console.people.models import Person
from belisha.console.people.queries.duplicates import duplicates_of, families_among, merge_of, merges_of, preview_of
from belisha.console.people.queries.people import person_of
from belisha.console.people.views.person import page_of
from belisha.console.people.words import ALIKE, FIELDS, KINDS_ONE, MOVING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["apart", "duplicates", "merging", "undo"]


@school_page(Permission.CHANGE_PEOPLE)
def duplicates(request: HttpRequest, school: School) -> HttpResponse:
    """Pairs of entries that may be one person, and merges that can be undone."""
    pairs = duplicates_of(school)
    context = {
        "school": school,
        "pairs": pairs,
        "families": families_among(person for pair in pairs for person in (pair.first, pair.second)),
        "merges": merges_of(school),
        "words": ALIKE,
        "kinds": KINDS_ONE,
    }
    return render(request, "people/duplicates.html", context)


@school_page(Permission.CHANGE_PEOPLE)
def merging(request: HttpRequest, school: School, kept: int, gone: int) -> HttpResponse:
    """Two entries side by side, what merging would do, and the button."""
    if kept == gone:
        raise Http404
    stays, goes = person_of(school, kept), person_of(school, gone)
    if request.method == "POST" and attempt(
        request,
        lambda: merge(by=by(request), kept=stays, gone=goes),
        _("The two entries are one. It can be undone for 30 days, below “Find duplicates”."),
    ):
        return redirect(page_of(stays))
    preview = preview_of(stays, goes)
    context = {
        "school": school,
        "kept": stays,
        "gone": goes,
        "preview": preview,
        "families": families_among([stays, goes]),
        "titles": FIELDS,
        "years": dict(Person.Year.choices),
        "moving": [(MOVING.get(label, label), number) for label, number in preview.moving.items()],
        "back_link": reverse("duplicates", args=[school.code]),
    }
    return render(request, "people/merging.html", context)


@require_POST
@school_page(Permission.CHANGE_PEOPLE)
def apart(request: HttpRequest, school: School, one: int, other: int) -> HttpResponse:
    """Record that two entries are two people."""
    first, second = person_of(school, one), person_of(school, other)
    attempt(
        request,
        lambda: tell_apart(by=by(request), one=first, other=second),
        _("They are two people: you will not be asked again."),
    )
    return redirect("duplicates", school.code)


@require_POST
@school_page(Permission.CHANGE_PEOPLE)
def undo(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Part what was merged."""
    record = merge_of(school, pk)
    attempt(request, lambda: undo_merge(by=by(request), record=record), _("They are two entries again, as before."))
    return redirect("duplicates", school.code)
