"""What a school sets for its work on concerns: tables, rota; its playbooks; its drills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import LoadedTable
from belisha.console.concerns.rules.categories import categories
from belisha.console.concerns.working.actions.drills import begin_drill, drill_step, end_drill
from belisha.console.concerns.working.actions.school import end_turn, load_table, set_turn
from belisha.console.concerns.working.forms import DrillForm, TableForm, TurnForm, WordsForm
from belisha.console.concerns.working.queries.drills import book_title, drill_of, drills_of, timed
from belisha.console.concerns.working.queries.rota import team_of, today_of, turn_of, turns_of
from belisha.console.concerns.working.queries.work import ladder_of, loaded_tables, thresholds_of
from belisha.console.concerns.working.rules.playbooks import playbooks
from belisha.console.concerns.working.rules.times import in_words
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = [
    "books",
    "drill",
    "drill_end",
    "drill_new",
    "drill_step_done",
    "drills",
    "rota",
    "table_load",
    "tables",
    "turn_end",
    "turn_new",
]


@school_page(Permission.WORK_CONCERNS)
def books(request: HttpRequest, school: School) -> HttpResponse:
    """Every playbook, its time limits, and what starts it."""
    titles = {category.id: category.title for category in categories()}
    marks = {mark.id: mark.title for mark in playbooks().marks}
    shown = [
        (
            book,
            [titles[each] for each in book.categories] + [marks[each] for each in book.marks],
            [(step, in_words(step.within)) for step in book.steps],
        )
        for book in playbooks().playbooks
    ]
    context = {"school": school, "books": shown, "version": playbooks().version}
    return render(request, "concerns/working/playbooks.html", context)


@school_page(Permission.WORK_CONCERNS)
def tables(request: HttpRequest, school: School) -> HttpResponse:
    """The table of thresholds and the ladder that count now, and their older versions."""
    context = {
        "school": school,
        "thresholds": thresholds_of(school),
        "ladder": ladder_of(school),
        "loaded": loaded_tables(school),
        "in_words": in_words,
    }
    return render(request, "concerns/working/tables.html", context)


@school_page(Permission.WORK_CONCERNS)
def table_load(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """Load a table from a file."""
    if kind not in LoadedTable.Kind.values:
        raise Http404
    form = TableForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        load_table(
            by=by(request), school=school, kind=kind, title=given["title"], source=given["source"],
            dated=given["dated"], name=given["file"].name, content=given["file"].read(),
        )  # fmt: skip

    back = reverse("concern-tables", args=[school.code])
    context = {
        "title": _("Load a table: %(kind)s") % {"kind": LoadedTable.Kind(kind).label},
        "back_link": back,
        "submit": _("Load it"),
        "kind": kind,
        "school": school,
    }
    success = _("It counts from now on. What was decided by the older one stays.")
    template = "concerns/working/table_load.html"
    return answer(request, form, act, to=back, success=success, context=context, template=template)


@school_page(Permission.WORK_CONCERNS)
def rota(request: HttpRequest, school: School) -> HttpResponse:
    """Who is on duty when, and whom a concern reaches today."""
    today = timezone.localdate()
    names = dict(TurnForm.DAYS)
    context = {
        "school": school,
        "today": today_of(school, today),
        "turns": [(turn, names[turn.weekday], away) for turn, away in turns_of(school, today)],
    }
    return render(request, "concerns/working/rota.html", context)


@school_page(Permission.WORK_CONCERNS)
def turn_new(request: HttpRequest, school: School) -> HttpResponse:
    """Put somebody on the rota."""
    form = TurnForm(request.POST or None, users=team_of(school), initial={"first": timezone.localdate()})

    def act() -> None:
        given = form.cleaned_data
        set_turn(
            by=by(request), school=school, user=form.user, weekday=given["weekday"], first=given["first"],
            last=given["last"],
        )  # fmt: skip

    back = reverse("concern-rota", args=[school.code])
    context = {"title": _("Put somebody on duty"), "back_link": back}
    return answer(request, form, act, to=back, success=_("They are on the rota."), context=context)


@require_POST
@school_page(Permission.WORK_CONCERNS)
def turn_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take somebody off the rota."""
    turn = turn_of(school, number)
    attempt(request, lambda: end_turn(by=by(request), turn=turn), _("They are off the rota."))
    return redirect("concern-rota", school=school.code)


@school_page(Permission.WORK_CONCERNS)
def drills(request: HttpRequest, school: School) -> HttpResponse:
    """The drills, newest first."""
    context = {
        "school": school,
        "drills": [(each, book_title(each.book)) for each in drills_of(school)[:50]],
    }
    return render(request, "concerns/working/drills.html", context)


@school_page(Permission.WORK_CONCERNS)
def drill_new(request: HttpRequest, school: School) -> HttpResponse:
    """Begin a drill."""
    form = DrillForm(request.POST or None)
    made: list[int] = []

    def act() -> None:
        made.append(begin_drill(by=by(request), school=school, book=form.cleaned_data["book"]).pk)

    context = {
        "title": _("Begin a drill"),
        "lead": _("Invent a case, or take one from training. A drill is no concern: it counts nowhere."),
        "submit": _("Begin: the clock goes"),
        "back_link": reverse("concern-drills", args=[school.code]),
    }

    def page() -> str:
        return reverse("concern-drill", args=[school.code, made[0]])

    return answer(request, form, act, to=page, success=_("The drill has begun."), context=context)


@school_page(Permission.WORK_CONCERNS)
def drill(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One drill: each step with its time."""
    found = drill_of(school, number)
    steps = timed(found)
    context = {
        "school": school,
        "drill": found,
        "title": book_title(found.book),
        "steps": steps,
        "done": all(each.step.done_at for each in steps),
    }
    return render(request, "concerns/working/drill.html", context)


@require_POST
@school_page(Permission.WORK_CONCERNS)
def drill_step_done(request: HttpRequest, school: School, number: int, place: int) -> HttpResponse:
    """A step of a drill is done now."""
    found = drill_of(school, number)
    attempt(request, lambda: drill_step(by=by(request), drill=found, place=place), _("Noted."))
    return redirect("concern-drill", school=school.code, number=number)


@school_page(Permission.WORK_CONCERNS)
def drill_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """End a drill with what was learnt."""
    found = drill_of(school, number)
    form = WordsForm(request.POST or None, label=_("What you learnt"), help_text=_("No names: the case is invented."))

    def act() -> None:
        end_drill(by=by(request), drill=found, words=form.cleaned_data["words"])

    back = reverse("concern-drill", args=[school.code, number])
    if found.finished_at is not None:
        messages.info(request, _("This drill is over."))
        return redirect(back)
    context = {"title": _("End the drill"), "back_link": back, "submit": _("End it")}
    return answer(request, form, act, to=back, success=_("The drill is on record."), context=context)
