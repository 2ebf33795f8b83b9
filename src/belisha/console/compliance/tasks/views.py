"""Pages of tasks: one's own at all schools, everybody's at one, who was told of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import own_page, school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import State, tasks_of
from belisha.console.compliance.tasks.forms import STATES, TaskFilterForm
from belisha.console.compliance.tasks.queries import Line, lines_at, narrowed, source_title, told_at
from belisha.console.compliance.tasks.tables import TOLD
from belisha.console.design.files import spreadsheet
from belisha.console.design.tables import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["mine", "school_tasks", "told"]

SIZE = 50
COLOURS = {State.LATE: "bad", State.TODAY: "risk", State.SOON: "info", State.OPEN: "neutral"}


@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """All that whoever is signed in has to do, from every app and at all their schools."""
    if not isinstance(request.user, User):
        raise NotAllowedError
    lines = [Line(task, request.user.name) for task in tasks_of(request.user)]
    return _listed(request, lines, "compliance/tasks/mine.html", {"others": False}, "to-do")


@school_page(Permission.SEE_DUTIES)
def school_tasks(request: HttpRequest, school: School) -> HttpResponse:
    """Everybody's tasks at a school, as far as whoever asks may see them; what nobody has any more first."""
    if not isinstance(request.user, User):
        raise NotAllowedError
    lines = lines_at(school, request.user)
    return _listed(
        request, lines, "compliance/tasks/school.html", {"others": True, "school": school}, f"to-do-{school.code}"
    )


@school_page(Permission.SEE_DUTIES)
def told(request: HttpRequest, school: School) -> HttpResponse:
    """Who was told when that something falls due or is late."""
    return show(request, TOLD, told_at(school), "compliance/tasks/told.html", {"school": school})


def _listed(
    request: HttpRequest, lines: list[Line], template: str, more: Mapping[str, object], name: str
) -> HttpResponse:
    form = TaskFilterForm(request.GET, lines, others=bool(more["others"]))
    found = narrowed(lines, form.wanted)
    if request.GET.get("format") == "csv":
        return _as_csv(found, name)
    asked = request.GET.copy()
    asked.pop("page", None)
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    context = {
        **more,
        "form": form,
        "page": page,
        "found": list(page.object_list),
        "narrowed": any(form.wanted),
        "counts": [(STATES[state], sum(line.task.state is state for line in lines)) for state in STATES],
        "orphans": sum(line.orphaned for line in lines),
        "states": STATES,
        "colours": COLOURS,
        "titles": source_title,
        "here": request.path,
        "query": asked.urlencode(),
        "several": len({line.task.school for line in lines}) > 1,
    }
    return render(request, template, context)


def _as_csv(found: list[Line], name: str) -> HttpResponse:
    heads = [_("What"), _("Kind of work"), _("School"), _("Whose"), _("Due"), _("Since"), _("When")]
    return spreadsheet(name, heads, map(_cells, found))


def _cells(line: Line) -> tuple[object, ...]:
    task = line.task
    state = _("Nobody has it") if line.orphaned else STATES[task.state]
    return task.what, source_title(task.source), task.school, line.who, task.due, task.since, state
