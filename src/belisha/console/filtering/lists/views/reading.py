"""Pages that show lists, categories, what is refused to many, and what may be listed wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.filtering.lists import queries
from belisha.console.filtering.lists.actions import ask_for_opening, ask_for_update, find_right, find_rightly_listed
from belisha.console.filtering.lists.forms import RightlyListedForm, UpdateForm
from belisha.console.filtering.lists.tables import LISTS, refused_table
from belisha.console.people.views.answering import rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Change

__all__ = ["by_category", "lists", "refused", "refused_site", "suggested", "suggestion", "update"]


@school_page(Permission.SEE_FILTER)
def lists(request: HttpRequest, school: School) -> HttpResponse:
    """Every list, as it was noted last."""
    context = {
        "school": school,
        "age": queries.age(),
        "last": queries.last_update(),
        "can": rights(request, school, Permission.CHANGE_LISTS),
    }
    return show(request, LISTS, queries.lists_now(), "filtering/lists/lists.html", context)


@school_page(Permission.CHANGE_LISTS)
def update(request: HttpRequest, school: School) -> HttpResponse:
    """Have newer editions fetched, in the background."""
    back = reverse("filter-lists", args=[school.code])
    form = UpdateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_for_update(by=by(request), school=school, only=form.cleaned_data["only"])
        messages.success(request, _("Newer lists are being fetched. This may take some minutes; look again then."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("Fetch newer lists?"),
        "lead": _("A list that came broken, or that shrank by more than half, does not take the place of a good one."),
        "submit": _("Fetch them"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.SEE_FILTER)
def by_category(request: HttpRequest, school: School) -> HttpResponse:
    """Every category, with what its lists gained and lost."""
    context = {"school": school, "rows": queries.categories_now()}
    return render(request, "filtering/lists/categories.html", context)


@school_page(Permission.SEE_FILTER)
def refused(request: HttpRequest, school: School) -> HttpResponse:
    """Sites that many were refused and nobody before."""
    rows = queries.refused_of(school, timezone.now())
    return show(request, refused_table(school), rows, "filtering/lists/refused.html", {"school": school})


@school_page(Permission.DRAFT_FILTER_CHANGES)
def refused_site(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One of them: rightly blocked, or to be opened by a change."""
    found = queries.refused_at(school, number)
    made: list[Change] = []
    if request.method == "POST" and "right" in request.POST:
        done = _("Noted: it is rightly blocked.")
        attempt(request, lambda: find_right(by=by(request), site=found, school=school), done)
        return redirect(reverse("filter-refused", args=[school.code]))
    if request.method == "POST":

        def act() -> None:
            made.append(ask_for_opening(by=by(request), site=found, school=school))

        if attempt(request, act, _("It is in your draft of a change. Nothing is open before that is assessed.")):
            return redirect(reverse("filter-change", args=[school.code, made[0].pk]))
        return redirect(reverse("filter-refused-site", args=[school.code, number]))
    return render(request, "filtering/lists/refused_site.html", {"school": school, "site": found})


@school_page(Permission.SEE_FILTER)
def suggested(request: HttpRequest, school: School) -> HttpResponse:
    """Sites that were asked for and opened again and again."""
    context = {
        "school": school,
        "rows": queries.suggestions_of(school)[:200],
        "can": rights(request, school, Permission.DRAFT_FILTER_CHANGES),
    }
    return render(request, "filtering/lists/suggestions.html", context)


@school_page(Permission.DRAFT_FILTER_CHANGES)
def suggestion(request: HttpRequest, school: School, host: str) -> HttpResponse:
    """One of them: it is rightly listed, and why; or a correction is proposed."""
    found = queries.suggestion_of(school, host)
    form = RightlyListedForm(request.POST or None)

    def act() -> None:
        find_rightly_listed(by=by(request), suggestion=found, school=school, words=form.cleaned_data["words"])

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("Noted. It is not suggested again for a year."))
        return redirect(reverse("filter-list-suggestions", args=[school.code]))
    context = {
        "school": school,
        "form": form,
        "title": found.host,
        "caption": _("Perhaps in the wrong category"),
        "rows": [
            {"key": _("Listed as"), "value": found.categories},
            {"key": _("People who asked, and had it opened"), "value": found.people},
            {"key": _("Schools"), "value": found.schools},
        ],
        "propose": f"{reverse('filter-correction-propose', args=[school.code])}?{urlencode({'site': found.host})}",
        "submit": _("It is rightly listed"),
        "back_link": reverse("filter-list-suggestions", args=[school.code]),
    }
    return render(request, "filtering/lists/suggestion.html", context)
