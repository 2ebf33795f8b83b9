"""Pages for those who run surveys: the list, opening, handing out codes, closing, the questions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.papers import qr_drawing
from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.compliance.models import Survey, SurveyForm
from belisha.console.compliance.surveys.actions import choosing, running
from belisha.console.compliance.surveys.forms import OpenForm, OpenPupilsForm, OwnForm, WordingForm
from belisha.console.compliance.surveys.queries import running as queries
from belisha.console.compliance.surveys.queries.counting import how_many
from belisha.console.design.tables import Choice, Column, Table, show
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.compliance.models import SurveyGroup

__all__ = [
    "close",
    "hand_out",
    "mine",
    "open_one",
    "question",
    "question_end",
    "question_leave",
    "questions",
    "survey",
    "surveys",
]

MOST_PICTURES = 60  # cards with a code to scan on one page; more have letters alone
LASTS = timedelta(days=14)


def _table() -> Table:
    return Table(
        "surveys",
        (
            Column(
                "who",
                _("Who is asked"),
                lambda row: row.get_audience_display(),
                order=("audience",),
                link=lambda row: reverse("survey", args=[row.school.code, row.pk]),
            ),
            Column("opens", _("First day"), lambda row: row.opens, order=("opens",)),
            Column("closes", _("Last day"), lambda row: row.closes, order=("closes",)),
            Column("answered", _("Answered"), lambda row: f"{row.answered or 0} / {row.asked or 0}"),
            Column("closed", _("Closed"), lambda row: row.closed_at is not None, order=("closed_at",)),
        ),
        choices=(Choice("audience", _("Who is asked"), Survey.Audience.choices, "audience"),),
    )


@school_page(Permission.SEE_DUTIES)
def surveys(request: HttpRequest, school: School) -> HttpResponse:
    """The surveys of a school."""
    context = {
        "school": school,
        "runs": may(request, Permission.RUN_SURVEYS, school),
        "reads": may(request, Permission.WORK_CONCERNS, school),
        "audiences": Survey.Audience.choices,
        "forms_of": SurveyForm.choices,
    }
    return show(request, _table(), queries.surveys_of(school), "compliance/surveys/surveys.html", context)


@school_page(Permission.SEE_DUTIES)
def survey(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One survey: how many of each group answered, and never who."""
    found = queries.survey_of(school, number)
    context = {
        "school": school,
        "survey": found,
        "rate": queries.rate_of(found),
        "groups": found.groups.all(),
        "runs": may(request, Permission.RUN_SURVEYS, school),
        "over": found.closed_at is not None,
        "waits": found.opens > timezone.localdate(),
        "actions": [each.plan for each in found.actions.select_related("plan__owner").order_by("pk")],
    }
    return render(request, "compliance/surveys/survey.html", context)


@school_page(Permission.RUN_SURVEYS)
def open_one(request: HttpRequest, school: School, audience: str) -> HttpResponse:
    """Open a survey."""
    if audience not in Survey.Audience.values:
        raise Http404
    form = _opening(request, school, audience)
    made: list[Survey] = []

    def act() -> None:
        days = {name: form.cleaned_data[name] for name in ("opens", "closes")}
        asked = form.asked(audience, str(Survey.Audience(audience).label))
        made.append(running.open_survey(by=by(request), school=school, audience=audience, **days, asked=asked))

    context = {
        "title": _("Open a survey"),
        "caption": Survey.Audience(audience).label,
        "lead": _("Nobody can tell who answered what. You hand out the codes on the next page."),
        "submit": _("Open it"),
        "back_link": reverse("surveys", args=[school.code]),
    }
    to = lambda: reverse("survey", args=[school.code, made[0].pk])  # noqa: E731 - known only once it is done
    return answer(request, form, act, to=to, success=_("Now hand out the codes."), context=context)


def _opening(request: HttpRequest, school: School, audience: str) -> OpenForm:
    today = timezone.localdate()
    initial: dict[str, Any] = {"opens": today, "closes": today + LASTS}
    if audience != Survey.Audience.PUPILS:
        initial["size"] = how_many(school, audience)
        return OpenForm(request.POST or None, initial=initial)
    classes = list(queries.classes_for(school))
    initial["classes"] = [str(group.pk) for group in classes]
    return OpenPupilsForm(classes, queries.class_sizes(classes), request.POST or None, initial=initial)


