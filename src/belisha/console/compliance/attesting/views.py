"""Pages of confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.compliance.attesting import actions
from belisha.console.compliance.attesting.files import actions as files
from belisha.console.compliance.attesting.forms import AttachForm, ConfirmForm, CountersignForm, TakeBackForm
from belisha.console.compliance.attesting.queries import attestation_of, file_of, may_confirm, may_countersign
from belisha.console.concerns.evidence.rules.kinds import KINDS
from belisha.console.concerns.evidence.rules.names import saved_name
from belisha.console.design.files import handed_out
from belisha.console.duties.catalogue import catalogue
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.compliance.models import Attestation

__all__ = ["attach", "confirm", "countersign", "file", "take_back"]


@school_page(Permission.SEE_DUTIES)
def confirm(request: HttpRequest, school: School, duty: str) -> HttpResponse:
    """Say how a duty is kept that no data prove."""
    if duty not in catalogue():
        raise Http404
    asked = catalogue()[duty]
    if not isinstance(request.user, User) or may_confirm(request.user, school, asked) is None:
        raise NotAllowedError(_("You do not answer for this duty, or data show where it stands."))
    form = ConfirmForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.confirm(by=by(request), school=school, duty=duty, **form.said),  # type: ignore[arg-type]
        to=_page(school, duty),
        success=_("It is kept with your name. Another leader or a governor is asked to sign it."),
        context={
            "title": _("Confirm a duty"),
            "caption": asked.printed(),
            "lead": _("What you say counts from today. It is shown as somebody's word, never as a measurement."),
            "submit": _("Confirm"),
            "back_link": _page(school, duty),
        },
    )


@school_page(Permission.SEE_DUTIES)
def countersign(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Stand by what somebody else said."""
    said = attestation_of(school, number)
    if not isinstance(request.user, User) or may_countersign(request.user, school, said) is None:
        raise NotAllowedError(_("A second leader or a governor signs this: not whoever said it, and only once."))
    form = CountersignForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.countersign(by=by(request), attestation=said, words=form.cleaned_data["words"]),
        to=_page(school, said.duty),
        success=_("You stand by it."),
        context=_about(school, said, _("Sign what was said"), _("I have looked, and it is so")),
        template="compliance/attesting/countersign.html",
    )


@school_page(Permission.SEE_DUTIES)
def take_back(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """It is no longer so: the duty is not known until somebody confirms it anew."""
    said = attestation_of(school, number)
    if not isinstance(request.user, User) or may_confirm(request.user, school, catalogue()[said.duty]) is None:
        raise NotAllowedError(_("You do not answer for this duty."))
    form = TakeBackForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.take_back(by=by(request), attestation=said, reason=form.cleaned_data["reason"]),
        to=_page(school, said.duty),
        success=_("It is taken back. What was said stays in the history."),
        context=_about(school, said, _("Take back what was said"), _("Take it back")),
        template="compliance/attesting/countersign.html",
    )


@school_page(Permission.SEE_DUTIES)
def attach(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Add a file that the word rests on."""
    said = attestation_of(school, number)
    if not isinstance(request.user, User) or may_confirm(request.user, school, catalogue()[said.duty]) is None:
        raise NotAllowedError(_("Who can say how the duty is kept adds files to it."))
    form = AttachForm(request.POST or None, request.FILES or None)
    return answer(
        request,
        form,
        lambda: files.attach(by=by(request), attestation=said, upload=form.cleaned_data["file"]),
        to=_page(school, said.duty),
        success=_("The file is kept. It opens once the virus scanner has looked at it."),
        context=_about(school, said, _("Add a file"), _("Keep the file")),
        template="compliance/attesting/countersign.html",
    )


@never_cache
@school_page(Permission.SEE_DUTIES)
def file(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """A file as it was handed in; that it was taken goes on record."""
    kept = file_of(school, number)
    try:
        content = files.taken(by=by(request), kept=kept)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_page(school, kept.attestation.duty))
    return handed_out(content, saved_name(kept.name, KINDS[kept.kind].suffix, f"{school.code}-{kept.pk}"))


def _about(school: School, said: Attestation, title: str, submit: str) -> dict[str, object]:
    return {
        "title": title,
        "caption": catalogue()[said.duty].printed(),
        "said": said,
        "submit": submit,
        "back_link": _page(school, said.duty),
    }


def _page(school: School, duty: str) -> str:
    return reverse("duty", args=[school.code, duty])
