"""A school's pages about signing in: lost second factors, flagged sign-ins, standing in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import own_page, school_page
from belisha.console.access.models import FactorReset, School, StandIn, User
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.access.sign_in.actions.flags import clear_flag
from belisha.console.access.sign_in.actions.resets import agree_to_reset, ask_for_reset, refuse_reset
from belisha.console.access.sign_in.actions.stand_ins import answer, ask_to_stand_in, begin_stand_in, end_stand_in
from belisha.console.access.sign_in.declared import IDLE_STAFF, STAND_INS
from belisha.console.access.sign_in.forms import AskResetForm, NoteForm, ReasonForm, StandInForm
from belisha.console.access.sign_in.guards import session_in, steps_up
from belisha.console.access.sign_in.queries import flags_of_school, habits, resets_of, stand_ins_of
from belisha.console.access.sign_in.tables import flags_table, resets_table, stand_ins_table
from belisha.console.design.tables import show

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.sign_in.rules import Habit

__all__ = [
    "ask_reset",
    "ask_stand_in",
    "decide_reset",
    "flag",
    "flags",
    "resets",
    "sign_out_habits",
    "stand_in",
    "stand_in_begin",
    "stand_in_end",
    "stand_ins",
]

MONTH: Final = timedelta(days=30)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@school_page(Permission.SEE_ACCOUNTS)
def resets(request: HttpRequest, school: School) -> HttpResponse:
    """Second factors that were to be taken off: what waits, and what was decided."""
    may_ask = has_permission(_user(request), Permission.CHANGE_ACCOUNTS, school)
    return show(request, resets_table(school), resets_of(school), "sign_in/resets.html", {"may_ask": may_ask})


@school_page(Permission.CHANGE_ACCOUNTS)
@steps_up
def ask_reset(request: HttpRequest, school: School) -> HttpResponse:
    """Ask that somebody's second factor is taken off."""
    form = AskResetForm(school, request.POST or None)
    if form.is_valid():
        user, reason = form.cleaned_data["username"], form.cleaned_data["reason"]
        if done(form, lambda: ask_for_reset(by(request), school=school, user=user, reason=reason)):
            return HttpResponseRedirect(reverse("factor-resets", args=[school.code]))
    told = {"form": form, "back_link": reverse("factor-resets", args=[school.code])}
    return render(request, "sign_in/reset_ask.html", told)


@school_page(Permission.SEE_ACCOUNTS)
@steps_up
def decide_reset(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Agree that somebody's second factor is taken off, or refuse, as the second person."""
    reset = resets_of(school).filter(pk=number).first()
    if reset is None:
        raise Http404
    form = ReasonForm(request.POST if "refuse" in request.POST else None)
    here = reverse("factor-resets", args=[school.code])
    if request.method == "POST" and "agree" in request.POST:
        attempt(request, lambda: agree_to_reset(by(request), reset=reset), _("The second factor is off."))
        return HttpResponseRedirect(here)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: refuse_reset(by(request), reset=reset, reason=reason)):
            return HttpResponseRedirect(here)
    user = _user(request)
    others = user.pk not in {reset.asked_by_id, reset.user_id}
    decides = others and has_permission(user, Permission.APPROVE_STAND_IN, school)
    told = {"reset": reset, "form": form, "decides": decides and reset.state == FactorReset.State.ASKED}
    return render(request, "sign_in/reset_decide.html", told)


@school_page(Permission.SEE_ACCOUNTS)
def flags(request: HttpRequest, school: School) -> HttpResponse:
    """Sign-ins that somebody must look at, or has looked at."""
    return show(request, flags_table(school), flags_of_school(school), "sign_in/flags.html")


