"""Pages of those who decide: technical staff, leaders, governors, the two who sign; causes and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.people.views.answering import answer
from belisha.console.policies.approving.actions import deciding, reviewing
from belisha.console.policies.approving.actions.deciding import Votes
from belisha.console.policies.approving.forms import (
    ApprovalForm,
    CauseForm,
    DecisionForm,
    MinuteForm,
    ReasonForm,
    TechnicalForm,
)
from belisha.console.policies.approving.queries.causes import cause_of, causes_of
from belisha.console.policies.approving.queries.published import unminuted
from belisha.console.policies.approving.queries.steps import lacking, part_for
from belisha.console.policies.approving.rules import PARTS
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.shelf.queries import policy_of
from belisha.console.policies.writing.actions import place_of
from belisha.console.policies.writing.forms import WordsForm
from belisha.console.policies.writing.queries import left_out_of, version_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = [
    "approve",
    "cause",
    "cause_add",
    "causes",
    "changes",
    "pass_on",
    "send_back",
    "sign",
    "take_back",
    "technical",
]


def _page(
    request: HttpRequest,
    school: School,
    pk: int,
    form: forms.Form,
    act: Callable[[], object],
    success: str,
    template: str = "design/form_page.html",
    **context: object,
) -> HttpResponse:
    back = reverse("policy-version", args=[school.code, pk])
    about = {"back_link": back, **context}
    return answer(request, form, act, to=back, success=success, context=about, template=template)


@school_page(Permission.SEE_DUTIES)
def technical(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """The technical comment; from whoever writes the policy, why nobody could give one."""
    found = version_of(school, pk)
    user = request.user
    skips = not (isinstance(user, User) and has_permission(user, Permission.ASSESS_TECHNICALLY, school))
    form = TechnicalForm(request.POST or None)
    lead = _("You are not technical staff here. Ask them; or say why they cannot be asked: that stays red.")
    return _page(
        request,
        school,
        pk,
        form,
        lambda: deciding.comment_technically(
            by=by(request), version=found, school=school, words=form.cleaned_data["words"], skipped=skips
        ),
        _("The comment stands with the version."),
        title=_("Why there is no technical comment") if skips else _("The technical comment"),
        lead=lead if skips else "",
    )


@school_page(Permission.WRITE_POLICIES)
def pass_on(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Leaders pass a version on to governors."""
    found = version_of(school, pk)
    form = WordsForm(
        request.POST or None,
        label=_("What leaders say to governors"),
        hint=_("What is new, what was hard to decide, what it costs."),
    )
    return _page(
        request,
        school,
        pk,
        form,
        lambda: deciding.pass_on(by=by(request), version=found, school=school, **form.cleaned_data),
        _("The version is with the governors. Its text stands still."),
        title=_("Pass it on to governors"),
        template="policies/approving/pass_on.html",
        missing=lacking(found, school),
    )


