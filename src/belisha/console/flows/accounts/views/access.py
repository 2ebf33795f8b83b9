"""The record of access, and its review each term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.actions.reviews import sign_review
from belisha.console.access.accounts.forms import ReviewForm
from belisha.console.access.accounts.queries.advice import with_advice
from belisha.console.access.accounts.queries.rules_in_force import young_rule
from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.accounts.queries.youngest import excepted
from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.design.tables import show
from belisha.console.flows.accounts.register import register_rows, review_state
from belisha.console.flows.accounts.tables import advice_table, exceptions_table, register_table
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["access", "advice_read", "review", "youngest"]


@school_page(Permission.SEE_ACCOUNTS)
def access(request: HttpRequest, school: School) -> HttpResponse:
    """Who can reach what, since when, by whose leave."""
    now = timezone.now()
    context = {
        "school": school,
        "state": review_state(school, now),
        "may_review": may(request, Permission.REVIEW_ACCESS, school),
    }
    rows = register_rows(school, timezone.localdate(now))
    return show(request, register_table(school), rows, "flows/accounts/access.html", context)


@school_page(Permission.REVIEW_ACCESS)
@steps_up
def review(request: HttpRequest, school: School) -> HttpResponse:
    """A leader signs that the record has been read."""
    now = timezone.now()
    state = review_state(school, now)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        sign_review(by=by(request), school=school, accounts=state.accounts, strays=state.strays, now=now, note=note)
        messages.success(request, _("The review of this term is signed."))
        return HttpResponseRedirect(reverse("access-record", args=[school.code]))
    context = {
        "school": school,
        "form": form,
        "state": state,
        "title": _("Sign the review of this term"),
        "submit": _("Sign"),
        "back_link": reverse("access-record", args=[school.code]),
    }
    return render(request, "flows/accounts/review.html", context)


@school_page(Permission.SEE_ACCOUNTS)
def youngest(request: HttpRequest, school: School) -> HttpResponse:
    """Everybody who signs in with a card or pictures: the exception from passwords, listed."""
    rule = young_rule(school)
    years = [Person.Year(year).label for year in rule.years]
    context = {"school": school, "rule": rule, "years": years}
    return show(request, exceptions_table(school), excepted(school), "flows/accounts/youngest.html", context)


@school_page(Permission.SEE_ACCOUNTS)
def advice_read(request: HttpRequest, school: School) -> HttpResponse:
    """Who has read the advice on keeping an account safe this term, and who has not."""
    term = term_at(school, timezone.localdate())
    rows = with_advice(school, term.first)
    return show(
        request, advice_table(school), rows, "flows/accounts/advice_read.html", {"school": school, "term": term}
    )
