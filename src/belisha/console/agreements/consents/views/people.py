"""One person's consents: what holds and, for those who see families, who said what; and entering what came on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import own_page, school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.agreements.consents.actions.answering import answer_many
from belisha.console.agreements.consents.forms import AnswersForm, PaperForm
from belisha.console.agreements.consents.queries.choosing import adult_of, own_entry
from belisha.console.agreements.consents.queries.looking import (
    adults_of,
    asked_purposes,
    history_of,
    lines_of,
)
from belisha.console.agreements.consents.queries.seeing import child_seen, sees_why
from belisha.console.agreements.consents.rules import for_adults, purpose_of
from belisha.console.agreements.consents.views.classes import asking
from belisha.console.agreements.models import ConsentAnswer
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.agreements.consents.rules import Purpose
    from belisha.console.people.models import Person

__all__ = ["adult", "child", "enter", "enter_adult", "here", "mine", "my_work"]

WORK = "work"  # the purpose that a pupil may answer


@school_page(Permission.SEE_SIGNATURES)
def child(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What may be done with a child today."""
    user = asking(request)
    person = child_seen(user, school, number)
    purposes = asked_purposes(school)
    why = sees_why(user, school)
    context = {
        "school": school,
        "person": person,
        "answers": list(zip(purposes, lines_of([person], purposes, timezone.localdate())[0].answers, strict=True)),
        "why": why,
        "history": history_of(person) if why else None,
        "title_of": {purpose.id: purpose.title for purpose in purposes},
        "may_enter": why and may(request, Permission.TAKE_SIGNATURES, school),
        "enter": reverse("consent-enter", args=[school.code, number]),
        "today": timezone.localdate(),
    }
    return render(request, "agreements/consents/person.html", context)


@school_page(Permission.SEE_SIGNATURES)
def adult(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What an adult permits of themselves."""
    person = _adult(school, number)
    purposes = list(for_adults())
    context = {
        "school": school,
        "person": person,
        "answers": list(zip(purposes, lines_of([person], purposes, timezone.localdate())[0].answers, strict=True)),
        "why": sees_why(asking(request), school),
        "history": history_of(person) if sees_why(asking(request), school) else None,
        "title_of": {purpose.id: purpose.title for purpose in purposes},
        "may_enter": may(request, Permission.TAKE_SIGNATURES, school),
        "enter": reverse("consent-enter-adult", args=[school.code, number]),
        "today": timezone.localdate(),
    }
    return render(request, "agreements/consents/person.html", context)


def _adult(school: School, number: int) -> Person:
    person = adult_of(school, number)
    if person is None:
        raise Http404
    return person


@school_page(Permission.TAKE_SIGNATURES)
def enter(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Enter what a parent wrote on paper or told the office. Needs the right to see families."""
    person = child_seen(asking(request), school, number)
    if not sees_why(asking(request), school):
        raise Http404
    purposes = asked_purposes(school)
    form = PaperForm(purposes, adults_of(person), request.POST or None)
    return _enter(request, person, form, reverse("consents-of", args=[school.code, number]))


@school_page(Permission.TAKE_SIGNATURES)
def enter_adult(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Enter what an adult wrote on paper about themselves."""
    person = _adult(school, number)
    form = PaperForm(for_adults(), [person], request.POST or None)
    form.initial["person"] = str(person.pk)
    return _enter(request, person, form, reverse("consents-of-adult", args=[school.code, number]))


def _enter(request: HttpRequest, about: Person, form: PaperForm, back: str) -> HttpResponse:
    context = {
        "title": _("Enter answers"),
        "caption": about.name,
        "lead": _("What you leave open stays as it was. Each answer is kept with your name."),
        "back_link": back,
    }
    return answer(
        request,
        form,
        lambda: answer_many(
            by=by(request),
            person=form.person,
            about=about,
            answers=form.answers,
            way=form.cleaned_data["way"],
            note=form.cleaned_data["note"],
        ),
        to=back,
        success=_("The answers are kept."),
        context=context,
    )


@school_page(Permission.SEE_SCHOOL)
def here(request: HttpRequest, school: School) -> HttpResponse:
    """The way to one's own consents from the navigation of a school."""
    del request, school
    return redirect("my-consents")


@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """What I permit of myself: for adults."""
    person = own_entry(asking(request))
    if person is not None and person.kind == User.Kind.PUPIL:
        return redirect("my-work")
    if person is None:
        return render(request, "agreements/consents/nobody.html")
    return _own(request, person, list(for_adults()), "agreements/consents/mine.html", "my-consents")


@own_page
def my_work(request: HttpRequest) -> HttpResponse:
    """A child says whether the school may show their work."""
    person = own_entry(asking(request))
    if person is None or person.kind != User.Kind.PUPIL:
        return redirect("my-consents")
    return _own(request, person, [purpose_of(WORK)], "agreements/consents/my_work.html", "my-work")


def _own(request: HttpRequest, person: Person, purposes: list[Purpose], template: str, page: str) -> HttpResponse:
    history = history_of(person)
    own = {row.purpose: row for row in reversed(history.answers) if row.person_id == person.pk}
    initial = {code: "yes" if row.yes else "no" for code, row in own.items()}
    form = AnswersForm(purposes, request.POST or None, initial)
    context = {
        "person": person,
        "answers": list(zip(purposes, lines_of([person], purposes, timezone.localdate())[0].answers, strict=True)),
        "history": [row for row in history.answers if row.person_id == person.pk],
        "title_of": {purpose.id: purpose.title for purpose in purposes},
        "said": own,
    }
    return answer(
        request,
        form,
        lambda: answer_many(
            by=by(request), person=person, about=person, answers=form.answers, way=ConsentAnswer.Way.PORTAL
        ),
        to=reverse(page),
        success=_("Your answer is kept."),
        context=context,
        template=template,
    )
