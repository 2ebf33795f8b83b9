"""Pages of how long records are kept: what is due, what is held, and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.keeping.actions.deciding import decide
from belisha.console.concerns.keeping.actions.holding import hold, hold_person, look_again, release
from belisha.console.concerns.keeping.declared import longer_at
from belisha.console.concerns.keeping.forms import DecideForm, HoldForm, LookAgainForm, ReleaseForm, WhomForm
from belisha.console.concerns.keeping.queries import (
    hands_of,
    hold_of,
    holds,
    people_called,
    person_hold_of,
    person_holds,
    person_to_hold,
    review_of,
    reviews,
    to_hold,
)
from belisha.console.concerns.keeping.rules import classes
from belisha.console.concerns.keeping.tables import reviews_table
from belisha.console.concerns.models import KeepingReview
from belisha.console.design.tables import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.concerns.keeping.actions.deciding import Place

__all__ = [
    "decided",
    "held",
    "hold_again",
    "hold_end",
    "hold_new",
    "hold_person_again",
    "hold_person_end",
    "hold_person_new",
    "hold_whom",
    "how_long",
    "one",
    "overview",
]


@never_cache
@school_page(Permission.DECIDE_KEEPING)
def overview(request: HttpRequest, school: School) -> HttpResponse:
    """Records whose time is over, and what became of others."""
    rows = reviews(by(request), school).order_by("state", "due_on", "pk")
    return show(request, reviews_table(), rows, "concerns/keeping/overview.html", {"school": school})


@school_page(Permission.DECIDE_KEEPING)
def how_long(request: HttpRequest, school: School) -> HttpResponse:
    """The rules: each class, its years here, and where they come from."""
    longer = longer_at(school)
    rows = [(one, longer[one.id]) for one in classes().values()]
    return render(request, "concerns/keeping/how_long.html", {"school": school, "rows": rows})


@never_cache
@school_page(Permission.DECIDE_KEEPING)
def one(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """One record: what it is, how much, and what the two want."""
    review = review_of(by(request), school, key)
    context = {
        "school": school,
        "row": review,
        "record_class": classes()[review.record_class],
        "paper": review.paper,
        "hands": hands_of(by(request), review),
        "places": [
            (_("Whoever answers for the concern"), _said(review, "lead")),
            (_("Whoever answers for data"), _said(review, "data")),
        ],
    }
    return render(request, "concerns/keeping/one.html", context)


def _said(review: KeepingReview, place: Place) -> dict[str, Any]:
    return {name: getattr(review, f"{place}_{name}") for name in ("by", "at", "says", "until", "reason")} | {
        "place": place,
        "words": str(dict(KeepingReview.Says.choices).get(getattr(review, f"{place}_says"), "")),
    }


@never_cache
@school_page(Permission.DECIDE_KEEPING)
@steps_up
def decided(request: HttpRequest, school: School, key: str, place: str) -> HttpResponse:
    """What one of the two wants; where both want it gone, it is."""
    review = review_of(by(request), school, key)
    where: Place = "data" if place == "data" else "lead"
    if place != where or not getattr(hands_of(by(request), review), where):
        raise Http404
    form = DecideForm(request.POST or None)
    now: list[KeepingReview] = []
    if form.is_valid() and done(
        form, lambda: now.append(decide(by=by(request), review=review, place=where, **form.cleaned_data))
    ):
        messages.success(request, _words(now[0]))
        return redirect("concern-keeping", school.code)
    other = _said(review, "lead" if where == "data" else "data")
    context = {
        "form": form,
        "title": _("Decide on %(reference)s") % {"reference": review.reference},
        "lead": _("The other of the two has not decided yet.") if not other["says"] else "",
        "rows": [{"key": _("The other of the two"), "value": f"{other['words']}: {other['reason']}"}]
        if other["says"]
        else [],
        "danger": _("Where both of you want it deleted it is gone at once: words, files, talks and referrals."),
        "submit": _("Decide"),
        "back_link": reverse("concern-keeping-one", args=[school.code, key]),
    }
    return render(request, "design/confirm.html", context)


def _words(review: KeepingReview) -> str:
    if review.state == KeepingReview.State.DELETED:
        return _("It is deleted. That there was a record, of what class and how much, stays.")
    if review.state == KeepingReview.State.KEPT:
        return _("It is kept longer, and comes back here then.")
    return _("Kept. Nothing happens until the other of the two wants the same.")


@never_cache
@school_page(Permission.DECIDE_KEEPING)
def held(request: HttpRequest, school: School) -> HttpResponse:
    """What is held, and until when somebody looks again."""
    asks = by(request)
    able = asks.user is not None and has_permission(asks.user, Permission.HOLD_CONCERNS, school)
    context = {
        "school": school,
        "holds": holds(asks, school),
        "people": person_holds(asks, school),
        "today": timezone.localdate(),
        "able": able,
    }
    return render(request, "concerns/keeping/holds.html", context)


@never_cache
@school_page(Permission.HOLD_CONCERNS)
@steps_up
def hold_new(request: HttpRequest, school: School) -> HttpResponse:
    """Hold a record."""
    form = HoldForm(request.POST or None, initial={"reference": request.GET.get("reference", "")})

    def act() -> None:
        given = dict(form.cleaned_data)
        concern = to_hold(by(request), school, given.pop("reference"))
        if concern is None:
            raise ValidationError({"reference": _("There is no such concern.")})
        hold(by=by(request), concern=concern, **given)

    lead = _("It is not deleted, whatever its clock says, until somebody says that it need not be held any more.")
    return _form(request, school, form, act, {"title": _("Hold a record"), "lead": lead, "said": _("It is held.")})


@never_cache
@school_page(Permission.HOLD_CONCERNS)
@steps_up
def hold_again(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """It is still needed."""
    row = hold_of(by(request), school, key)
    form = LookAgainForm(request.POST or None, initial={"reason": row.reason})
    words = {"title": _("It is still needed"), "caption": row.concern.reference, "said": _("It goes on being held.")}
    return _form(request, school, form, lambda: look_again(by=by(request), held=row, **form.cleaned_data), words)


@never_cache
@school_page(Permission.HOLD_CONCERNS)
@steps_up
def hold_end(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """It need not be held any more."""
    row = hold_of(by(request), school, key)
    form = ReleaseForm(request.POST or None)
    lead = _("Its clock counts again. Where its time is over, two people decide on it.")
    words = {"title": _("End the hold"), "caption": row.concern.reference, "lead": lead, "said": _("The hold ended.")}
    return _form(request, school, form, lambda: release(by=by(request), held=row, **form.cleaned_data), words)


@never_cache
@school_page(Permission.HOLD_CONCERNS)
def hold_whom(request: HttpRequest, school: School) -> HttpResponse:
    """Whose records are held? By name, left or not."""
    form = WhomForm(request.GET or None)
    typed = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context = {"school": school, "form": form, "typed": typed, "found": people_called(by(request), school, typed)}
    return render(request, "concerns/keeping/whom.html", context)


@never_cache
@school_page(Permission.HOLD_CONCERNS)
@steps_up
def hold_person_new(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Hold everything in which somebody stands."""
    person = person_to_hold(by(request), school, number)
    form = LookAgainForm(request.POST or None)
    lead = _(
        "Nothing in which they stand is deleted, also nothing that is written later. It says not whether there is."
    )
    words = {"title": _("Hold their records"), "caption": person, "lead": lead, "said": _("Their records are held.")}
    return _form(
        request,
        school,
        form,
        lambda: hold_person(by=by(request), school=school, person=person, **form.cleaned_data),
        words,
    )


