"""Pages of coverage: what is not covered, one case, and what one does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.filtering.coverage.actions import explain, give, note, reopen
from belisha.console.filtering.coverage.forms import ExplainForm, NoteForm, OwnerForm
from belisha.console.filtering.coverage.queries import able_to_own, case_of, cases_of, look_of, wanting_at
from belisha.console.filtering.coverage.rules import KINDS, LOOK_STALE
from belisha.console.filtering.coverage.tables import cases_table
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["case", "cases", "explained", "mine", "noted", "owner", "reopened"]

RIGHT = Permission.DRAFT_FILTER_CHANGES
# who may go on to the page that puts a kind of case right
PAGES = {
    "devices": Permission.SEE_DEVICES,
    "device-add": Permission.CHANGE_DEVICES,
    "accounts": Permission.SEE_ACCOUNTS,
    "calendar": Permission.SEE_SCHOOL,
    "filter-gateways": Permission.SEE_FILTER,
    "filter-lists": Permission.SEE_FILTER,
}


@school_page(Permission.SEE_FILTER)
def cases(request: HttpRequest, school: School) -> HttpResponse:
    """Everything that should be seen and is not, or is seen and nobody knows whose it is."""
    now, look = timezone.now(), look_of(school)
    if not isinstance(request.user, User):
        raise Http404
    context = {
        "school": school,
        "look": look,
        "stale": look is None or look.at is None or now - look.at > LOOK_STALE,
        "wanting": wanting_at(school, timezone.localdate(now)),
    }
    table = cases_table(school, request.user, timezone.localdate(now), now)
    return show(request, table, cases_of(school), "filtering/coverage/cases.html", context)


@school_page(Permission.SEE_FILTER)
def case(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One case, with what one can do."""
    found = case_of(school, number)
    words = KINDS[found.kind]
    right = PAGES.get(words.page)
    able = right is not None and rights(request, school, right)[right.name.lower()]
    context = {
        "school": school,
        "case": found,
        "words": words,
        "mend": reverse(words.page, args=[school.code]) if able else "",
        "can": rights(request, school, RIGHT),
        "today": timezone.localdate(),
        "is_mine": found.owner == request.user,
    }
    return render(request, "filtering/coverage/case.html", context)


@school_page(RIGHT)
def owner(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say who looks after it."""
    found = case_of(school, number)
    back = reverse("filter-case", args=[school.code, number])
    able = able_to_own(school)
    form = OwnerForm(request.POST or None, able=able, initial={"owner": found.owner_id or ""})
    context = {"title": _("Who looks after %(name)s?") % {"name": found.name}, "back_link": back}
    return answer(
        request,
        form,
        lambda: give(by=by(request), case=found, school=school, owner=form.chosen),
        to=back,
        success=_("Saved."),
        context=context,
    )


@school_page(RIGHT)
def mine(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Look after it oneself: one click."""
    found = case_of(school, number)
    back = reverse("filter-case", args=[school.code, number])
    if request.method == "POST" and isinstance(request.user, User):
        user = request.user
        attempt(
            request, lambda: give(by=by(request), case=found, school=school, owner=user), _("You look after it now.")
        )
        return redirect(back)
    context = {"title": _("Look after %(name)s yourself?") % {"name": found.name}, "back_link": back}
    return render(request, "design/confirm.html", context)


@school_page(RIGHT)
def noted(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Write a note."""
    found = case_of(school, number)
    back = reverse("filter-case", args=[school.code, number])
    form = NoteForm(request.POST or None, initial={"note": found.note})
    return answer(
        request,
        form,
        lambda: note(by=by(request), case=found, school=school, words=form.cleaned_data["note"]),
        to=back,
        success=_("The note is kept."),
        context={"title": _("Note on %(name)s") % {"name": found.name}, "back_link": back},
    )


@school_page(RIGHT)
def explained(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say why it is no fault, and until when."""
    found = case_of(school, number)
    back = reverse("filter-case", args=[school.code, number])
    form = ExplainForm(request.POST or None)
    context = {
        "title": _("Explain %(name)s") % {"name": found.name},
        "lead": found.reason,
        "back_link": back,
        "submit": _("It is no fault"),
    }
    return answer(
        request,
        form,
        lambda: explain(by=by(request), case=found, school=school, **form.cleaned_data),
        to=back,
        success=_("Explained. It comes back by itself after that day."),
        context=context,
    )


@school_page(RIGHT)
def reopened(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take an explanation back."""
    found = case_of(school, number)
    back = reverse("filter-case", args=[school.code, number])
    if request.method == "POST":
        attempt(request, lambda: reopen(by=by(request), case=found, school=school), _("It is open again."))
        return redirect(back)
    context = {"title": _("Open %(name)s again?") % {"name": found.name}, "lead": found.explanation, "back_link": back}
    return render(request, "design/confirm.html", context)
