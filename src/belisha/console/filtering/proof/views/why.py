"""Why a page is open or blocked: one page, by the code of a blocked page or by what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from belisha.activity.days import instant
from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.filtering.proof.actions.looking import ask_why, look_up
from belisha.console.filtering.proof.forms import MOMENT, WhyForm
from belisha.console.filtering.proof.queries.able import who_can_change
from belisha.console.filtering.proof.queries.why import Answer, Asked, Recorded, found_names
from belisha.console.filtering.proof.rules.steps import steps_of
from belisha.engine.decide import Blocked

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School


@school_page(Permission.SEE_WHY)
def why(request: HttpRequest, school: School) -> HttpResponse:
    """Why, for whom, until when, what would change it and who can."""
    form = WhyForm(request.GET or None)
    context: dict[str, object] = {"school": school, "form": form, "answer": None, "recorded": None}
    if form.is_bound and form.is_valid():
        done(form, lambda: _answer(request, school, form, context))
    return render(request, "filtering/proof/why.html", context)


def _answer(request: HttpRequest, school: School, form: WhyForm, context: dict[str, object]) -> None:
    """Fill the page. Raises ValidationError with a sentence."""
    given = form.cleaned_data
    if given["code"]:
        recorded = look_up(by=by(request), school=school, code=given["code"])
        context["recorded"] = recorded
        context["recorded_at"] = instant(recorded.ended)
        asked = _as_recorded(recorded)
    else:
        asked = _as_typed(school, form)
    found = ask_why(by=by(request), school=school, asked=asked)
    context |= {
        "asked": asked,
        "answer": found,
        "blocked": isinstance(found.verdict, Blocked),
        "steps": steps_of(found.verdict),
        "able": who_can_change(school, found.verdict),
        "link": _link(school, given),
        "differs": _differs(context["recorded"], found),
    }


def _as_recorded(recorded: Recorded) -> Asked:
    who = (recorded.sign_in or None, recorded.address or None, recorded.device or None)
    return Asked(recorded.url, *who, instant(recorded.begun))


def _as_typed(school: School, form: WhyForm) -> Asked:
    given = form.cleaned_data
    names = found_names(school, given["person"], given["device"])
    return Asked(given["address"], names.user, given["client"] or None, names.device, given["at"] or timezone.now())


def _link(school: School, given: dict[str, object]) -> str:
    """The address of this very answer, to be sent to a colleague."""
    said = {name: value for name, value in given.items() if value}
    if "at" in said:
        said["at"] = f"{said['at']:{MOMENT}}"
    return f"{reverse('filter-why', args=[school.code])}?{urlencode(said)}"


def _differs(recorded: object, found: Answer) -> bool:
    """Whether the gateway recorded another verdict than is found now."""
    return isinstance(recorded, Recorded) and recorded.verdict != found.summary.verdict
