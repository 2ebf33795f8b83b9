"""Reporting by those who work at the school: what, who, sent; drafts; what I reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import own_page, school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import Concern
from belisha.console.concerns.reporting.actions.drafts import keep, new_token, send, throw_away
from belisha.console.concerns.reporting.forms.report import WhatForm, WhoForm
from belisha.console.concerns.reporting.queries.drafts import draft_of, receipts_of, unsent_of
from belisha.console.concerns.reporting.queries.people import matches
from belisha.console.concerns.reporting.queries.whose import reached
from belisha.console.concerns.reporting.rules.categories import by_risk
from belisha.console.concerns.reporting.rules.keeping import key_of, place_on_device
from belisha.console.concerns.reporting.rules.names import names_in
from belisha.console.concerns.rules.categories import category_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.concerns.models import ReportDraft

__all__ = ["begin", "drop", "keep_typed", "my_reports", "sent", "what", "who"]

PREFILLED = ("category", "names")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def _kept_on_device(user: User, school: School, token: str, step: str) -> dict[str, str]:
    """What the script of the page needs to keep what is typed: where on the server, where on the device, its lock."""
    return {
        "keep": reverse("report-keep", args=[school.code, token]),
        "place": place_on_device(token, step),
        "key": key_of(user.pk, token),
    }


@school_page(Permission.SEE_SCHOOL)
def begin(request: HttpRequest, school: School) -> HttpResponse:
    """A new report; the kind of thing may come with the link."""
    first = {name: request.GET[name][:600] for name in PREFILLED if name in request.GET}
    return _what_page(request, school, new_token(), WhatForm(initial=first))


@school_page(Permission.SEE_SCHOOL)
def what(request: HttpRequest, school: School, token: str) -> HttpResponse:
    """First screen: danger, what happened, who, what kind of thing."""
    draft = draft_of(_user(request), school, token)
    if draft and draft.sent_at:
        return redirect("report-sent", school.code, token)
    form = WhatForm(request.POST or None, initial=draft.typed if draft else {})
    if request.method == "POST":
        keep(by=by(request), school=school, token=token, typed=request.POST.dict())
        if form.is_valid():
            return redirect("report-who", school.code, token)
    return _what_page(request, school, token, form)


def _what_page(request: HttpRequest, school: School, token: str, form: WhatForm) -> HttpResponse:
    user = _user(request)
    drafts = [draft for draft in unsent_of(user, school) if draft.token != token] if not form.is_bound else []
    context = {
        "school": school,
        "form": form,
        "token": token,
        "drafts": drafts,
        "risks": by_risk(),
        "device": _kept_on_device(user, school, token, "1"),
    }
    return render(request, "concerns/reporting/what.html", context)


@school_page(Permission.SEE_SCHOOL)
def who(request: HttpRequest, school: School, token: str) -> HttpResponse:
    """Second screen: who is who, when, where, and the questions that matter; then it is sent."""
    user = _user(request)
    draft = draft_of(user, school, token)
    if draft is None:
        return redirect("report-what", school.code, token)
    if draft.sent_at:
        return redirect("report-sent", school.code, token)
    if request.method == "POST":
        draft = keep(by=by(request), school=school, token=token, typed=_with_more(draft, request))
    first = WhatForm(draft.typed)
    if not first.is_valid():
        return redirect("report-what", school.code, token)
    sends = request.method == "POST" and "send" in request.POST
    form = _who_form(request, user, draft, first, sends=sends)
    if request.method == "POST" and not sends:
        return _without_sending(request, draft)
    if sends and form.is_valid() and done(form, lambda: _send(request, draft, first, form)):
        return redirect("report-sent", school.code, token)
    return _who_page(request, draft, first, form)


def _with_more(draft: ReportDraft, request: HttpRequest) -> dict[str, str]:
    """What was typed; a further name joins the names of the first screen."""
    typed: dict[str, str] = request.POST.dict()
    more = typed.pop("more", "").strip()
    typed["more"] = ""
    if "again" in request.POST and more:
        typed["names"] = ", ".join(filter(None, [draft.typed.get("names", "").strip(" ,"), more]))[:600]
    elif more:
        typed["more"] = more
    return typed


def _without_sending(request: HttpRequest, draft: ReportDraft) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, _("Your report is kept, and not sent yet. Only you can see it."))
        return redirect("my-reports")
    if "back" in request.POST:
        return redirect("report-what", draft.school.code, draft.token)
    return redirect("report-who", draft.school.code, draft.token)


def _who_form(request: HttpRequest, user: User, draft: ReportDraft, first: WhatForm, *, sends: bool) -> WhoForm:
    names = names_in(first.cleaned_data["names"])
    return WhoForm(
        request.POST if sends else None,
        initial={name: value for name, value in draft.typed.items() if name != "confidential"},
        school=draft.school,
        category=category_of(first.cleaned_data["category"]),
        names=names,
        found=matches(user, draft.school, names),
    )


def _send(request: HttpRequest, draft: ReportDraft, first: WhatForm, form: WhoForm) -> None:
    given = first.cleaned_data
    send(
        by=by(request),
        draft=draft,
        category=given["category"],
        words=given["words"],
        subjects=form.subjects(),
        told=form.told(danger=given["danger"] == "yes"),
    )


def _who_page(request: HttpRequest, draft: ReportDraft, first: WhatForm, form: WhoForm) -> HttpResponse:
    works_here = any(match.works_here for people in form.found for match in people)
    context: dict[str, Any] = {
        "school": draft.school,
        "form": form,
        "draft": draft,
        "category": form.category,
        "danger": first.cleaned_data["danger"] == "yes",
        "works_here": works_here,
        "reached": reached(draft.school, form.category.route or Concern.Route.TEAM),
        "device": _kept_on_device(_user(request), draft.school, draft.token, "2"),
        "clear": [place_on_device(draft.token, "1")],
    }
    return render(request, "concerns/reporting/who.html", context)


@require_POST
@school_page(Permission.SEE_SCHOOL)
def keep_typed(request: HttpRequest, school: School, token: str) -> HttpResponse:
    """Keep what is typed, while it is typed. 409 where the report has been sent meanwhile."""
    draft = keep(by=by(request), school=school, token=token, typed=request.POST.dict())
    return HttpResponse(status=409 if draft.sent_at else 204)


@school_page(Permission.SEE_SCHOOL)
def sent(request: HttpRequest, school: School, token: str) -> HttpResponse:
    """The receipt: that it was sent, to whom it goes, and what to do now."""
    draft = draft_of(_user(request), school, token)
    if draft is None or draft.sent_at is None:
        return redirect("report-what", school.code, token)
    route = draft.concern.route if draft.concern else Concern.Route.TEAM
    context = {
        "school": school,
        "sent_at": draft.sent_at,
        "route": route,
        "words_only": bool(draft.concern and draft.concern.words_only),
        "danger": bool(draft.concern and draft.concern.danger_now),
        "reached": reached(school, route),
        "file_page": reverse("report-file", args=[school.code, token]) if draft.concern else "",
        "clear": [place_on_device(token, step) for step in ("1", "2")],
    }
    return render(request, "concerns/reporting/sent.html", context)


@school_page(Permission.SEE_SCHOOL)
def drop(request: HttpRequest, school: School, token: str) -> HttpResponse:
    """Throw a report away that was not sent."""
    draft = draft_of(_user(request), school, token)
    if draft is None or draft.sent_at:
        return redirect("my-reports")
    if request.method == "POST":
        throw_away(by=by(request), draft=draft)
        messages.success(request, _("Thrown away. Nobody has read it."))
        return redirect("my-reports")
    context = {
        "title": _("Throw this report away?"),
        "rows": [{"key": _("Begun"), "value": _moment(draft.started_at)}],
        "danger": _("Its words are gone for good. If a child may be at risk, send it instead."),
        "submit": _("Throw it away"),
        "back_link": reverse("my-reports"),
    }
    return render(request, "design/confirm.html", context)


@own_page
def my_reports(request: HttpRequest) -> HttpResponse:
    """What I reported: date and state only; and what I began and have not sent."""
    user = _user(request)
    rows = [[_moment(each.at), each.state] for each in receipts_of(user)]
    return render(request, "concerns/reporting/my_reports.html", {"rows": rows, "drafts": unsent_of(user)})
