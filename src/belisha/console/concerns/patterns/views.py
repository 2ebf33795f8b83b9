"""Pages of patterns: what rises, what is taught because of it, and figures without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import schools_for
from belisha.console.access.forms import done
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import TrendNote
from belisha.console.concerns.patterns import queries
from belisha.console.concerns.patterns.actions import may_teach, note, taught
from belisha.console.concerns.patterns.forms import NoteForm, TaughtForm
from belisha.console.concerns.patterns.rules import KINDS, same
from belisha.console.concerns.queries.visible import visible

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation, School, User

__all__ = ["compared", "figures", "lesson_taught", "note_new", "patterns"]

SHOWN = 12  # rows of a table


@school_page(Permission.WORK_CONCERNS)
def patterns(request: HttpRequest, school: School) -> HttpResponse:
    """This term beside the last: what rises, who comes back, what it was about, where and when."""
    who, today = by(request), timezone.localdate()
    span = queries.span_of(school, today)
    terms = queries.counts_of(visible(who, school), span)
    notes = list(queries.notes_of(school, span.first))
    noted = {(each.kind, same(each.value)) for each in notes}
    found = [
        (rise, _shown(rise.kind, rise.value), (rise.kind, same(rise.value)) in noted)
        for rise in queries.rises_of(who, school, today)
    ]
    context = {
        "school": school,
        "span": span,
        "tables": [(title, _rows(terms, kind)) for kind, title in KINDS.items()],
        "comparable": terms.comparable,
        "rises": found,
        "notes": [(each, _shown(each.kind, each.value)) for each in notes],
        "repeated": queries.repeated(who, school, span.first, span.until),
        "lessons": list(queries.lessons_open(school)),
        "total": terms.now["category"].total(),
        "today": today,
    }
    return render(request, "concerns/patterns/patterns.html", context)


def _rows(terms: queries.Terms, kind: str) -> list[list[str | int]]:
    """What came most often, with the term before where there is one to compare with."""
    now, before = terms.now[kind], terms.before[kind] if terms.comparable else {}
    often = sorted({*now, *before}, key=lambda value: (-now[value], value))[:SHOWN]
    if not terms.comparable:
        return [[_shown(kind, value), now[value]] for value in often]
    return [[_shown(kind, value), now[value], before.get(value, 0)] for value in often]


def _shown(kind: str, value: str) -> str:
    if kind == "weekday":
        days = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
        return days[int(value)]
    if kind == "risk":
        names = {
            "content": _("Content"),
            "contact": _("Contact"),
            "conduct": _("Conduct"),
            "commerce": _("Commerce"),
            "offline": _("Not online"),
        }
        return names.get(value, value)
    return queries.words_of(kind, value)


@school_page(Permission.WORK_CONCERNS)
def note_new(request: HttpRequest, school: School) -> HttpResponse:
    """Look into a rise: which one, its address says."""
    kind, value = request.GET.get("kind", ""), request.GET.get("value", "")
    found = queries.rises_of(by(request), school, timezone.localdate())
    rise = next((one for one in found if one.kind == kind and same(one.value) == same(value)), None)
    if rise is None:
        raise Http404
    suggestion = queries.suggestion_for(value) if kind == "category" else None
    form = NoteForm(request.POST or None)
    page = reverse("concern-patterns", args=[school.code])
    if form.is_valid() and done(
        form,
        lambda: note(by=by(request), school=school, rise=rise, words=form.cleaned_data["words"], lesson=form.wanted),
    ):
        messages.success(request, _("Kept. The rise counts as looked into for this term."))
        return redirect(page)
    context = {
        "form": form,
        "title": _("Look into: %(what)s") % {"what": _shown(kind, value)},
        "back_link": page,
        "rise": rise,
        "suggestion": suggestion,
        "school": school,
    }
    return render(request, "concerns/patterns/note.html", context)


@school_page(Permission.SEE_DUTIES)
def lesson_taught(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say that a lesson was taught."""
    row = get_object_or_404(TrendNote, school=school, pk=number, taught_at=None, lesson_due__isnull=False)
    form = TaughtForm(request.POST or None)
    page = reverse("concern-figures", args=[school.code])
    if form.is_valid() and done(form, lambda: taught(by=by(request), row=row, words=form.cleaned_data["words"])):
        messages.success(request, _("Kept: the lesson was taught."))
        return redirect(page)
    context = {"form": form, "title": _("This lesson was taught"), "lead": row.lesson, "back_link": page}
    return render(request, "design/form_page.html", context)


@school_page(Permission.SEE_CONCERN_FIGURES)
def figures(request: HttpRequest, school: School) -> HttpResponse:
    """A term on one page, for governors and leaders: no names, small numbers left out."""
    spans = queries.terms_back(school, timezone.localdate())
    asked = request.GET.get("term", "")
    span = next((one for one in spans if one.first.isoformat() == asked), spans[0])
    rows = {"reported": _("Reported"), "closed": _("Brought to an end"), "online": _("Of those reported, online")}
    found = queries.figures_of(school, span)
    context = {
        "school": school,
        "span": span,
        "spans": spans,
        "rows": [[rows[name], *counted] for name, *counted in _sides(found.rows, found)],
        "kinds": _sides(found.kinds, found),
        "comparable": found.comparable,
        "lessons": list(queries.lessons_open(school)),
        "may_teach": may_teach(by(request)),
        "taught": [each for each in queries.notes_of(school, span.first) if each.taught_at],
    }
    return render(request, "concerns/patterns/figures.html", context)


def _sides(rows: list[tuple[str, str, str]], found: queries.Figures) -> list[list[str]]:
    """Without the term before where it is not on record: none is another thing than not known."""
    return [list(row if found.comparable else row[:2]) for row in rows]


@federation_page(Permission.SEE_CONCERN_FIGURES)
def compared(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The schools of a federation side by side."""
    user: User = request.user  # type: ignore[assignment]  # the guard let nobody else in
    schools = list(schools_for(user).filter(federation=federation).order_by("name", "pk"))
    rows = [
        [one.school.name, one.pupils, one.reported, one.before, one.rate]
        for one in queries.compared(federation, schools, timezone.localdate())
    ]
    return render(request, "concerns/patterns/compared.html", {"rows": rows, "federation": federation})
