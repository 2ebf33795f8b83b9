"""Pages of remote access: who outside may reach what, by whose leave, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.design.tables import show
from belisha.console.filtering.remote import actions
from belisha.console.filtering.remote.forms import ClosedForm, RefusalForm, RemoteForm
from belisha.console.filtering.remote.queries import grant_of, grants_of
from belisha.console.filtering.remote.tables import GRANTS
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["approve", "ask", "close", "grant", "grants", "refuse"]


def _form(
    request: HttpRequest, form: forms.Form, act: Callable[[], object], back: str, words: dict[str, Any]
) -> HttpResponse:
    """A page with a form that leads back to where one came from."""
    return answer(request, form, act, to=back, success=words["success"], context={**words, "back_link": back})


@school_page(Permission.SEE_DEVICES)
def grants(request: HttpRequest, school: School) -> HttpResponse:
    """All remote access, open first."""
    context = {"school": school, "may_ask": may(request, Permission.CHANGE_DEVICES, school)}
    return show(
        request, GRANTS, grants_of(school).order_by("-closed_at", "last"), "filtering/remote/grants.html", context
    )


@school_page(Permission.SEE_DEVICES)
def grant(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """One of them."""
    found = grant_of(school, pk)
    waiting = found.approved_at is None and found.closed_at is None
    context = {
        "school": school,
        "grant": found,
        "children": list(found.children.order_by("family", "given", "pk")),
        "today": timezone.localdate(),
        "may_decide": waiting
        and may(request, Permission.CONSENT_TO_FILTER_CHANGES, school)
        and found.asked_by_id != request.user.pk,
        "may_close": found.closed_at is None and may(request, Permission.CHANGE_DEVICES, school),
    }
    return render(request, "filtering/remote/grant.html", context)


@school_page(Permission.CHANGE_DEVICES)
def ask(request: HttpRequest, school: School) -> HttpResponse:
    """Ask for one."""
    form = RemoteForm(school, request.POST or None)
    words = {
        "title": _("Ask for remote access"),
        "lead": _("A leader who is not you decides. Nothing opens by itself: set it up once it is approved."),
        "success": _("It is asked for. A leader has to approve it."),
    }
    act = lambda: actions.ask(by=by(request), school=school, **form.cleaned_data)  # noqa: E731
    return _form(request, form, act, reverse("remote-access", args=[school.code]), words)


@school_page(Permission.CONSENT_TO_FILTER_CHANGES)
@require_POST
def approve(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Approve it."""
    found = grant_of(school, pk)
    attempt(request, lambda: actions.approve(by=by(request), grant=found), _("It is approved."))
    return redirect("remote-access-one", school=school.code, pk=pk)


@school_page(Permission.CONSENT_TO_FILTER_CHANGES)
def refuse(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Refuse it."""
    found = grant_of(school, pk)
    form = RefusalForm(request.POST or None)
    words = {"title": _("Refuse remote access"), "caption": str(found), "success": _("It is refused.")}
    act = lambda: actions.refuse(by=by(request), grant=found, reason=form.cleaned_data["reason"])  # noqa: E731
    return _form(request, form, act, reverse("remote-access-one", args=[school.code, pk]), words)


@school_page(Permission.CHANGE_DEVICES)
def close(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Say that it was taken away."""
    found = grant_of(school, pk)
    form = ClosedForm(request.POST or None)
    words = {"title": _("Remote access is closed"), "caption": str(found), "success": _("It is noted as closed.")}
    act = lambda: actions.close(by=by(request), grant=found, words=form.cleaned_data["words"])  # noqa: E731
    return _form(request, form, act, reverse("remote-access-one", args=[school.code, pk]), words)
