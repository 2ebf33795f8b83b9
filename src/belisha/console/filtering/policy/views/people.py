"""People who have a profile of their own: who, why, by whose leave, when it is looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.filtering.policy.forms.holders import EndPersonForm, PersonForm
from belisha.console.filtering.policy.listing import Held, show_held
from belisha.console.filtering.policy.queries.places import own_profiles_of, working
from belisha.console.filtering.policy.queries.site_rules import people_choices
from belisha.console.filtering.policy.views.drafting import drafted, policy_page, user_of
from belisha.console.people.rules.codes import person_code
from belisha.engine.policy.edits import Holder, HolderKind, HoldProfile

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import PersonProfile

__all__ = ["add", "end", "people", "review"]


@policy_page()
def people(request: HttpRequest, school: School) -> HttpResponse:
    """Everybody who has a profile of their own; what is overdue for review comes first."""
    policy, _draft = working(user_of(request), school)
    today = timezone.localdate()
    rows = []
    for own in own_profiles_of(school):
        named = policy.profiles.get(own.profile)
        due = date_format(own.review_on, "j F Y")
        rows.append(
            (
                (own.person.name, reverse("filter-person-review", args=[school.code, own.person_id])),
                (
                    named.name if named else own.profile,
                    reverse("filter-profile", args=[school.code, own.profile]) if named else "",
                ),
                own.reason,
                own.approver.name if own.approver else _("Not known"),
                _("Overdue since %(day)s") % {"day": due} if own.review_on < today else due,
                date_format(timezone.localtime(own.since), "j F Y"),
            )
        )
    heads = (_("Who"), _("Profile"), _("Why"), _("Approved by"), _("Look at it again by"), _("Since"))
    context = {"school": school, "may_draft": may(request, Permission.DRAFT_FILTER_CHANGES, school)}
    return show_held(request, Held("own-profiles", heads, rows), "filtering/policy/people.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Give somebody a profile of their own."""
    policy, draft = working(user_of(request), school)
    form = PersonForm(
        request.POST or None,
        policy=policy,
        people=people_choices(school),
        initial={"person": request.GET.get("person", "")},
    )
    if form.is_valid():
        given = form.cleaned_data
        holder = Holder(kind=HolderKind.PERSON, school=school.code, id=given["person"])
        edit = HoldProfile(
            holder=holder, profile=given["profile"], reason=given["reason"].strip(), review_on=given["review_on"]
        )
        title = _("A profile for one person")
        if answer := drafted(request, school, form, [edit], policy=policy, title=title):
            return answer
    context = {
        "form": form,
        "draft": draft,
        "school": school,
        "title": _("Give one person a profile of their own"),
        "lead": _(
            "For a child whose needs or understanding ask for more or less than their class has."
            " Whoever consents to the change approves it."
        ),
        "back_link": reverse("filter-people", args=[school.code]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit.html", context)


def _own_of(school: School, number: int) -> PersonProfile:
    """Somebody's own profile. Raises Http404."""
    found = next((own for own in own_profiles_of(school) if own.person_id == number), None)
    if found is None:
        raise Http404
    return found


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def review(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Look at somebody's own profile again: it goes on, perhaps as another one, until another day."""
    policy, draft = working(user_of(request), school)
    own = _own_of(school, number)
    code = person_code(own.person_id)
    form = PersonForm(
        request.POST or None,
        policy=policy,
        people=[(code, own.person.name)],
        initial={"person": code, "profile": own.profile, "reason": own.reason},
    )
    if form.is_valid():
        given = form.cleaned_data
        holder = Holder(kind=HolderKind.PERSON, school=school.code, id=code)
        edit = HoldProfile(
            holder=holder, profile=given["profile"], reason=given["reason"].strip(), review_on=given["review_on"]
        )
        if answer := drafted(request, school, form, [edit], policy=policy, title=_("A profile for one person")):
            return answer
    context = {
        "form": form,
        "draft": draft,
        "school": school,
        "own": own,
        "title": _("Look at %(who)s's profile again") % {"who": own.person.name},
        "lead": _("Is it still what this person needs and understands? Say why, and when to look at it next."),
        "back_link": reverse("filter-people", args=[school.code]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Somebody goes back to what their class or group has."""
    policy, draft = working(user_of(request), school)
    own = _own_of(school, number)
    form = EndPersonForm(request.POST or None)
    if form.is_valid():
        holder = Holder(kind=HolderKind.PERSON, school=school.code, id=person_code(own.person_id))
        edit = HoldProfile(holder=holder, profile=None, reason=form.cleaned_data["reason"].strip())
        if answer := drafted(request, school, form, [edit], policy=policy, title=_("A profile for one person ends")):
            return answer
    context = {
        "form": form,
        "draft": draft,
        "school": school,
        "own": own,
        "title": _("%(who)s goes back to their group's profile") % {"who": own.person.name},
        "back_link": reverse("filter-people", args=[school.code]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit.html", context)
