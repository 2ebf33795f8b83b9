"""What everybody can do for their own account: say that somebody may know the password, and read the advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.actions.advice import advice_opened
from belisha.console.access.accounts.actions.passwords import may_be_known
from belisha.console.access.accounts.queries.advice import has_opened
from belisha.console.access.accounts.queries.rules_in_force import password_rule
from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.acting import by
from belisha.console.access.guards import own_page
from belisha.console.access.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["advice", "password_may_be_known"]


@own_page
def password_may_be_known(request: HttpRequest) -> HttpResponse:
    """Somebody may know my password: it is changed at once, and every other session ends."""
    if request.method == "POST" and isinstance(request.user, User):
        may_be_known(by=by(request), user=request.user, but=request.session.session_key)
        messages.warning(request, _("Choose a new password now. You are signed out everywhere else."))
        return HttpResponseRedirect(reverse("account_change_password"))
    context = {
        "title": _("Somebody may know my password"),
        "lead": _(
            "It is right to say so, and nobody is in trouble for it. "
            "You are signed out on every other device, and you choose a new password straight away."
        ),
        "submit": _("Yes, change it now"),
        "back_link": reverse("home"),
    }
    return render(request, "design/confirm.html", context)


@own_page
def advice(request: HttpRequest) -> HttpResponse:
    """How to keep an account safe; that somebody read it is noted once a term."""
    user = request.user
    if not isinstance(user, User):
        return HttpResponseRedirect(reverse("home"))
    now = timezone.now()
    term = term_at(user.school, timezone.localdate(now))
    if request.method == "POST":
        advice_opened(by=by(request), term=term.first, now=now)
        messages.success(request, _("Thank you. It is noted that you have read this."))
        return HttpResponseRedirect(reverse("home"))
    context = {"pupil": user.kind == User.Kind.PUPIL, "read": has_opened(user, term.first), "rule": password_rule(user)}
    return render(request, "access/accounts/advice.html", context)
