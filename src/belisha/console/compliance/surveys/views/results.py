"""Pages of what came of a survey, what people wrote, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.compliance.plans.queries import owners
from belisha.console.compliance.surveys.actions.reading import begin_concern, mark_read
from belisha.console.compliance.surveys.actions.running import plan_because
from belisha.console.compliance.surveys.forms import ActionForm, WorryForm
from belisha.console.compliance.surveys.queries.results import before, beside, results_of, weakest
from belisha.console.compliance.surveys.queries.running import (
    asked_of,
    rate_of,
    read_words,
    survey_of,
    unread_words,
    words_of,
)
from belisha.console.compliance.surveys.rules import FEWEST
from belisha.console.design.files import spreadsheet
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.compliance.surveys.queries.results import Part, Result

__all__ = ["action", "results", "words", "words_concern", "words_read"]


@school_page(Permission.SEE_DUTIES)
def results(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What came of a survey, beside the one before; as CSV where that is asked for. Never who answered."""
    found = survey_of(school, number)
    if found.closed_at is None:  # while it is open, each new answer could be told from the difference
        messages.info(request, _("Results are shown when the survey is closed, so that no single answer can be told."))
        return redirect("survey", school=school.code, number=number)
    parts = results_of(found)
    if request.GET.get("format") == "csv":
        return _as_csv(parts, f"survey-{school.code}-{found.audience}-{found.number}")
    runs, rate = may(request, Permission.RUN_SURVEYS, school), rate_of(found)
    context: dict[str, Any] = {
        "school": school,
        "survey": found,
        "parts": parts,
        "beside": beside(parts),
        "weakest": weakest(parts),
        "enough": any(result.good is not None for part in parts for result in part.results),
        "before": before(found),
        "runs": runs,
        "rate": rate,
        "words": read_words(found) if runs and rate.answered >= FEWEST else [],
        "actions": [each.plan for each in found.actions.select_related("plan__owner").order_by("pk")],
    }
    return render(request, "compliance/surveys/results.html", context)


@school_page(Permission.RUN_SURVEYS)
def action(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Plan what is done because of a survey."""
    found = survey_of(school, number)
    asked = {each.id: each for form in asked_of(found).values() for each in form}
    form = ActionForm(owners(school), asked.values(), request.POST or None)
    back = reverse("survey-results", args=[school.code, number])
    context = {"title": _("Plan what is done"), "caption": str(found), "submit": _("Plan it"), "back_link": back}
    return answer(
        request,
        form,
        lambda: plan_because(by=by(request), survey=found, **form.plan),
        to=back,
        success=_("It is planned. Whoever does it sees it on their home page."),
        context=context,
    )


@never_cache
@school_page(Permission.WORK_CONCERNS)
def words(request: HttpRequest, school: School) -> HttpResponse:
    """What people wrote and nobody of the safeguarding team has read."""
    return render(request, "compliance/surveys/words.html", {"school": school, "rows": unread_words(school)[:200]})


@require_POST
@school_page(Permission.WORK_CONCERNS)
def words_read(request: HttpRequest, school: School, key: UUID) -> HttpResponse:
    """It is read, and gives no cause for worry."""
    mark_read(by=by(request), words=words_of(school, key))
    messages.success(request, _("It is noted that you read it."))
    return redirect("survey-words", school=school.code)


@never_cache
@school_page(Permission.WORK_CONCERNS)
def words_concern(request: HttpRequest, school: School, key: UUID) -> HttpResponse:
    """It gives cause for worry."""
    found = words_of(school, key)
    form = WorryForm(request.POST or None)
    back = reverse("survey-words", args=[school.code])
    context = {
        "title": _("Make it a concern"),
        "caption": found.group.name,
        "lead": _("“%(words)s” Nobody knows who wrote it: think with the class teacher who may need help.")
        % {"words": found.words},
        "submit": _("Make it a concern"),
        "back_link": back,
    }
    return answer(
        request,
        form,
        lambda: begin_concern(by=by(request), words=found, **form.cleaned_data),
        to=back,
        success=_("It is a concern now."),
        context=context,
    )


def _as_csv(parts: list[Part], name: str) -> HttpResponse:
    heads = [_("Who"), _("Question"), _("Answer"), _("Of a hundred"), _("Answered")]
    return spreadsheet(name, heads, (row for part in parts for result in part.results for row in _cells(part, result)))


def _cells(part: Part, result: Result) -> Iterator[tuple[object, ...]]:
    words = result.question.words
    if not result.bars:
        yield part.title, words, "", "", _("fewer than 5")
    for bar in result.bars:
        yield part.title, words, bar.words, bar.percent, result.answered
    for name, share in result.classes.items():
        if share.percent is not None:
            yield name, words, _("As one hopes"), share.percent, share.answered
