"""The history of imports, a new one, its columns, its end: applied, put away, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import Choice, Column, Table, show
from belisha.console.people.models import RosterImport
from belisha.console.people.refusals import RefusedError
from belisha.console.people.roster.actions import discard, set_mapping, take_in, undo_import
from belisha.console.people.roster.actions.taking import Taken
from belisha.console.people.roster.actions.undoing import undo_obstacles
from belisha.console.people.roster.forms import MappingForm, ReasonForm, UploadForm
from belisha.console.people.roster.queries import (
    feed_standing,
    import_of,
    imports_of,
    sample_of_import,
    sources_of,
    waiting_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["TAGS", "discarding", "history", "mapping", "new", "undoing"]

State = RosterImport.State
SHOWN = 24  # letters of a cell of the sample
TAGS: dict[str, str] = {
    State.APPLIED: "good",
    State.NOTHING: "good",
    State.PREVIEW: "info",
    State.MAPPING: "info",
    State.STOPPED: "bad",
    State.FAILED: "bad",
}


def _who(entry: RosterImport) -> object:
    return entry.by.name if entry.by else _("the system itself")


def _changes(entry: RosterImport) -> str:
    counts = entry.counts
    if entry.state not in {State.APPLIED, State.UNDONE}:
        return ""
    return _("%(j)s joined, %(m)s changed, %(l)s left") % {
        "j": counts.get("joiners", 0),
        "m": counts.get("movers", 0),
        "l": counts.get("leavers", 0),
    }


HISTORY = Table(
    "roster-imports",
    (
        Column(
            "name",
            gettext_lazy("File"),
            lambda entry: entry.name,
            order=("name",),
            link=lambda entry: reverse("roster-import", args=[entry.school.code, entry.pk]),
        ),
        Column("at", gettext_lazy("Came"), lambda entry: entry.at, order=("at",)),
        Column("state", gettext_lazy("State"), lambda entry: entry.get_state_display(), order=("state",)),
        Column("changes", gettext_lazy("What it did"), _changes),
        Column("via", gettext_lazy("How it came"), lambda entry: entry.get_via_display(), order=("via",)),
        Column("who", gettext_lazy("By"), _who),
        Column("source", gettext_lazy("System"), lambda entry: entry.source.name, order=("source__name",)),
    ),
    search=("name", "digest", "source__name"),
    choices=(
        Choice("state", gettext_lazy("State"), State.choices, "state"),
        Choice("via", gettext_lazy("How it came"), RosterImport.Via.choices, "via"),
    ),
    hint=gettext_lazy("Name of the file, or its SHA-256"),
)


@school_page(Permission.IMPORT_PEOPLE)
def history(request: HttpRequest, school: School) -> HttpResponse:
    """All files that came in, newest first, and what waits for somebody."""
    context = {
        "school": school,
        "standing": feed_standing(school, timezone.now()),
        "waiting": waiting_of(school),
    }
    return show(request, HISTORY, imports_of(school), "people/roster/history.html", context)


@school_page(Permission.IMPORT_PEOPLE)
def new(request: HttpRequest, school: School) -> HttpResponse:
    """Take files in by hand."""
    form = UploadForm(request.POST or None, request.FILES or None, sources=sources_of(school))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        taken = Taken(said["source_name"], RosterImport.Via.PAGE, said["names_everybody"])
        entry = take_in(by=by(request), school=school, bundle=said["bundle"], taken=taken)
        return redirect("roster-import", school=school.code, number=entry.pk)
    back = reverse("roster", args=[school.code])
    context = {"form": form, "title": _("Import people"), "back_link": back, "submit": _("Read the file")}
    return render(request, "people/roster/new.html", context)


@school_page(Permission.IMPORT_PEOPLE)
def mapping(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say which column of a spreadsheet is what."""
    entry = import_of(school, number)
    sample = sample_of_import(entry) if entry.state == State.MAPPING else None
    if sample is None:
        return redirect("roster-import", school=school.code, number=entry.pk)
    form = MappingForm(request.POST or None, sample=sample)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: set_mapping(by=by(request), entry=entry, mapping=form.cleaned_data["mapping"]))
    ):
        messages.success(request, _("The columns are saved for the next file from %(name)s.") % {"name": entry.source})
        return redirect("roster-import", school=school.code, number=entry.pk)
    heads = [_("Column"), *(_("Row %(n)s") % {"n": n} for n in range(1, len(sample.rows) + 1))]
    rows = [
        [header or _("(none)"), *((row[place][:SHOWN] if place < len(row) else "") for row in sample.rows)]
        for place, header in enumerate(sample.headers)
    ]
    context = {"form": form, "heads": heads, "rows": rows, "entry": entry, "school": school}
    return render(request, "people/roster/mapping.html", context)


@school_page(Permission.IMPORT_PEOPLE)
def discarding(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Put a file away without applying it."""
    entry = import_of(school, number)
    form = ReasonForm(request.POST or None)
    act = lambda: discard(by=by(request), entry=entry, reason=form.cleaned_data["reason"])  # noqa: E731 - the one verb
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("The file is put away. Nothing was changed."))
        return redirect("roster", school=school.code)
    context = {
        "form": form,
        "title": _("Put this file away?"),
        "lead": _("Nothing of %(name)s is applied, and what it says of people is deleted.") % {"name": entry.name},
        "submit": _("Put it away"),
        "back_link": reverse("roster-import", args=[school.code, entry.pk]),
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.IMPORT_PEOPLE)
def undoing(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Undo an import, if nobody has changed its people since."""
    entry = import_of(school, number)
    try:
        obstacles = undo_obstacles(entry) if entry.state == State.APPLIED else []
    except RefusedError as error:
        raise Http404 from error
    form = ReasonForm(request.POST or None)
    act = lambda: undo_import(by=by(request), entry=entry, reason=form.cleaned_data["reason"])  # noqa: E731 - the one verb
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("The import is undone: everybody is as they were before it."))
        return redirect("roster-import", school=school.code, number=entry.pk)
    context = {"form": form, "entry": entry, "obstacles": obstacles, "title": _("Undo this import?")}
    context["back_link"] = reverse("roster-import", args=[school.code, entry.pk])
    return render(request, "people/roster/undo.html", context)
