"""Pages of those who ask: a consultation, its answers, the classes, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError, has_permission
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.people.queries.groups import group_of
from belisha.console.people.views.answering import answer
from belisha.console.policies.approving.actions import consulting
from belisha.console.policies.approving.forms import HandsForm, OutcomeForm, ReasonForm, RoundForm
from belisha.console.policies.approving.queries.rounds import (
    answers_of,
    classes_to_ask,
    may_take_hands,
    open_rounds_for,
    response_of_class,
    round_of,
    silent_audiences,
    silent_teams,
)
from belisha.console.policies.approving.rules import ANSWERS, CONSULTED, questions
from belisha.console.policies.writing.queries import version_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.people.models import Group
    from belisha.console.policies.models import Round

__all__ = ["close", "consult", "count_class", "outcome", "round_", "round_classes", "silence"]


def _writes(request: HttpRequest, round_: Round) -> bool:
    user = request.user
    place = round_.version.policy.school
    return isinstance(user, User) and has_permission(user, Permission.WRITE_POLICIES, place)


@school_page(Permission.WRITE_POLICIES)
def consult(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Ask people about a draft."""
    found = version_of(school, pk)
    form = RoundForm(request.POST or None)
    made: list[Round] = []
    return answer(
        request,
        form,
        lambda: made.append(consulting.open_round(by=by(request), version=found, **form.cleaned_data)),
        to=lambda: reverse("policy-round", args=[school.code, made[0].pk]),
        success=_("The consultation is open. Below is the link for parents; staff and pupils see it at home."),
        context={
            "title": _("Ask people about it"),
            "lead": _(
                "Staff, pupils and parents are asked at once. The text stands still while they answer. Each group is"
                " to be heard, or you say why it was not."
            ),
            "submit": _("Open the consultation"),
            "back_link": reverse("policy-version", args=[school.code, pk]),
        },
    )


@school_page(Permission.SEE_SCHOOL)
def round_(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """A consultation: how it goes, what was answered, what came of it."""
    found = round_of(school, pk)
    writes = _writes(request, found)
    address = settings.CONSOLE.url + reverse("consult", args=[school.code, found.token])
    context = {
        "school": school,
        "round": found,
        "writes": writes,
        "answers": answers_of(found, school) if writes or found.closed_at else [],
        "silent": [(each, CONSULTED[each]) for each in silent_audiences(found)],
        "teams": silent_teams(found, school),
        "address": address,
        "over": found.closes < timezone.localdate(),
        "taking": isinstance(request.user, User) and has_permission(request.user, Permission.TAKE_SIGNATURES, school),
        "outcomes": list(found.outcomes.all()),
    }
    return render(request, "policies/approving/round.html", context)


def _change(
    request: HttpRequest, school: School, pk: int, form: Any, act: Any, success: str, **context: object
) -> HttpResponse:
    back = reverse("policy-round", args=[school.code, pk])
    return answer(request, form, act, to=back, success=success, context={"back_link": back, **context})


@school_page(Permission.WRITE_POLICIES)
def silence(request: HttpRequest, school: School, pk: int, audience: str) -> HttpResponse:
    """Why a group did not answer."""
    found = round_of(school, pk)
    if audience not in CONSULTED:
        raise Http404
    form = ReasonForm(request.POST or None)
    title = _("Why nobody answered: %(group)s") % {"group": CONSULTED[audience]}
    return _change(
        request,
        school,
        pk,
        form,
        lambda: consulting.give_reason(by=by(request), round_=found, audience=audience, **form.cleaned_data),
        _("The reason is on record."),
        title=title,
    )


@school_page(Permission.WRITE_POLICIES)
def outcome(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """You said, we did."""
    found = round_of(school, pk)
    form = OutcomeForm(request.POST or None)
    return _change(
        request,
        school,
        pk,
        form,
        lambda: consulting.note_outcome(by=by(request), round_=found, **form.cleaned_data),
        _("Everybody who was asked can read it."),
        title=_("You said, we did"),
    )


@school_page(Permission.WRITE_POLICIES)
def close(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Close a consultation."""
    found = round_of(school, pk)
    back = reverse("policy-round", args=[school.code, pk])
    if request.method == "POST":
        attempt(
            request,
            lambda: consulting.close(by=by(request), round_=found),
            _("The consultation is closed. The version is with the leaders, and can be changed again."),
        )
        return redirect(back)
    context = {
        "title": _("Close the consultation?"),
        "lead": _("Nobody can answer any more. The answers stay."),
        "submit": _("Close it"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.TAKE_SIGNATURES)
def round_classes(request: HttpRequest, school: School) -> HttpResponse:
    """The classes to ask in the consultations that are open: each with its answer, one's own first."""
    user = request.user
    rounds = [
        {"round": each, "classes": [(one, given, _mine(user, one)) for one, given in classes_to_ask(each, school)]}
        for each in open_rounds_for(school)
    ]
    return render(request, "policies/approving/classes.html", {"school": school, "rounds": rounds})


def _mine(user: Any, group: Group) -> bool:
    return may_take_hands(user, group, writes=False)


@school_page(Permission.TAKE_SIGNATURES)
def count_class(request: HttpRequest, school: School, pk: int, group: int) -> HttpResponse:
    """Count the hands of a class."""
    found, klass = round_of(school, pk), group_of(school, group)
    user = request.user
    if not isinstance(user, User) or not may_take_hands(user, klass, writes=_writes(request, found)):
        raise NotAllowedError(_("A class is counted by its own teachers."))
    before = response_of_class(found, klass)
    form = HandsForm(request.POST or None, initial=_initial(before.answers, before.words) if before else None)
    back = reverse("policy-classes", args=[school.code])
    return answer(
        request,
        form,
        lambda: consulting.respond_class(
            by=by(request),
            round_=found,
            school=school,
            group=klass,
            hands=form.hands,
            words=form.cleaned_data["words"],
        ),
        to=back,
        success=_("Thank you. The answers of %(name)s are counted.") % {"name": klass.name},
        context={"school": school, "klass": klass, "title": klass.name, "back_link": back},
        template="policies/approving/hands.html",
    )


def _initial(answers: dict[str, dict[str, int]], words: str) -> dict[str, object]:
    known = {one.id for one in questions("pupils")}
    asked = {name: given for name, given in answers.items() if name in known}
    boxes = {f"{name}-{word}": given.get(word, 0) for name, given in asked.items() for word in ANSWERS}
    return {**boxes, "words": words}