@never_cache
@school_page(Permission.SEE_PEOPLE)
def hand_out(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The codes of a group: made when they are asked for, shown and printed this once."""
    group = queries.group_of(school, number)
    if not isinstance(request.user, User) or not queries.may_hand_out(request.user, group):
        raise NotAllowedError(_("Codes are handed out by who runs the survey, and by the teachers of the class."))
    context: dict[str, Any] = {"school": school, "group": group, "survey": group.survey}
    if group.survey.closed_at is not None:
        return redirect("survey", school=school.code, number=group.survey_id)
    if request.method == "POST":
        context["cards"] = _cards(running.hand_out(by=by(request), group=group))
        context["address"] = settings.CONSOLE.url + reverse("survey-code")
    return render(request, "compliance/surveys/hand_out.html", context)


def _cards(codes: list[str]) -> list[tuple[str, str, str]]:
    """Codes with their addresses and, where there are not too many for a page, the pictures of these."""
    found = []
    for code in codes:
        path = reverse("survey-answer", args=[code])
        picture = qr_drawing(settings.CONSOLE.url + path) if len(codes) <= MOST_PICTURES else ""
        found.append((code, path, picture))
    return found


@school_page(Permission.SEE_PEOPLE)
def mine(request: HttpRequest, school: School) -> HttpResponse:
    """The classes that I teach and that are asked now."""
    groups: list[SurveyGroup] = []
    if isinstance(request.user, User):
        groups = list(queries.my_groups(request.user, school))
    return render(request, "compliance/surveys/mine.html", {"school": school, "groups": groups})


@school_page(Permission.RUN_SURVEYS)
def close(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Close a survey before its time, after a question."""
    found = queries.survey_of(school, number)
    page = reverse("survey", args=[school.code, number])
    if request.method == "POST":
        if found.closed_at is None:
            running.close(by=by(request), survey=found)
        messages.success(request, _("The survey is closed. Here is what came of it."))
        return redirect("survey-results", school=school.code, number=number)
    rate = queries.rate_of(found)
    context = {
        "title": _("Close the survey"),
        "rows": [{"key": _("Answered"), "value": f"{rate.answered} / {rate.asked}"}],
        "danger": _("Its codes open nothing any more."),
        "back_link": page,
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.RUN_SURVEYS)
def questions(request: HttpRequest, school: School, form: str) -> HttpResponse:
    """What is asked with a form: ours, left out or in other words, and the school's own."""
    _check(form)
    given = OwnForm(request.POST or None)
    context = {
        "school": school,
        "code": form,
        "title": SurveyForm(form).label,
        "choices": queries.choices_of(school, form),
        "own": queries.own_questions(school, form),
        "forms_of": SurveyForm.choices,
    }
    return answer(
        request,
        given,
        lambda: choosing.add_question(by=by(request), school=school, form=form, **given.cleaned_data),
        to=reverse("survey-questions", args=[school.code, form]),
        success=_("The next survey asks it."),
        context=context,
        template="compliance/surveys/questions.html",
    )


@school_page(Permission.RUN_SURVEYS)
def question(request: HttpRequest, school: School, form: str, question: str) -> HttpResponse:
    """A question of ours in the school's own words."""
    _check(form)
    found = next((each for each in queries.choices_of(school, form) if each.question.id == question), None)
    if found is None:
        raise Http404
    given = WordingForm(request.POST or None, initial={"words": found.question.words})
    back = reverse("survey-questions", args=[school.code, form])
    context = {
        "title": _("Ask it in your words"),
        "caption": SurveyForm(form).label,
        "lead": _("We put it like this: %(words)s") % {"words": found.ours},
        "back_link": back,
    }
    return answer(
        request,
        given,
        lambda: choosing.choose(by=by(request), school=school, form=form, question=question, **given.cleaned_data),
        to=back,
        success=_("The next survey asks it so."),
        context=context,
    )


@require_POST
@school_page(Permission.RUN_SURVEYS)
def question_leave(request: HttpRequest, school: School, form: str, question: str) -> HttpResponse:
    """Leave a question of ours out, or ask it again."""
    _check(form)
    found = next((each for each in queries.choices_of(school, form) if each.question.id == question), None)
    if found is None:
        raise Http404
    leave = not found.left_out
    choosing.choose(
        by=by(request), school=school, form=form, question=question, words=found.question.words, left_out=leave
    )
    messages.success(request, _("The next survey leaves it out.") if leave else _("The next survey asks it."))
    return redirect("survey-questions", school=school.code, form=form)


@require_POST
@school_page(Permission.RUN_SURVEYS)
def question_end(request: HttpRequest, school: School, form: str, number: int) -> HttpResponse:
    """Ask something of one's own no more."""
    _check(form)
    found = queries.own_questions(school, form).filter(pk=number).first()
    if found is None:
        raise Http404
    choosing.end_question(by=by(request), question=found)
    messages.success(request, _("The next survey asks it no more."))
    return redirect("survey-questions", school=school.code, form=form)


def _check(form: str) -> None:
    if form not in SurveyForm.values:
        raise Http404
