"""The steps of a change: handing in, the two halves, consent, applying, undoing, and what comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.forms import HalfForm, ReasonForm, SubmitForm, WordsForm
from belisha.console.filtering.changes.impact.queries import impact_of
from belisha.console.filtering.changes.queries.listing import change_of
from belisha.console.filtering.changes.queries.reading import read
from belisha.console.filtering.changes.queries.steps import reasons
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.changes.views.places import both_pages, furniture

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from belisha.console.filtering.changes.views.places import Place
    from belisha.console.filtering.models import Change

__all__ = [
    "anew",
    "apply",
    "consent",
    "drop",
    "education",
    "review",
    "rework",
    "submit",
    "technical",
    "undo",
    "withdraw",
]


def _answered(
    request: HttpRequest, place: Place, change: Change, form: forms.Form, act: Callable[[], object], said: str
) -> HttpResponse | None:
    """Where to go once a step is done; None while the form is shown."""
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, said)
        return redirect(page_of(place, "filter-change", change.pk))
    return None


def _page(
    request: HttpRequest, place: Place, change: Change, step: Step, form: forms.Form, **more: Any
) -> HttpResponse:
    """The page of a step; where it cannot be taken it says why, instead of the form."""
    context = {
        **furniture(place),
        "change": change,
        "form": form,
        "caption": change.title,
        "why_not": "" if request.method == "POST" else reasons(by(request), change)[step],
        "lines": read(change).lines,
        "back_link": page_of(place, "filter-change", change.pk),
    }
    return render(request, "filtering/changes/step.html", context | more)


@both_pages(Permission.DRAFT_FILTER_CHANGES)
def submit(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """Hand a draft in."""
    change = change_of(place, number)
    form = SubmitForm(request.POST or None, initial={"title": change.title, "reason": change.reason})
    said = _("Handed in. The two sides are asked to assess it.")
    answer = _answered(
        request, place, change, form, lambda: actions.submit(by=by(request), change=change, **form.cleaned_data), said
    )
    return answer or _page(
        request,
        place,
        change,
        Step.SUBMIT,
        form,
        title=_("Hand it in to be assessed"),
        lead=_(
            "From then on it stands as it is. Somebody who knows teaching and somebody who knows the machines judge it."
        ),
        submit=_("Hand it in"),
    )


@both_pages(Permission.ASSESS_FOR_LEARNING)
def education(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """The half of the risk form about children and teaching."""
    return _half(request, place, number, Step.EDUCATION, _("Children and teaching"))


@both_pages(Permission.ASSESS_TECHNICALLY)
def technical(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """The technical half of the risk form."""
    return _half(request, place, number, Step.TECHNICAL, _("Technical"))


def _half(request: HttpRequest, place: Place, number: int, side: Step, title: str) -> HttpResponse:
    change = change_of(place, number)
    kept = next((half for half in change.halves.all() if half.side == side), None)
    form = HalfForm(request.POST or None, side=side, half=kept)

    def act() -> object:
        return actions.assess(by=by(request), change=change, side=side.value, **form.judgement)

    answer = _answered(request, place, change, form, act, _("Your half of the risk form is kept."))
    more = {"title": _("Risk form: %(side)s") % {"side": title}, "submit": _("Keep this half")}
    return answer or _page(request, place, change, side, form, impact=impact_of(change), **more)


@both_pages(Permission.CONSENT_TO_FILTER_CHANGES)
def consent(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """A leader consents."""
    change = change_of(place, number)
    form = WordsForm(request.POST or None, label=_("Conditions, or why"))
    answer = _answered(
        request,
        place,
        change,
        form,
        lambda: actions.consent(by=by(request), change=change, words=form.cleaned_data["words"]),
        _("You have consented. A filter manager can apply it now."),
    )
    return answer or _page(
        request,
        place,
        change,
        Step.CONSENT,
        form,
        title=_("Consent to a risky change"),
        lead=_("If you do not consent, withdraw it and say why."),
        submit=_("I consent"),
        withdraw_link=page_of(place, "filter-change-withdraw", change.pk),
        impact=impact_of(change),
        halves=change.halves.all(),
    )


@both_pages(Permission.APPLY_FILTER_CHANGES)
@steps_up
def apply(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """A filter manager puts it in force."""
    change = change_of(place, number)
    form = WordsForm(request.POST if request.method == "POST" else None)
    del form.fields["words"]  # nothing is asked: the button is the answer
    answer = None
    if request.method == "POST" and form.is_valid():
        answer = _answered(
            request,
            place,
            change,
            form,
            lambda: actions.apply_change(by=by(request), change=change),
            _("Applied. Below stands whether it has reached the gateway."),
        )
    return answer or _page(
        request,
        place,
        change,
        Step.APPLY,
        form,
        title=_("Apply this change"),
        lead=_("All of it counts at once, or nothing of it."),
        submit=_("Apply it now"),
    )


@both_pages(Permission.APPLY_FILTER_CHANGES)
@steps_up
def undo(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """A filter manager takes it back."""
    change = change_of(place, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        undone: list[Change] = []

        def act() -> None:
            undone.append(actions.undo(by=by(request), change=change, reason=form.cleaned_data["reason"]))

        if done(form, act):
            messages.success(request, _("Undone: the filter is as it was before this change."))
            return redirect(page_of(place, "filter-change", undone[0].pk))
    return _page(
        request,
        place,
        change,
        Step.UNDO,
        form,
        title=_("Undo this change"),
        lead=_("What it changed is at once as it was before. This is a new change, and is logged as one."),
        submit=_("Undo it now"),
    )


@both_pages(Permission.SEE_FILTER)
def review(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """Somebody else has looked at what was done, and lets it stand."""
    change = change_of(place, number)
    form = WordsForm(
        request.POST or None, label=_("What did you look at, and why may it stay?"), needed=True, most=1000
    )
    answer = _answered(
        request,
        place,
        change,
        form,
        lambda: actions.review(by=by(request), change=change, words=form.cleaned_data["words"]),
        _("Kept: your review is on record."),
    )
    return answer or _page(
        request,
        place,
        change,
        Step.REVIEW,
        form,
        title=_("Look at it afterwards"),
        lead=_(
            "Does it do what it was meant to do, and nothing else? If it must not stay, a filter manager undoes it."
        ),
        submit=_("It may stay"),
    )


@both_pages(Permission.SEE_FILTER)
def withdraw(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """Give a change up before it is applied."""
    change = change_of(place, number)
    form = ReasonForm(request.POST or None, needed=change.submitted_at is not None)
    answer = _answered(
        request,
        place,
        change,
        form,
        lambda: actions.withdraw(by=by(request), change=change, reason=form.cleaned_data["reason"]),
        _("Withdrawn: nothing has changed."),
    )
    return answer or _page(
        request,
        place,
        change,
        Step.WITHDRAW,
        form,
        title=_("Withdraw this change"),
        lead=_("It will not be applied. It stays on record, and can be made anew."),
        submit=_("Withdraw it"),
    )


@both_pages(Permission.DRAFT_FILTER_CHANGES)
@require_POST
def drop(request: HttpRequest, place: Place, number: int, index: int) -> HttpResponse:
    """Take one edit out of a draft."""
    change = change_of(place, number)
    attempt(request, lambda: actions.drop(by=by(request), change=change, index=index), _("Taken out of the draft."))
    return redirect(page_of(place, "filter-change", change.pk))


@both_pages(Permission.DRAFT_FILTER_CHANGES)
@require_POST
def rework(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """Take a change back to a draft."""
    change = change_of(place, number)
    said = _("It is a draft again. If its edits change, both halves of the risk form are needed anew.")
    attempt(request, lambda: actions.rework(by=by(request), change=change), said)
    return redirect(page_of(place, "filter-change", change.pk))


@both_pages(Permission.DRAFT_FILTER_CHANGES)
@require_POST
def anew(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """Make a new draft of what still fits."""
    change = change_of(place, number)
    made: list[Change] = []
    attempt(
        request,
        lambda: made.append(actions.make_anew(by=by(request), change=change)),
        _("A new draft holds all of it that still fits."),
    )
    return redirect(page_of(place, "filter-change", made[0].pk if made else change.pk))