@never_cache
@school_page(Permission.HOLD_CONCERNS)
@steps_up
def hold_person_again(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """It is still needed of somebody."""
    row = person_hold_of(by(request), school, key)
    form = LookAgainForm(request.POST or None, initial={"reason": row.reason})
    words = {"title": _("It is still needed"), "caption": row.person, "said": _("It goes on being held.")}
    return _form(request, school, form, lambda: look_again(by=by(request), held=row, **form.cleaned_data), words)


@never_cache
@school_page(Permission.HOLD_CONCERNS)
@steps_up
def hold_person_end(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Their records need not be held any more."""
    row = person_hold_of(by(request), school, key)
    form = ReleaseForm(request.POST or None)
    lead = _("Their clocks count again. Where a time is over, two people decide on it.")
    words = {"title": _("End the hold"), "caption": row.person, "lead": lead, "said": _("The hold ended.")}
    return _form(request, school, form, lambda: release(by=by(request), held=row, **form.cleaned_data), words)


def _form(
    request: HttpRequest, school: School, form: forms.Form, act: Callable[[], object], words: dict[str, Any]
) -> HttpResponse:
    if form.is_valid() and done(form, act):
        messages.success(request, words["said"])
        return redirect("concern-holds", school.code)
    context = {"form": form, "back_link": reverse("concern-holds", args=[school.code]), **words}
    return render(request, "design/form_page.html", context)
