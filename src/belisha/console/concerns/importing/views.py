"""Pages of imports: the file, which column is what, what words mean, the preview, and taking it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.importing import queries
from belisha.console.concerns.importing.actions.applying import apply_import
from belisha.console.concerns.importing.actions.taking import Zip, put_away, set_columns, set_words, take_in
from belisha.console.concerns.importing.actions.undoing import undo_import
from belisha.console.concerns.importing.forms import ColumnsForm, SureForm, TakeBackForm, UploadForm, WordsForm
from belisha.console.concerns.importing.numbers import came_in, left_out, would_come_in
from belisha.console.concerns.importing.rules.fields import meaning
from belisha.console.concerns.importing.rules.reading import categories_in
from belisha.console.concerns.models import Concern, ConcernImport
from belisha.console.concerns.rules.categories import category_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School, User
    from belisha.console.concerns.importing.queries import Planned

__all__ = ["columns", "discard", "imports", "preview", "undo", "words"]

State = ConcernImport.State
SAMPLE: Final = 4  # rows of the file beside the choice of columns
CELL: Final = 24
SHOWN: Final = 25  # rows of the preview
FAULTS: Final = 200
WORDS: Final = 60  # different words for kinds of concern that are asked about


def _own(request: HttpRequest, school: School, number: int) -> ConcernImport:
    user: User = request.user  # type: ignore[assignment]  # the guard let nobody else in
    return queries.import_of(school, user, number)


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def imports(request: HttpRequest, school: School) -> HttpResponse:
    """Give a file; the files that one gave before."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    taken: list[ConcernImport] = []

    def act() -> None:
        given, zipped = form.cleaned_data["upload"], form.cleaned_data["archive"]
        archive = Zip(zipped.name, zipped.read()) if zipped else None
        taken.append(take_in(by=by(request), school=school, name=given.name, data=given.read(), archive=archive))

    if form.is_valid() and done(form, act):
        return redirect("concern-import-columns", school=school.code, number=taken[0].pk)
    user: User = request.user  # type: ignore[assignment]  # the guard let nobody else in
    files = [
        (one, reverse("concern-import", args=[school.code, one.pk]) if one.state != State.DISCARDED else "")
        for one in queries.imports_of(school, user)[:50]
    ]
    return render(request, "concerns/importing/imports.html", {"school": school, "form": form, "files": files})


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def columns(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say which column is what."""
    entry = _own(request, school, number)
    if entry.state not in queries.OPEN:
        return redirect("concern-import", school=school.code, number=number)
    sheet = queries.sheet_in(entry)
    form = ColumnsForm(request.POST or None, headers=sheet.headers, start=queries.starting_mapping(entry, sheet))

    def act() -> None:
        said = form.cleaned_data
        set_columns(by=by(request), entry=entry, columns=said["columns"], unsaid=said["unsaid"])

    if form.is_valid() and done(form, act):
        return redirect("concern-import-words", school=school.code, number=number)
    rows = [cells for _line, cells in sheet.rows[:SAMPLE] if cells]
    sample = [
        [header or _("(none)"), *(row[place][:CELL] if place < len(row) else "" for row in rows)]
        for place, header in enumerate(sheet.headers)
    ]
    heads = [_("Column"), *(_("Row %(n)s") % {"n": n} for n in range(1, len(rows) + 1))]
    context = {"school": school, "entry": entry, "form": form, "heads": heads, "sample": sample}
    return render(request, "concerns/importing/columns.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def words(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say what the words for kinds of concern mean."""
    entry = _own(request, school, number)
    if entry.state not in queries.OPEN or not entry.mapping:
        return redirect("concern-import", school=school.code, number=number)
    sheet = queries.sheet_in(entry)
    start, chosen = queries.starting_mapping(entry, sheet), queries.mapping_of(entry)
    found = categories_in(sheet, chosen).most_common(WORDS)
    known = meaning(word for word, _number in found) | queries.words_before(school) | start.words
    form = WordsForm(request.POST or None, words=found, start=known, rest=start.rest)
    act = lambda: set_words(by=by(request), entry=entry, words=form.meant, rest=form.cleaned_data["rest"])  # noqa: E731 - the one verb
    if form.is_valid() and done(form, act):
        return redirect("concern-import", school=school.code, number=number)
    context = {"school": school, "entry": entry, "form": form, "asked": bool(found)}
    return render(request, "concerns/importing/words.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def preview(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What would come in; taking it over; afterwards what came of it."""
    entry = _own(request, school, number)
    if entry.state == State.MAPPING:
        return redirect("concern-import-columns", school=school.code, number=number)
    if entry.state != State.PREVIEW:
        return render(request, "concerns/importing/done.html", {"school": school, "entry": entry, **_ended(entry)})
    form = SureForm(request.POST or None)
    act = lambda: apply_import(by=by(request), entry=entry, seen=form.cleaned_data["seen"])  # noqa: E731 - the one verb
    if form.is_valid() and done(form, act):
        messages.success(request, _("The log is being taken over."))
        return redirect("concern-import", school=school.code, number=number)
    plan = queries.plan_of(by(request), entry)
    counts = plan.counts()
    form.shows(plan.seen)
    context = {
        "school": school,
        "entry": entry,
        "form": form,
        "counts": counts,
        "facts": would_come_in(counts),
        "notes": plan.notes,
        "faults": [[one.line, one.why] for one in plan.faults[:FAULTS]],
        "more_faults": max(0, len(plan.faults) - FAULTS),
        "rows": [_shown(one) for one in plan.rows[:SHOWN]],
        "left_out": left_out(plan)[:FAULTS],
    }
    return render(request, "concerns/importing/preview.html", context)


def _ended(entry: ConcernImport) -> dict[str, object]:
    """What the page of a file says that is being taken over or back, or was."""
    may_undo = entry.state == State.APPLIED and bool(entry.counts.get("new")) and not queries.added_since(entry)
    return {
        "busy": entry.state in {State.APPLYING, State.UNDOING},
        "may_undo": may_undo,
        "facts": came_in(entry.counts),
    }


def _shown(one: Planned) -> list[object]:
    """One row of the preview."""
    row = one.row
    people = ", ".join(
        each.person.name if each.person else _("%(name)s (as text)") % {"name": each.name} for each in one.whom.subjects
    )
    state = _("closed") if row.closed_at else _("open")
    kind, whose = _(category_of(row.category).title), str(Concern.Route(one.whom.route).label)
    return [row.line, row.at.strftime("%d/%m/%Y"), people or _("nobody"), kind, whose, state]


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def discard(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Put a file away."""
    entry = _own(request, school, number)
    if entry.state not in queries.OPEN:
        return redirect("concern-import", school=school.code, number=number)
    if request.method == "POST":
        put_away(by=by(request), entry=entry)
        messages.success(request, _("The file is put away, and what it says is deleted."))
        return redirect("concern-imports", school=school.code)
    context = {
        "title": _("Put this file away?"),
        "lead": _("Nothing of it is taken over, and what it says is deleted here."),
        "submit": _("Put it away"),
        "back_link": reverse("concern-import", args=[school.code, number]),
    }
    return render(request, "design/confirm.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def undo(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take an old log back, if nothing was added to what came in with it."""
    entry = _own(request, school, number)
    if entry.state != State.APPLIED:
        return redirect("concern-import", school=school.code, number=number)
    form = TakeBackForm(request.POST or None)
    act = lambda: undo_import(by=by(request), entry=entry, reason=form.cleaned_data["reason"])  # noqa: E731 - the one verb
    if form.is_valid() and done(form, act):
        messages.success(request, _("The log is being taken back. Nobody sees what came in with it any more."))
        return redirect("concern-import", school=school.code, number=number)
    gone = _(
        "The concerns that came in with it are removed (%(n)s), with their files. That they were there stays on record."
    )
    context = {
        "form": form,
        "title": _("Take this log back?"),
        "lead": gone % {"n": entry.counts.get("new", 0)},
        "submit": _("Take it back"),
        "back_link": reverse("concern-import", args=[school.code, number]),
    }
    return render(request, "design/confirm.html", context)
