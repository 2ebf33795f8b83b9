"""Referrals of one concern: what is asked, who is told, and each step of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.forms import attempt
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import may_work, subjects_for
from belisha.console.concerns.referrals.actions import referring
from belisha.console.concerns.referrals.actions.answering import answer as give_answer
from belisha.console.concerns.referrals.actions.answering import begin
from belisha.console.concerns.referrals.forms import (
    AnswerForm,
    ChaseForm,
    ChooseForm,
    ConfirmForm,
    EndForm,
    MadeForm,
    ReasonForm,
)
from belisha.console.concerns.referrals.queries.lists import contacts_for, entries_of, referral_of
from belisha.console.concerns.referrals.queries.standing import missing, standing_of, wants
from belisha.console.concerns.referrals.rules.agencies import agencies, agency_of
from belisha.console.concerns.referrals.rules.procedures import procedure_of
from belisha.console.concerns.referrals.tables import is_late
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern, Referral

__all__ = ["begun", "choose", "go_on", "made", "question", "referral", "referrals"]


def working(request: HttpRequest, concern: Concern) -> None:
    """Raise NotAllowedError for whoever was only let in: to whom a concern is passed on they need not know."""
    if not may_work(by(request), concern):
        raise NotAllowedError(_("You were let into this concern to read it and to add notes."))


def _list(concern: Concern) -> str:
    return reverse("concern-referrals", args=[concern.school.code, concern.reference])


def _page(found: Referral) -> str:
    return reverse("concern-referral", args=[found.concern.school.code, found.concern.reference, found.key])


@never_cache
@concern_page
def referrals(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """What is asked of a concern, and everybody whom it is passed on to."""
    working(request, concern)
    standing = standing_of(concern, timezone.now())
    context = {
        "school": school,
        "concern": concern,
        "standing": standing,
        "rows": [(each, agency_of(each.agency), is_late(each), wants(each)) for each in standing.referrals],
        "missing": missing(standing),
        "agencies": agencies(),
        "open": concern.state in {"new", "open"},
    }
    return render(request, "concerns/referrals/referrals.html", context)


@never_cache
@concern_page
def question(request: HttpRequest, school: School, concern: Concern, procedure: str) -> HttpResponse:
    """Answer what a procedure asks; whom to ring stands beside it."""
    working(request, concern)
    try:
        asked = procedure_of(procedure)
    except KeyError as error:
        raise Http404 from error
    form = AnswerForm(request.POST or None, procedure=asked)
    bodies = {name for must in asked.must for name in must.bodies} | {*asked.choose}
    context = {
        "school": school,
        "concern": concern,
        "procedure": asked,
        "title": asked.title,
        "caption": concern.reference,
        "submit": _("Answer"),
        "back_link": _list(concern),
        "bodies": contacts_for(school, sorted(bodies), timezone.now()),
    }
    return answer(
        request,
        form,
        lambda: give_answer(by=by(request), concern=concern, procedure=procedure, **form.taken()),
        to=_list(concern),
        success=_("Your answer is on record. Nothing was sent: see below whom to tell."),
        context=context,
        template="concerns/referrals/question.html",
    )


@require_POST
@concern_page
def begun(request: HttpRequest, school: School, concern: Concern, agency: str) -> HttpResponse:
    """Decide to pass a concern on to a body."""
    working(request, concern)
    if agency not in {each.id for each in agencies()}:
        raise Http404
    made_now: list[Referral] = []

    def act() -> None:
        made_now.append(begin(by=by(request), concern=concern, agency=agency))

    if not attempt(request, act, _("It is on the list. Nothing was sent: make the referral, then put it down here.")):
        return redirect("concern-referrals", school.code, concern.reference)
    return redirect("concern-referral", school.code, concern.reference, made_now[0].key)


@never_cache
@concern_page
def referral(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """One referral: whom to ring, what to say, and how far it is."""
    working(request, concern)
    found = referral_of(concern, key)
    agency = agency_of(found.agency)
    (body,) = contacts_for(school, [agency.id], timezone.now())
    context = {
        "school": school,
        "concern": concern,
        "referral": found,
        "agency": agency,
        "body": body,
        "instead": [agency_of(name) for name in found.instead.split(",") if name],
        "procedure": procedure_of(found.procedure) if found.procedure else None,
        "late": is_late(found),
        "wants": wants(found),
        "entries": list(entries_of(found)),
    }
    return render(request, "concerns/referrals/referral.html", context)


def _form_page(
    request: HttpRequest,
    found: Referral,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: StrOrPromise,
    success: StrOrPromise,
    lead: StrOrPromise = "",
) -> HttpResponse:
    context = {
        "title": title,
        "caption": f"{found.concern.reference}: {agency_of(found.agency).title}",
        "lead": lead,
        "back_link": _page(found),
    }
    return answer(request, form, act, to=_page(found), success=success, context=context)


@never_cache
@concern_page
def choose(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """What goes onto the sheet."""
    del school
    working(request, concern)
    found, who = referral_of(concern, key), by(request)
    subjects = list(subjects_for(who, concern))
    entries = list(concern.entries.filter(erased_at=None).exclude(text="").exclude(kind="referral"))
    initial = {
        "subjects": [str(each) for each in found.includes.get("subjects", _harmed(subjects, found))],
        "entries": [str(each) for each in found.includes.get("entries", ())],
        "summary": next((each.text for each in entries_of(found) if each.pk == found.includes.get("summary")), ""),
    }
    form = ChooseForm(
        request.POST or None, agency=agency_of(found.agency), subjects=subjects, entries=entries, initial=initial
    )
    return _form_page(
        request,
        found,
        form,
        lambda: referring.choose(by=who, referral=found, **form.taken()),
        title=_("What is passed on"),
        lead=_("Only what they need. The sheet is made of this; it is not sent by itself."),
        success=_("The sheet is ready to be printed."),
    )


def _harmed(subjects: list, found: Referral) -> list[int]:  # type: ignore[type-arg]  # of subjects
    """Who is named unless somebody chooses otherwise: the child, and for the LADO the adult as well."""
    wanted = {"harmed", "alleged"} if agency_of(found.agency).advice else {"harmed"}
    return [each.pk for each in subjects if each.role in wanted]


@never_cache
@concern_page
def made(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """It was passed on: by whom, how, when, to whom."""
    del school
    working(request, concern)
    found = referral_of(concern, key)
    form = MadeForm(request.POST or None, referral=found)
    return _form_page(
        request,
        found,
        form,
        lambda: referring.made(by=by(request), referral=found, **form.taken()),
        title=_("I have passed it on"),
        lead=_("This sends nothing: it puts on record what you did."),
        success=_("It is on record. Chase them if you hear nothing."),
    )


class _Next(NamedTuple):
    """What happens to a referral next: the form that asks for it, the verb, and the words of the page."""

    form: type[forms.Form]
    act: Callable[..., object]
    title: StrOrPromise
    lead: StrOrPromise = ""


NEXT: Final = {
    "confirmed": _Next(ConfirmForm, referring.confirmed, gettext_lazy("They have confirmed it")),
    "asked": _Next(
        ChaseForm,
        referring.chased,
        gettext_lazy("I asked what became of it"),
        gettext_lazy(
            "You disagree with their decision? Ask for their manager; your area's partnership has a way to escalate."
        ),
    ),
    "outcome": _Next(EndForm, referring.ended, gettext_lazy("They have said what comes of it")),
    "not": _Next(
        ReasonForm,
        referring.decided_against,
        gettext_lazy("It is not passed on"),
        gettext_lazy("Somebody may ask you about this in years: say what you knew and who decided."),
    ),
}


@never_cache
@concern_page
def go_on(request: HttpRequest, school: School, concern: Concern, key: str, what: str) -> HttpResponse:
    """Put on record what happened to a referral next: one of NEXT."""
    del school
    working(request, concern)
    found, step = referral_of(concern, key), NEXT[what]
    form = step.form(request.POST or None, initial={"reference": found.reference})
    return _form_page(
        request,
        found,
        form,
        lambda: step.act(by=by(request), referral=found, **form.cleaned_data),
        title=step.title,
        lead=step.lead,
        success=_("It is on record."),
    )
