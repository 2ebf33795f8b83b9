"""A person's own account: their sessions, and sign-ins that they are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.guards import open_page, own_page
from belisha.console.access.models import User
from belisha.console.access.sign_in.actions.flags import flag_is_not_me, own_flag_read
from belisha.console.access.sign_in.actions.sessions import end_other_sessions, end_session
from belisha.console.access.sign_in.actions.stand_ins import read_stand_ins
from belisha.console.access.sign_in.guards import session_in
from belisha.console.access.sign_in.queries import factors_of, flags_of, own_stand_ins, sessions_of, stand_ins_for
from belisha.console.access.sign_in.rules import browser_name

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "account",
    "elsewhere_refused",
    "end_one",
    "end_others",
    "flag_answer",
    "flags",
    "sessions",
    "stand_ins_read",
]

NOT_ME: Final = "not-me"


def _self(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@own_page
def account(request: HttpRequest) -> HttpResponse:
    """One's own account, with links to what can be changed about it."""
    user = _self(request)
    told = {"factors": factors_of(user), "sessions": sessions_of(user), "flags": flags_of(user)}
    return render(request, "sign_in/account.html", told)


@own_page
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in: which device, from where, when last used."""
    user, here = _self(request), session_in(request)
    rows = [
        {"session": each, "here": here is not None and each.pk == here.pk, "device": browser_name(each.agent)}
        for each in sessions_of(user)
    ]
    return render(request, "sign_in/sessions.html", {"rows": rows})


@own_page
@require_POST
def end_one(request: HttpRequest, number: int) -> HttpResponse:
    """End one session of one's own."""
    session = sessions_of(_self(request)).filter(pk=number).first()
    if session is None:
        raise Http404
    end_session(by(request), session=session)
    messages.success(request, _("That session has ended."))
    return HttpResponseRedirect(reverse("own-sessions"))


@own_page
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    ended = end_other_sessions(by(request), key=request.session.session_key or "")
    text = ngettext("You are signed out of %(n)s other place.", "You are signed out of %(n)s other places.", ended)
    messages.success(request, text % {"n": ended})
    return HttpResponseRedirect(reverse("own-sessions"))


@own_page
def flags(request: HttpRequest) -> HttpResponse:
    """Sign-ins that one is asked about, and times that somebody stood in for one."""
    user = _self(request)
    rows = [
        {
            "flag": each,
            "device": browser_name(each.session.agent),
            "other": browser_name(each.other.agent) if each.other else ("", ""),
        }
        for each in flags_of(user)
    ]
    told = {"rows": rows, "stand_ins": stand_ins_for(user), "earlier": own_stand_ins(user)}
    return render(request, "sign_in/own_flags.html", told)


@own_page
@require_POST
def flag_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say of a sign-in that it was oneself, or that it was not."""
    flag = flags_of(_self(request)).filter(pk=number).first()
    if flag is None:
        raise Http404
    if request.POST.get("answer") == NOT_ME:
        flag_is_not_me(by(request), flag=flag, key=request.session.session_key or "")
        messages.warning(request, _("That session has ended, and your school is told. Choose a new password now."))
        return HttpResponseRedirect(reverse("account_change_password"))
    own_flag_read(by(request), flag=flag)
    messages.success(request, _("Thank you. Nothing else needs doing."))
    return HttpResponseRedirect(reverse("own-flags"))


@own_page
@require_POST
def stand_ins_read(request: HttpRequest) -> HttpResponse:
    """Note that one has read who stood in for one."""
    read_stand_ins(by(request))
    return HttpResponseRedirect(reverse("home"))


@open_page
def elsewhere_refused(request: HttpRequest) -> HttpResponse:
    """Why a Google or Microsoft account opened nothing here."""
    return render(request, "sign_in/elsewhere_refused.html")
