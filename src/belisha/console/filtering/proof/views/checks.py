"""What people do for the proof: addresses to test, the signed check, tests by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.filtering.proof.actions.checks import record_by_hand, set_addresses, sign_check
from belisha.console.filtering.proof.forms import AddressesForm, HandTestForm, SignForm
from belisha.console.filtering.proof.queries import checks as queries
from belisha.console.filtering.proof.queries.addresses import addresses_of, has_chosen
from belisha.console.filtering.proof.queries.states import last_full
from belisha.console.filtering.proof.tables import CHECKS, HAND_TESTS
from belisha.console.filtering.proof.wording import figures_in_words
from belisha.console.filtering.stay_open import LESSONS
from belisha.engine.lists.locked import locked_ids

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School


@school_page(Permission.DRAFT_FILTER_CHANGES)
def addresses(request: HttpRequest, school: School) -> HttpResponse:
    """The addresses of the school's own that are tested."""
    form = AddressesForm(request.POST or None, initial=_typed(school))
    if form.is_valid():
        wanted = {
            "open": ("open", "", form.lines("open")),
            "block": ("block", "", form.lines("block")),
            **{slot: ("block", slot, form.lines(slot)) for slot in locked_ids()},
        }
        if done(form, lambda: set_addresses(by=by(request), school=school, wanted=wanted)):
            messages.success(request, _("The addresses are tested from the next run on."))
            return redirect("filter-proof", school=school.code)
    return render(
        request,
        "design/form_page.html",
        {
            "form": form,
            "title": _("Addresses that the tests ask for"),
            "lead": _(
                "The tests ask for harmless pages of our own and for real entries of the lists. Add yours here. As long"
                " as you have chosen none, the sites that nearly every primary school teaches with stand here: keep"
                " those that you use. What stays open here is not blocked by a report alone either."
            ),
            "submit": _("Save"),
            "back_link": reverse("filter-proof", args=[school.code]),
        },
    )


def _typed(school: School) -> dict[str, str]:
    lines: dict[str, list[str]] = {}
    for each in addresses_of(school):
        lines.setdefault(each.locked_list or each.wanted, []).append(each.address)
    # a school that never chose any is offered what nearly every primary school teaches with
    offered = {} if has_chosen(school) else {"open": LESSONS}
    return {field: "\n".join(found) for field, found in (offered | lines).items()}


@school_page(Permission.SEE_FILTER)
def signed(request: HttpRequest, school: School) -> HttpResponse:
    """The checks that leaders signed."""
    half = queries.half_term_of(school, timezone.localdate())
    rows = queries.checks_of(school)
    context = {
        "school": school,
        "half": half,
        "this_half": rows.filter(at__date__gte=half.first).first(),
        "may_sign": isinstance(request.user, User)
        and has_permission(request.user, Permission.SIGN_FILTER_CHECKS, school),
    }
    return show(request, CHECKS, rows, "filtering/proof/checks.html", context)


@school_page(Permission.SIGN_FILTER_CHECKS)
def sign(request: HttpRequest, school: School) -> HttpResponse:
    """A leader reads what was tested, and signs."""
    form = SignForm(request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("suits", "words", "action")}
        if done(form, lambda: sign_check(by=by(request), school=school, **said)):
            messages.success(request, _("The check is signed and kept with the figures that you read."))
            return redirect("filter-checks", school=school.code)
    half = queries.half_term_of(school, timezone.localdate())
    tested = queries.tested_now(school, half.first)
    context = {
        "school": school,
        "form": form,
        "run": last_full(school),
        "figures": figures_in_words(tested.figures),
        "by_hand": tested.by_hand,
        "half": half,
    }
    return render(request, "filtering/proof/sign.html", context)


@school_page(Permission.SEE_FILTER)
def check(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One signed check, as it was signed."""
    found = queries.checks_of(school).filter(pk=number).first()
    if found is None:
        raise Http404
    figures = figures_in_words(found.tested.get("figures", {}))
    context = {"school": school, "check": found, "figures": figures, "by_hand": found.tested.get("by_hand", {})}
    return render(request, "filtering/proof/check.html", context)


@school_page(Permission.SEE_FILTER)
def by_hand(request: HttpRequest, school: School) -> HttpResponse:
    """The tests with SWGfL's public tester."""
    half = queries.half_term_of(school, timezone.localdate())
    context = {"school": school, "half": half, "newest": queries.hand_tested(school, half.first)}
    return show(request, HAND_TESTS, queries.hand_tests_of(school), "filtering/proof/by_hand.html", context)


@school_page(Permission.SEE_FILTER)
def add_by_hand(request: HttpRequest, school: School) -> HttpResponse:
    """Record one."""
    form = HandTestForm(request.POST or None, initial={"day": timezone.localdate()})
    if form.is_valid():
        said = dict(form.cleaned_data)
        day, users = said.pop("day"), said.pop("users")
        if done(form, lambda: record_by_hand(by=by(request), school=school, day=day, users=users, results=said)):
            messages.success(request, _("The test is recorded."))
            return redirect("filter-hand-tests", school=school.code)
    return render(
        request,
        "design/form_page.html",
        {
            "form": form,
            "title": _("Record a test by hand"),
            "lead": _(
                "Open testfiltering.com on a device, signed in as one of the group, and enter what it says. "
                "It is SWGfL's own tester and shows no illegal content."
            ),
            "submit": _("Record it"),
            "back_link": reverse("filter-hand-tests", args=[school.code]),
        },
    )
