"""The single central record: the whole, one person's checks, recording and withdrawing, taking it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.design.files import spreadsheet
from belisha.console.people.actions.checks import (
    export_record,
    look_at_checks,
    look_at_record,
    record_check,
    withdraw_check,
)
from belisha.console.people.forms.checks import CheckForm, ExportForm
from belisha.console.people.forms.families import ReasonForm
from belisha.console.people.queries.people import person_of
from belisha.console.people.queries.record import check_of, line_of, record_of
from belisha.console.people.rules.checks import ADULTS, COLUMNS
from belisha.console.people.rules.names import search_words
from belisha.console.people.views.answering import answer, rights
from belisha.console.people.views.person import tabs_of
from belisha.console.people.words import CHECK_STATES, CHECKS, KINDS, KINDS_ONE, SHORT_CHECKS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.people.models import Person
    from belisha.console.people.queries.record import Cell, Line

__all__ = ["add_check", "checks", "export", "record", "withdraw"]


@school_page(Permission.SEE_STAFF_CHECKS)
@steps_up
def record(request: HttpRequest, school: School) -> HttpResponse:
    """Every adult and each check, gaps in red; the look is on record."""
    look_at_record(by=by(request), school=school)
    lines = record_of(school, kind=request.GET.get("kind", ""))
    wanted = [
        line for line in lines if _fits(line, request.GET.get("show", ""), search_words(request.GET.get("q", "")))
    ]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "school": school,
        "page": Paginator(wanted, 50).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "asked": request.GET,
        "adults": [(kind, KINDS[kind]) for kind in ADULTS],
        "checks": [(check, SHORT_CHECKS[check], CHECKS[check]) for check in COLUMNS],
        "states": CHECK_STATES,
        "people": len(lines),
        "today": timezone.localdate(),
        "with_gaps": sum(1 for line in lines if line.gaps),
        "due": sum(1 for line in lines if line.due),
    }
    return render(request, "people/record.html", context)


@school_page(Permission.SEE_STAFF_CHECKS)
@steps_up
def export(request: HttpRequest, school: School) -> HttpResponse:
    """Take the record out as a spreadsheet; what for is on record."""
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: export_record(by=by(request), school=school, reason=reason)):
            return _as_csv(record_of(school), school)
    context = {
        "form": form,
        "title": _("Take out the single central record"),
        "lead": _("A spreadsheet of every adult and each check. Keep it safe, and delete it when it has served."),
        "submit": _("Download"),
        "back_link": reverse("record", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


@school_page(Permission.SEE_STAFF_CHECKS)
@steps_up
def checks(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """One person's checks with their history; each look is on record."""
    person = _adult(school, pk)
    context = {
        "person": person,
        "school": school,
        "line": line_of(person),
        "history": look_at_checks(by=by(request), person=person),
        "titles": CHECKS,
        "states": CHECK_STATES,
        "can": rights(request, school, Permission.CHANGE_STAFF_CHECKS),
        "tabs": tabs_of(request, person, "person-checks"),
    }
    return render(request, "people/checks.html", context)


@school_page(Permission.CHANGE_STAFF_CHECKS)
@steps_up
def add_check(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Record a check, or its renewal."""
    person = _adult(school, pk)
    kind = request.GET.get("kind", "")
    form = CheckForm(request.POST or None, initial={"kind": kind, "seen_by": getattr(request.user, "name", "")})
    context = {"title": _("Record a check"), "caption": person.name, "back_link": _page(person)}
    return answer(
        request,
        form,
        lambda: record_check(by=by(request), person=person, details=form.details),
        to=_page(person),
        success=_("The check is recorded."),
        context=context,
    )


@school_page(Permission.CHANGE_STAFF_CHECKS)
@steps_up
def withdraw(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Withdraw a check that was recorded by mistake."""
    check = check_of(school, pk)
    if check is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    context = {
        "title": _("Withdraw this check?"),
        "caption": check.person.name,
        "lead": _("It no longer counts. It stays in the history with your reason."),
        "back_link": _page(check.person),
    }
    return answer(
        request,
        form,
        lambda: withdraw_check(by=by(request), check=check, reason=form.cleaned_data["reason"]),
        to=_page(check.person),
        success=_("The check is withdrawn."),
        context=context,
        template="design/confirm.html",
    )


def _page(person: Person) -> str:
    return reverse("person-checks", args=[person.school.code, person.pk])


def _adult(school: School, pk: int) -> Person:
    person = person_of(school, pk)
    if person.kind not in ADULTS:
        raise Http404
    return person


def _fits(line: Line, show: str, words: list[str]) -> bool:
    if show == "gaps" and not line.gaps:
        return False
    if show == "due" and not line.due:
        return False
    return all(word in line.person.search for word in words)


def _as_csv(lines: list[Line], school: School) -> HttpResponse:
    heads = [_("Name"), _("Who"), _("Job"), _("First day"), *(CHECKS[check] for check in COLUMNS)]
    return spreadsheet(f"single-central-record-{school.code}", heads, map(_cells, lines))


def _cells(line: Line) -> tuple[object, ...]:
    person = line.person
    return person.name, KINDS_ONE[person.kind], person.job, person.joined, *(_words(cell) for cell in line.cells)


def _words(cell: Cell) -> str:
    """A check in one cell: how it stands, number, who saw it and when, until when."""
    state = str(CHECK_STATES[cell.state][0])
    seen = cell.seen
    if seen is None:
        return state
    until = _("until %(day)s") % {"day": seen.expires.isoformat()} if seen.expires else ""
    parts = (state, seen.number, f"{seen.seen_by}, {seen.seen_on.isoformat()}", until, seen.note)
    return "; ".join(part for part in parts if part)
