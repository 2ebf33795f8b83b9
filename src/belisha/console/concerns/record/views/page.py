"""A concern's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.template import engines
from django.template.backends.utils import csrf_input_lazy
from django.views.decorators.cache import never_cache
from markupsafe import Markup

from belisha.console.access.acting import by
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import may_work, subjects_for
from belisha.console.concerns.record.hooks import panels_for
from belisha.console.concerns.rules.categories import category_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.record.hooks import Panel

__all__ = ["concern"]


@never_cache
@concern_page
def concern(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Everything of one concern that its reader may see."""
    who = by(request)
    works = may_work(who, concern)
    context = {
        "school": school,
        "concern": concern,
        "category": category_of(concern.category),
        "subjects": subjects_for(who, concern),
        "entries": concern.entries.select_related("by"),
        "works": works,
        "panels": [(panel, _drawn(request, panel, concern, works)) for panel in panels_for(who, concern)],
    }
    return render(request, "concerns/record/concern.html", context)


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