@school_page(Permission.APPROVE_POLICIES)
def approve(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Enter the governors' vote."""
    found = version_of(school, pk)
    form = ApprovalForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        votes = Votes(given["votes_for"], given["votes_against"], given["abstained"])
        deciding.approve(by=by(request), version=found, met_on=given["met_on"], minute=given["minute"], votes=votes)

    return _page(
        request,
        school,
        pk,
        form,
        act,
        _("The approval is on record. Now the head and the chair sign."),
        title=_("The governors' vote"),
        template="policies/approving/approve.html",
        version=found,
        text_link=reverse("policy-text", args=[school.code, pk]),
        left_out=left_out_of(found),
        words=list(found.step_words.all()),
        submit=_("Enter the approval"),
    )


@school_page(Permission.APPROVE_POLICIES)
def send_back(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Governors want it changed."""
    found = version_of(school, pk)
    form = WordsForm(request.POST or None, label=_("What governors want changed"))
    return _page(
        request,
        school,
        pk,
        form,
        lambda: deciding.send_back(by=by(request), version=found, **form.cleaned_data),
        _("The version is with the leaders again."),
        title=_("Send it back"),
        submit=_("Send it back"),
    )


@school_page(Permission.WRITE_POLICIES)
def take_back(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """A fault was found before both have signed."""
    found = version_of(school, pk)
    form = ReasonForm(request.POST or None)
    return _page(
        request,
        school,
        pk,
        form,
        lambda: deciding.take_back(by=by(request), version=found, **form.cleaned_data),
        _("The version is with the leaders again. Governors vote on it anew."),
        template="design/confirm.html",
        title=_("Take it back before it is signed?"),
        danger=_("The approval counts no more: governors vote again."),
        submit=_("Take it back"),
    )


@school_page(Permission.SEE_DUTIES)
@steps_up
def sign(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Sign as head or chair, having just proved who one is."""
    found = version_of(school, pk)
    user = request.user
    able = part_for(user, place_of(found.policy)) if isinstance(user, User) else None
    if request.method == "POST":
        done: list[bool] = []
        if attempt(request, lambda: done.append(deciding.sign(by=by(request), version=found)), _("You have signed.")):
            if done[0]:
                messages.success(request, _("The policy is in force from today, and public at its address."))
            return redirect("policy-version", school.code, pk)
    context = {
        "school": school,
        "version": found,
        "part": PARTS[able[0]] if able else "",
        "waits": found.state == "signing",
        "back_link": reverse("policy-version", args=[school.code, pk]),
    }
    return render(request, "policies/approving/sign.html", context)


@school_page(Permission.SEE_SCHOOL)
def changes(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """What reads otherwise than when it was adopted; the chair enters where governors took note."""
    found = version_of(school, pk)
    user = request.user
    may = isinstance(user, User) and has_permission(user, Permission.APPROVE_POLICIES, school)
    form = MinuteForm((request.POST or None) if may else None)
    return answer(
        request,
        form,
        lambda: reviewing.minute_changes(by=by(request), version=found, school=school, **form.cleaned_data),
        to=reverse("policies", args=[school.code]),
        success=_("The minute is on record. The public page still says what changed, and when it was noted."),
        context={
            "school": school,
            "version": found,
            "changes": unminuted(found, school) if found.frozen else [],
            "may": may,
            "title": _("Changed since adoption"),
            "back_link": reverse("policies", args=[school.code]),
        },
        template="policies/approving/changes.html",
    )


@school_page(Permission.WRITE_POLICIES)
def causes(request: HttpRequest, school: School) -> HttpResponse:
    """Causes for an early review, and what was decided."""
    context = {"school": school, "causes": list(causes_of(school)[:100])}
    return render(request, "policies/approving/causes.html", context)


@school_page(Permission.WRITE_POLICIES)
def cause_add(request: HttpRequest, school: School) -> HttpResponse:
    """Say why an early review may be needed."""
    policy = policy_of(school, ONLINE_SAFETY)
    back = reverse("policy-causes", args=[school.code])
    if policy is None:
        messages.error(request, _("There is no policy yet that could be reviewed."))
        return redirect("policies", school.code)
    form = CauseForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: reviewing.raise_cause(by=by(request), policy=policy, school=school, **form.cleaned_data),
        to=back,
        success=_("Noted. Somebody decides within ten school days."),
        context={"title": _("A cause for an early review"), "back_link": back},
    )


@school_page(Permission.WRITE_POLICIES)
def cause(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Decide about a cause."""
    found = cause_of(school, pk)
    form = DecisionForm(request.POST or None)
    back = reverse("policy-causes", args=[school.code])
    return answer(
        request,
        form,
        lambda: reviewing.decide(by=by(request), cause=found, **form.cleaned_data),
        to=back,
        success=_("The decision is on record."),
        context={"title": found.get_cause_display(), "lead": found.words, "back_link": back},
    )
