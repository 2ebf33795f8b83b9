"""All accounts of a school, and opening those that people have not got yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.accounts.handover import hand_over
from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.design.tables import show
from belisha.console.flows.accounts.forms import OpenForm, WhomForm
from belisha.console.flows.accounts.queries import list_of
from belisha.console.flows.accounts.tables import accounts_table
from belisha.console.flows.opening import EVERYBODY, choices_of, open_proposed, proposals, waiting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["accounts", "open_some"]


@school_page(Permission.SEE_ACCOUNTS)
def accounts(request: HttpRequest, school: School) -> HttpResponse:
    """Everybody of a school and their account."""
    today = timezone.localdate()
    context = {
        "school": school,
        "waiting": waiting(school, EVERYBODY, today).count(),
        "may_change": may(request, Permission.CHANGE_ACCOUNTS, school),
    }
    return show(request, accounts_table(school), list_of(school, today), "flows/accounts/accounts.html", context)


@school_page(Permission.CHANGE_ACCOUNTS)
@steps_up
def open_some(request: HttpRequest, school: School) -> HttpResponse:
    """Choose for whom, look at what would happen, and open the accounts."""
    today = timezone.localdate()
    who = request.GET.get("who", "")
    proposed = proposals(school, who, today) if who else []
    form = OpenForm(request.POST or None, proposals=proposed)
    if proposed and form.is_valid():
        made: list[Any] = []
        names = form.names()
        if done(
            form, lambda: made.extend(open_proposed(by=by(request), school=school, who=who, names=names, today=today))
        ):
            hand_over(request, school, made)
            return HttpResponseRedirect(reverse("first-passwords", args=[school.code]))
    context = {
        "school": school,
        "who": who,
        "whom": WhomForm(initial={"who": who or EVERYBODY}, choices=choices_of(school)),
        "form": form,
        "more": waiting(school, who, today).count() - len(proposed) if who else 0,
    }
    return render(request, "flows/accounts/open.html", context)
