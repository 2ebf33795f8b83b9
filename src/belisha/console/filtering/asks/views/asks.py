"""The pages of asks: the list, one ask, asking, passing on, answering no, beginning a change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.design.tables import show
from belisha.console.filtering.asks.actions.answering import begin_change, decline, hand_on
from belisha.console.filtering.asks.actions.asking import ask as ask_for
from belisha.console.filtering.asks.actions.keeping import look_at_fault
from belisha.console.filtering.asks.forms import AskForm, ChangeForm, DeclineForm, HandOnForm, end_of
from belisha.console.filtering.asks.queries.asks import (
    answering,
    ask_of,
    asks_for,
    fault_of,
    is_for,
    lines_unread,
    policy_for,
)
from belisha.console.filtering.asks.queries.people import audience_choices, classes_taught, of_class, read_audience
from belisha.console.filtering.asks.tables import asks_table
from belisha.console.filtering.asks.views.rows import change_link
from belisha.console.filtering.asks.views.who import user_of
from belisha.console.filtering.models import Ask
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.asks.queries.people import Audience

__all__ = ["ask", "ask_new", "asks", "change", "look_at_line", "no", "pass_on"]

COUNTED = timedelta(days=90)


@school_page(Permission.ASK_FOR_PAGES)
def asks(request: HttpRequest, school: School) -> HttpResponse:
    """Asks that somebody may see: of their classes, of everybody for those who answer."""
    now, answers = timezone.now(), may(request, Permission.ANSWER_ASKS, school)
    context = {
        "school": school,
        "answers": answers,
        "counts": answering(school, now - COUNTED, now) if answers else None,
        "lines": lines_unread()[:20] if answers else [],
        "links": {
            "openings": may(request, Permission.OPEN_FOR_LESSON, school),
            "agreed": may(request, Permission.SEE_FILTER, school),
        },
    }
    return show(request, asks_table(), asks_for(user_of(request), school), "filtering/asks/asks.html", context)


@require_POST
@school_page(Permission.ANSWER_ASKS)
def look_at_line(request: HttpRequest, school: School, line: str) -> HttpResponse:
    """A damaged line of the gateway's spool was looked at."""
    look_at_fault(by=by(request), fault=fault_of(line), school=school)
    return redirect("filter-asks", school=school.code)


@school_page(Permission.ASK_FOR_PAGES)
def ask_new(request: HttpRequest, school: School) -> HttpResponse:
    """Staff ask for a page; the address may come with the link."""
    audiences = audience_choices(school, policy_for(school.federation))
    taught = classes_taught(user_of(request), school)
    first = {"address": request.GET.get("address", "")[:2000]}
    first |= {"whom": of_class(taught[0]).value} if taught else {}
    form = AskForm(request.POST or None, audiences=audiences, initial=first)
    made: list[Ask] = []

    def act() -> None:
        given = form.cleaned_data
        audience = read_audience(audiences, given["whom"])
        made.append(
            ask_for(
                by=by(request), school=school, address=given["address"], reason=given["reason"], audience=audience,
                until=end_of(given["until"]),
            )
        )  # fmt: skip

    context = {
        "title": _("Ask for a page"),
        "lead": _("Filter managers answer within one school day. You see the answer here and under your name."),
        "submit": _("Ask"),
        "back_link": reverse("filter-asks", args=[school.code]),
    }
    return answer(
        request,
        form,
        act,
        to=lambda: _page(made[0]),
        success=_("It is with the filter managers."),
        context=context,
    )


def _page(ask: Ask) -> str:
    return reverse("filter-ask", args=[ask.school.code, ask.pk])


@school_page(Permission.ASK_FOR_PAGES)
def ask(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One ask: who needs it for what, how far it is, and what can be done."""
    user = user_of(request)
    found = ask_of(user, school, number)
    manages = has_permission(user, Permission.ANSWER_ASKS, school)
    context = {
        "ask": found,
        "school": school,
        "late": found.answered_at is None and found.due_at <= timezone.now(),
        "manages": manages and found.answered_at is None,
        "teaches": not manages and found.state == Ask.State.TEACHER and is_for(user, found),
        "change_link": change_link(user, school, found.change),
    }
    return render(request, "filtering/asks/ask.html", context)


def _first(ask: Ask, audiences: list[Audience]) -> dict[str, Any]:
    """What a form about an ask begins with."""
    value = f"{ask.holder}:{ask.holder_id}"
    known = value in {each.value for each in audiences}
    until = timezone.localtime(ask.until - timedelta(seconds=1)).date() if ask.until else None
    return {"address": ask.address, "whom": value if known else "", "until": until}


@school_page(Permission.ASK_FOR_PAGES)
def pass_on(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """A teacher passes a pupil's ask on to the filter managers."""
    found = ask_of(user_of(request), school, number)
    audiences = audience_choices(school, policy_for(school.federation))
    form = HandOnForm(request.POST or None, audiences=audiences, initial=_first(found, audiences))
    passed: list[Ask] = []

    def act() -> None:
        given = form.cleaned_data
        audience = read_audience(audiences, given["whom"])
        passed.append(
            hand_on(
                by=by(request), ask=found, address=given["address"], words=given["words"], audience=audience,
                until=end_of(given["until"]),
            )
        )  # fmt: skip

    context = {
        "title": _("Pass it on to the filter managers"),
        "caption": found.address,
        "submit": _("Pass it on"),
        "back_link": _page(found),
    }
    success = _("It is with the filter managers now.")
    return answer(request, form, act, to=lambda: _page(passed[0]), success=success, context=context)


@school_page(Permission.ASK_FOR_PAGES)
def no(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Answer no."""
    found = ask_of(user_of(request), school, number)
    form = DeclineForm(request.POST or None)
    context = {
        "title": _("Answer no"),
        "caption": found.address,
        "lead": _("Everybody who asked for it sees the answer."),
        "submit": _("Answer no"),
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: decline(by=by(request), ask=found, **form.cleaned_data),
        to=_page(found),
        success=_("It is answered."),
        context=context,
    )


@school_page(Permission.ANSWER_ASKS)
def change(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Begin a change of the filter that opens the page."""
    found = ask_of(user_of(request), school, number)
    audiences = audience_choices(school, policy_for(school.federation))
    reason = found.pass_words or next((asker.reason for asker in found.askers.all() if asker.reason), "")
    first = _first(found, audiences) | {"reason": reason[:400]}
    form = ChangeForm(request.POST or None, audiences=audiences, initial=first)

    def act() -> None:
        given = form.cleaned_data
        until, audience = end_of(given["until"]), read_audience(audiences, given["whom"])
        begin_change(
            by=by(request), ask=found, address=given["address"], audience=audience, until=until, reason=given["reason"]
        )

    context = {
        "title": _("Open it by a change of the filter"),
        "caption": found.address,
        "lead": _(
            "It goes into your draft. Two people assess it, then a filter manager applies it; that answers the ask."
        ),
        "submit": _("Put it into my draft"),
        "back_link": _page(found),
    }
    success = _("It is in your draft: hand the change in next.")
    return answer(request, form, act, to=_page(found), success=success, context=context)
