"""Chronologies: all about one child across the concerns that the reader may see, on the page and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.acting import by
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.guards import concerns_page
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.record.actions.looking import look_at_many
from belisha.console.concerns.record.forms.chronology import ChronologyForm, NameForm
from belisha.console.concerns.record.queries.chronology import chronology, concerns_of, people_found
from belisha.console.concerns.record.rules.readable import readable
from belisha.console.concerns.rules.categories import category_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["of_person", "on_paper", "people"]

SIZE = 100  # lines of a page; on paper there are all


@never_cache
@concerns_page
def people(request: HttpRequest, school: School) -> HttpResponse:
    """Whose chronology? By name, among those who are in concerns that the reader may see."""
    form = NameForm(request.GET or None)
    typed = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context = {"school": school, "form": form, "typed": typed, "found": people_found(by(request), school, typed)}
    return render(request, "concerns/record/people.html", context)


@never_cache
@concerns_page
@steps_up
def of_person(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The chronology of one child; each concern in it is looked at, which goes on record."""
    context = _asked(request, school, number)
    look_at_many(by=by(request), concerns=context["concerns"], what="chronology")
    context["page"] = Paginator(context["moments"], SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context["asked"] = kept.urlencode()
    context["link_of"] = lambda reference: reverse("concern", args=[school.code, reference])
    return render(request, "concerns/record/chronology.html", context)


@never_cache
@concerns_page
@steps_up
def on_paper(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The same as tagged PDF; its name says nothing of the child."""
    context = _asked(request, school, number)
    look_at_many(by=by(request), concerns=context["concerns"], what="pdf")
    context |= {"by": request.user, "now": timezone.now()}
    name = f"chronology-{timezone.localdate().isoformat()}"
    return as_pdf("concerns/record/chronology_paper.html", context, name)


def _asked(request: HttpRequest, school: School, number: int) -> dict[str, Any]:
    """What page and paper show alike. Raises Http404."""
    who = by(request)
    person, concerns = concerns_of(who, school, number)
    form = ChronologyForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if reference := wanted.get("concern", "").strip().upper():
        concerns = [concern for concern in concerns if concern.reference == reference]
    moments = chronology(who, concerns, first=wanted.get("first"), last=wanted.get("last"), kind=wanted.get("kind", ""))
    return {
        "school": school,
        "person": person,
        "form": form,
        "concerns": concerns,
        "rows": [_row(who, school, concern, number) for concern in concerns],
        "moments": moments,
        "readable": readable,
    }


def _row(who: By, school: School, concern: Concern, number: int) -> dict[str, object]:
    """A concern in a few words: what the child is in it, and who else is, as far as the reader may see."""
    works = concern.route in routes_of(who, school)
    people = [row for row in concern.subjects.all() if works or not row.restricted]
    return {
        "concern": concern,
        "category": category_of(concern.category).title,
        "role": next((row.get_role_display() for row in people if row.person_id == number), ""),
        "others": [row for row in people if row.person_id != number],
    }
