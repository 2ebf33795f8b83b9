"""A concern's own page, and who looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.template import engines
from django.template.backends.utils import csrf_input_lazy
from django.views.decorators.cache import never_cache
from markupsafe import Markup

from belisha.console.access.acting import by
from belisha.console.concerns.actions.writing import check_may_work, look
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import may_work
from belisha.console.concerns.record.hooks import panels_for
from belisha.console.concerns.record.queries.entries import drafts_of, entries_of
from belisha.console.concerns.record.queries.looks import looks_at
from belisha.console.concerns.record.queries.people import numbered_subjects, readers_of, ties_for
from belisha.console.concerns.record.rules.readable import readable
from belisha.console.concerns.record.views.history import history_steps_up
from belisha.console.concerns.rules.categories import category_of, places

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.record.hooks import Panel

__all__ = ["concern", "looks"]

LOOKS_SHOWN, MOST_LOOKS = 5, 1000


@never_cache
@concern_page
@history_steps_up
def concern(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Everything of one concern that its reader may see; that they looked goes on record."""
    who = by(request)
    works = may_work(who, concern)
    look(by=who, concern=concern)
    context = {
        "school": school,
        "concern": concern,
        "works": works,
        "category": category_of(concern.category),
        "place": next((place.title for place in places() if place.id == concern.place), ""),
        "panels": [(panel, _drawn(request, panel, concern, works)) for panel in panels_for(who, concern)],
        "subjects": numbered_subjects(who, concern),
        "entries": entries_of(concern),
        "drafts": drafts_of(who, concern),
        "readable": readable,
        "ties": ties_for(who, concern),
        **(_for_workers(concern) if works else {}),
    }
    return render(request, "concerns/record/concern.html", context)


def _for_workers(concern: Concern) -> dict[str, object]:
    return {"readers": readers_of(concern), "looks": looks_at(concern, LOOKS_SHOWN)}


def _drawn(request: HttpRequest, panel: Panel, concern: Concern, works: bool) -> Markup:  # noqa: FBT001
    """A panel as text of the page: by the environment itself, for the furniture of the page is not drawn again."""
    given = {
        "concern": concern,
        "school": concern.school,
        "works": works,
        "by": by(request),
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        **panel.context,
    }
    template = engines["jinja2"].env.get_template(panel.template)  # type: ignore[attr-defined]  # Jinja2's own
    return Markup(template.render(given))  # noqa: S704 - the template escapes what it is given


@never_cache
@concern_page
@history_steps_up
def looks(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Everybody who looked at a concern, for those who answer for it."""
    check_may_work(by(request), concern)
    found = looks_at(concern, MOST_LOOKS)
    return render(request, "concerns/record/looks.html", {"school": school, "concern": concern, "looks": found})