@school_page(Permission.SEE_ACCOUNTS)
def flag(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One flagged sign-in: what was noticed, and what somebody found out."""
    found = flags_of_school(school).filter(pk=number).first()
    if found is None:
        raise Http404
    form = NoteForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        if done(form, lambda: clear_flag(by(request), school=school, flag=found, note=note)):
            return HttpResponseRedirect(reverse("sign-in-flags", args=[school.code]))
    clears = found.cleared_at is None and has_permission(_user(request), Permission.CHANGE_ACCOUNTS, school)
    return render(request, "sign_in/flag.html", {"flag": found, "form": form, "clears": clears})


@school_page(Permission.SEE_ACCOUNTS)
def sign_out_habits(request: HttpRequest, school: School) -> HttpResponse:
    """How the sessions of each member of staff ended in the last month."""
    rows = [
        (each.name, each.sessions, each.left_open, habit_words(each))
        for each in habits(school, timezone.now() - MONTH)
        if each.sessions
    ]
    return render(request, "sign_in/habits.html", {"rows": rows, "minutes": value_of(school, IDLE_STAFF)})


def habit_words(habit: Habit) -> str:
    """What a habit comes to, in words."""
    if habit.nearly_always_leaves:
        return _("Hardly ever signs out: speak to them")
    return _("Mostly leaves") if habit.mostly_leaves else _("Good")


@school_page(Permission.ASK_STAND_IN)
def stand_ins(request: HttpRequest, school: School) -> HttpResponse:
    """Requests to stand in for somebody, and what became of them."""
    told = {"allowed": value_of(school, STAND_INS)}
    return show(request, stand_ins_table(school), stand_ins_of(school), "sign_in/stand_ins.html", told)


@school_page(Permission.ASK_STAND_IN)
@steps_up
def ask_stand_in(request: HttpRequest, school: School) -> HttpResponse:
    """Ask to stand in for somebody."""
    form = StandInForm(school, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        user, reason, minutes = given["username"], given["reason"], given["minutes"]
        if done(form, lambda: ask_to_stand_in(by(request), school=school, user=user, reason=reason, minutes=minutes)):
            messages.success(request, _("Two people are asked now. Your home page says when both have agreed."))
            return HttpResponseRedirect(reverse("stand-ins", args=[school.code]))
    told = {"form": form, "back_link": reverse("stand-ins", args=[school.code])}
    return render(request, "sign_in/stand_in_ask.html", told)


@school_page(Permission.ASK_STAND_IN)
@steps_up
def stand_in(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One request to stand in: agree or refuse, as one of two others; begin, for whoever asked."""
    found = stand_ins_of(school).filter(pk=number).first()
    if found is None:
        raise Http404
    user = _user(request)
    form = ReasonForm(request.POST if "refuse" in request.POST else None)
    if request.method == "POST" and "agree" in request.POST:
        attempt(request, lambda: answer(by(request), stand_in=found, agreed=True), _("You have agreed."))
        return HttpResponseRedirect(request.path)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: answer(by(request), stand_in=found, agreed=False, reason=reason)):
            return HttpResponseRedirect(request.path)
    others = user.pk not in {found.by_id, found.user_id, *(each.by_id for each in found.answers.all())}
    told = {
        "stand_in_asked": found,
        "form": form,
        "may_answer": found.state == StandIn.State.ASKED
        and others
        and has_permission(user, Permission.APPROVE_STAND_IN, school),
        "may_begin": found.state == StandIn.State.AGREED and found.by_id == user.pk,
    }
    return render(request, "sign_in/stand_in.html", told)


@school_page(Permission.ASK_STAND_IN)
@steps_up
@require_POST
def stand_in_begin(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Begin to stand in."""
    found = stand_ins_of(school).filter(pk=number).first()
    session = session_in(request)
    if found is None or session is None:
        raise Http404
    begun = attempt(
        request,
        lambda: begin_stand_in(by(request), stand_in=found, session=session),
        _("You are standing in now. Everything that you open is recorded."),
    )
    return HttpResponseRedirect(reverse("home") if begun else reverse("stand-in", args=[school.code, number]))


@own_page
@require_POST
def stand_in_end(request: HttpRequest) -> HttpResponse:
    """Stop standing in."""
    going_on: StandIn | None = getattr(request, "stand_in", None)
    if going_on:
        end_stand_in(by(request)._replace(behind=None), stand_in=going_on)
    return HttpResponseRedirect(reverse("home"))
