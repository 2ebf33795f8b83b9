"""Pages of those who are asked: signed in, or with the link for parents."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import open_page, own_page
from belisha.console.access.models import User
from belisha.console.policies.approving.actions.consulting import respond, respond_by_link
from belisha.console.policies.approving.forms import ResponseForm
from belisha.console.policies.approving.queries.published import open_school
from belisha.console.policies.approving.queries.rounds import (
    audience_of,
    open_round_by_token,
    open_rounds_for,
    own_response,
    own_schools,
)
from belisha.console.policies.writing.queries import text_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.policies.models import Response, Round

__all__ = ["by_link", "by_link_text", "my_consultation", "my_consultations"]


def _asked(request: HttpRequest) -> tuple[User, list[tuple[School, Round]]]:
    """Who asks, and what they can answer. Raises Http404 for those who are not consulted."""
    user = request.user
    if not isinstance(user, User) or not audience_of(user):
        raise Http404
    return user, [(school, each) for school in own_schools(user) for each in open_rounds_for(school)]


@own_page
def my_consultations(request: HttpRequest) -> HttpResponse:
    """What the school asks me."""
    user, found = _asked(request)
    rows = [(school, each, own_response(each, user, school)) for school, each in found]
    context = {"rows": rows, "pupil": user.kind == User.Kind.PUPIL}
    return render(request, "policies/approving/mine.html", context)


def _initial(given: Response | None) -> dict[str, object]:
    if given is None:
        return {}
    return {**{f"q-{name}": answer for name, answer in given.answers.items()}, "words": given.words}


@never_cache
@own_page
def my_consultation(request: HttpRequest) -> HttpResponse:
    """Answer one: `?round=` its number, `at=` the code of the school."""
    user, found = _asked(request)
    asked, at = request.GET.get("round", ""), request.GET.get("at", "")
    chosen = next(((s, r) for s, r in found if str(r.pk) == asked and at in {"", s.code}), None)
    if chosen is None:
        return redirect("my-consultations")
    school, round_ = chosen
    audience = audience_of(user)
    own = own_response(round_, user, school)
    form = ResponseForm(audience, request.POST or None, initial=_initial(own), asks=round_.asks)

    def act() -> None:
        words = form.cleaned_data["words"]
        respond(by=by(request), round_=round_, school=school, answers=form.answers, words=words)

    if form.is_valid() and done(form, act):
        messages.success(request, _("Thank you. You can change your answer until the last day."))
        return redirect("my-consultations")
    context = {
        "form": form,
        "round": round_,
        "school": school,
        "audience": audience,
        "sections": text_of(round_.version, school) if audience != "pupils" else (),
        "back_link": reverse("my-consultations"),
    }
    page = "pupil.html" if audience == "pupils" else "answer.html"
    return render(request, f"policies/approving/{page}", context)


@never_cache
@open_page
def by_link(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """Answer as a parent, with the link from the school."""
    here = open_school(school)
    round_ = open_round_by_token(here, token)
    form = ResponseForm("parents", request.POST or None, asks=round_.asks)
    mark = request.POST.get("began", "")[:40] or secrets.token_hex(12)
    if form.is_valid() and done(
        form,
        lambda: respond_by_link(
            round_=round_,
            school=here,
            answers=form.answers,
            words=form.cleaned_data["words"],
            address=by(request).address,
            mark=mark,
        ),
    ):
        return render(request, "policies/approving/thanks.html", {"school": here})
    context = {
        "form": form,
        "round": round_,
        "school": here,
        "audience": "parents",
        "mark": mark,
        "token": token,
        "back_link": "",
    }
    return render(request, "policies/approving/answer.html", context)


@open_page
def by_link_text(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """The draft that parents are asked about."""
    here = open_school(school)
    round_ = open_round_by_token(here, token)
    context = {
        "school": here,
        "round": round_,
        "sections": text_of(round_.version, here),
        "back_link": reverse("consult", args=[here.code, token]),
    }
    return render(request, "policies/approving/open_text.html", context)
