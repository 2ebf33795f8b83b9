"""The pages of openings for lessons, and of what leaders agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.design.tables import show
from belisha.console.filtering.asks.actions.opening import agree, close_opening, end_agreement, open_for_lesson
from belisha.console.filtering.asks.forms import AgreeForm, OpeningForm, WordsForm
from belisha.console.filtering.asks.queries.asks import policy_for
from belisha.console.filtering.asks.queries.openings import (
    agreement_of,
    agreements_at,
    agreements_for,
    locked_categories,
    open_now,
    opening_of,
    openings_of,
    staff_choices,
    staff_of,
)
from belisha.console.filtering.asks.queries.people import classes_taught
from belisha.console.filtering.asks.rules.openings import can_be_agreed
from belisha.console.filtering.asks.tables import agreements_table, category_title, openings_table
from belisha.console.filtering.asks.views.who import user_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import CategoryAgreement
    from belisha.console.people.models import Group

__all__ = ["agree_new", "agreed", "agreement_end", "close", "openings"]


@school_page(Permission.OPEN_FOR_LESSON)
def openings(request: HttpRequest, school: School) -> HttpResponse:
    """What is open now, opening something for one's own class, and all that was ever opened."""
    user = user_of(request)
    locked = locked_categories(policy_for(school.federation), school)
    groups, agreements = classes_taught(user, school), agreements_for(user, school, locked)
    form = _form(request, groups, agreements)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _open(request, school, groups, form)):
        return redirect("filter-openings", school=school.code)
    context = {
        "school": school,
        "form": form,
        "able": bool(groups and agreements),
        "groups": groups,
        "agreements": agreements,
        "now": [(one, category_title(one.category), one.group in groups) for one in open_now(school)],
        "closes_all": may(request, Permission.ANSWER_ASKS, school),
    }
    return show(request, openings_table(), openings_of(school), "filtering/asks/openings.html", context)


def _form(request: HttpRequest, groups: list[Group], agreements: list[CategoryAgreement]) -> OpeningForm:
    titles = {each.category: category_title(each.category) for each in agreements}
    return OpeningForm(
        request.POST or None,
        groups=[(str(group.pk), group.name) for group in groups],
        categories=sorted(titles.items(), key=lambda pair: pair[1]),
    )


def _open(request: HttpRequest, school: School, groups: list[Group], form: OpeningForm) -> None:
    given = form.cleaned_data
    group = next(each for each in groups if str(each.pk) == given["group"])
    open_for_lesson(
        by=by(request), school=school, group=group, category=given["category"], until=form.end, reason=given["reason"]
    )


@require_POST
@school_page(Permission.ASK_FOR_PAGES)
def close(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Close what is open before its time."""
    opening = opening_of(school, number)
    attempt(request, lambda: close_opening(by=by(request), opening=opening), _("It is closed."))
    able = may(request, Permission.OPEN_FOR_LESSON, school)
    return redirect("filter-openings" if able else "filter-agreed", school=school.code)


@school_page(Permission.SEE_FILTER)
def agreed(request: HttpRequest, school: School) -> HttpResponse:
    """What leaders have agreed that staff may open, and what is open now."""
    may_agree = may(request, Permission.CONSENT_TO_FILTER_CHANGES, school)
    context = {
        "school": school,
        "may_agree": may_agree,
        "now": [(one, category_title(one.category), True) for one in open_now(school)],
        "closes_all": may(request, Permission.ANSWER_ASKS, school),
    }
    table = agreements_table(may_end=may_agree)
    return show(request, table, agreements_at(school), "filtering/asks/agreed.html", context)


@school_page(Permission.CONSENT_TO_FILTER_CHANGES)
def agree_new(request: HttpRequest, school: School) -> HttpResponse:
    """Leaders agree on a category."""
    locked = locked_categories(policy_for(school.federation), school)
    choices = [(name, category.title) for name, category in can_be_agreed(locked).items()]
    form = AgreeForm(request.POST or None, categories=choices, staff=staff_choices(school))

    def act() -> None:
        given = form.cleaned_data
        kind, _colon, value = given["who"].partition(":")
        user = staff_of(school, int(value)) if kind == "user" else None
        role = value if kind == "role" else ""
        agree(
            by=by(request), school=school, category=given["category"], role=role, user=user, reason=given["reason"],
            last=given["last"],
        )  # fmt: skip

    context = {
        "title": _("Agree on a category"),
        "lead": _(
            "Teachers may then open it for a class that they teach, until the end of a lesson. Categories that are"
            " locked, harmful, or lead round the filter are not on offer."
        ),
        "submit": _("Agree"),
        "back_link": reverse("filter-agreed", args=[school.code]),
    }
    back = reverse("filter-agreed", args=[school.code])
    return answer(request, form, act, to=back, success=_("It is agreed."), context=context)


@school_page(Permission.CONSENT_TO_FILTER_CHANGES)
def agreement_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Leaders take back what they agreed on."""
    found = agreement_of(school, number)
    form = WordsForm(request.POST or None)
    back = reverse("filter-agreed", args=[school.code])
    context = {
        "title": _("No longer open %(category)s for lessons?") % {"category": category_title(found.category)},
        "lead": _("What is open by it now closes at once."),
        "back_link": back,
    }
    return answer(
        request,
        form,
        lambda: end_agreement(by=by(request), agreement=found, reason=form.cleaned_data["words"]),
        to=back,
        success=_("It is no longer agreed."),
        context=context,
        template="design/confirm.html",
    )
