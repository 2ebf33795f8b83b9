"""Pages for those who are asked: without an account, by a code, on any device."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import open_page
from belisha.console.compliance.surveys.actions.answering import answer, may_try, note_wrong
from belisha.console.compliance.surveys.forms import AnswerForm, CodeForm
from belisha.console.compliance.surveys.queries.running import group_by_code, questions_of, why_shut
from belisha.console.compliance.surveys.rules import code_of
from belisha.console.concerns.reporting.rules.helping import help_lines

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.compliance.models import SurveyGroup

__all__ = ["answering", "enter_code", "thanks"]

CHILDREN = ("infants", "juniors")
WHOSE = {"staff": "staff", "parents": "parent"}  # as the directory of help calls them


@never_cache
@open_page
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code from a card."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        code = code_of(form.cleaned_data["code"])
        if code and _found(request, code):
            return redirect("survey-answer", code=code)
        form.add_error("code", _("This code opens nothing. Look at every letter and try again."))
    return render(request, "compliance/surveys/code.html", {"form": form})


@never_cache
@open_page
def answering(request: HttpRequest, code: str) -> HttpResponse:
    """The questions. What is sent once counts once, however often the page comes."""
    group = _found(request, code_of(code))
    if group is None:
        return render(request, "compliance/surveys/nothing.html", status=404)
    shut = why_shut(group, code_of(code))
    if shut:
        return render(request, "compliance/surveys/thanks.html", {**_context(group), "shut": shut})
    form = AnswerForm(questions_of(group), request.POST if request.method == "POST" else None)
    mark = request.POST.get("began", "")[:40] or secrets.token_hex(12)
    if form.is_valid() and done(
        form, lambda: answer(code=code_of(code), answers=form.answers, words=form.words, mark=mark)
    ):
        return redirect("survey-thanks", code=code_of(code))
    page = "child.html" if group.form in CHILDREN else "adult.html"
    return render(request, f"compliance/surveys/{page}", {**_context(group), "form": form, "mark": mark})


@never_cache
@open_page
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thank you, and who helps; on a device that goes round, the way to the next child."""
    group = _found(request, code_of(code))
    if group is None:
        return render(request, "compliance/surveys/nothing.html", status=404)
    again = group.shared and not why_shut(group, code_of(code))
    return render(request, "compliance/surveys/thanks.html", {**_context(group), "again": code if again else ""})


def _found(request: HttpRequest, code: str) -> SurveyGroup | None:
    """The group of a code, where so many wrong ones did not come from here lately."""
    address = by(request).address
    if not may_try(address):
        return None
    group = group_by_code(code) if code else None
    if group is None:
        note_wrong(address)
    return group


def _context(group: SurveyGroup) -> dict[str, Any]:
    child = group.form in CHILDREN
    lines = [] if child else [line for line in help_lines() if WHOSE[group.form] in line.audience and line.phone]
    return {
        "group": group,
        "school": group.survey.school,
        "child": child,
        "infants": group.form == CHILDREN[0],
        "lines": [line for line in lines if "online" in line.topics],
    }
