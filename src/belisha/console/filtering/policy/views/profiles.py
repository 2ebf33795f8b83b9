"""Profiles: all of them, one with everything that it comes to, its parts to edit, a new one, taking one away."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec.structs import replace

from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.filtering.policy.forms.profiles import CategoriesForm, NewProfileForm, SettingsForm
from belisha.console.filtering.policy.forms.rows import (
    ApprovedRows,
    CalendarForm,
    CalendarRows,
    TlsForm,
    TlsRows,
    calendar_from,
    filled,
    rows_of,
)
from belisha.console.filtering.policy.listing import Held, links, show_held
from belisha.console.filtering.policy.queries.places import own_profiles_of, people_by_profile, working
from belisha.console.filtering.policy.rules.ids import id_from
from belisha.console.filtering.policy.rules.reach import holders_of
from belisha.console.filtering.policy.rules.resolved import SLOTS, approved_of, blocked_of, parts_of, slots_of, tls_of
from belisha.console.filtering.policy.rules.words import KINDS_OF_HOLDER, holder_name, title_of
from belisha.console.filtering.policy.views.drafting import drafted, policy_page, user_of
from belisha.engine.policy.edits import SetProfile, profiles_held
from belisha.engine.policy.inherit import lineage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.engine.policy import Policy
    from belisha.engine.policy.model import Profile

__all__ = [
    "add",
    "categories",
    "connections",
    "open_all_the_same",
    "profile",
    "profiles",
    "remove",
    "settings",
    "times",
]

FEW: Final = 30  # profiles that inherit from one are named up to here


@policy_page()
def profiles(request: HttpRequest, school: School) -> HttpResponse:
    """Every profile: what it inherits from, who has it."""
    policy, _draft = working(user_of(request), school)
    people = people_by_profile(school)
    held = Counter(name for _holder, name in profiles_held(policy))
    held.update(row.profile for row in own_profiles_of(school))
    link = links("filter-profile", school.code)
    rows = [
        ((one.name, link(name)), _parent(one, policy), held[name], people.get(name, 0))
        for name, one in policy.profiles.items()
    ]
    heads = (_("Profile"), _("Inherits from"), _("Given to"), _("People here who have it"))
    context = {"school": school, "may_draft": may(request, Permission.DRAFT_FILTER_CHANGES, school)}
    return show_held(request, Held("profiles", heads, sorted(rows), (2, 3)), "filtering/policy/profiles.html", context)


def _parent(one: Profile, policy: Policy) -> str:
    parent = policy.profiles.get(one.inherits or "")
    return parent.name if parent else ""


@policy_page()
def profile(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """Everything that a profile comes to, and where each part comes from."""
    policy, draft = working(user_of(request), school)
    _known(policy, name)
    own = [row for row in own_profiles_of(school) if row.profile == name]
    heirs = [(key, one.name) for key, one in policy.profiles.items() if one.inherits == name]
    context = {
        "school": school,
        "policy": policy,
        "name": name,
        "profile": policy.profiles[name],
        "line": [policy.profiles[one].name for one in lineage(name, policy.profiles)],
        "blocked": blocked_of(name, policy.profiles),
        "approved": approved_of(name, policy.profiles),
        "slots": slots_of(name, policy.profiles),
        "slot_titles": list(SLOTS.values()),
        "parts": parts_of(name, policy.profiles),
        "tls": tls_of(name, policy.profiles),
        "title_of": title_of,
        "holders": [(KINDS_OF_HOLDER[one.kind], holder_name(one, policy), one) for one in holders_of(policy, name)],
        "own": own,
        "heirs": heirs[:FEW],
        "more_heirs": max(0, len(heirs) - FEW),
        "people": people_by_profile(school).get(name, 0),
        "may_draft": may(request, Permission.DRAFT_FILTER_CHANGES, school),
        "draft": draft,
    }
    return render(request, "filtering/policy/profile.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Make a profile that inherits from another one."""
    policy, draft = working(user_of(request), school)
    form = NewProfileForm(request.POST or None, policy=policy, inherits=request.GET.get("inherits", ""))
    if form.is_valid():
        made = form.profile()
        edit = SetProfile(id=id_from(made.name, policy.profiles, "profile"), profile=made)
        title = _("Profile “%(name)s”") % {"name": made.name}
        if answer := drafted(request, school, form, [edit], policy=policy, title=title):
            return answer
    context = {
        "form": form,
        "draft": draft,
        "school": school,
        "title": _("Make a profile"),
        "lead": _("Its categories and settings are on its own page once it is in your draft."),
        "back_link": reverse("filter-profiles", args=[school.code]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def remove(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """Take a profile away that nobody has."""
    policy, draft = working(user_of(request), school)
    _known(policy, name)
    form = forms.Form(request.POST if request.method == "POST" else None)
    holders = [holder_name(holder, policy) for holder in holders_of(policy, name)]
    holders += [row.person.name for row in own_profiles_of(school) if row.profile == name]
    heirs = [one.name for one in policy.profiles.values() if one.inherits == name]
    title = _("Take away “%(name)s”") % {"name": policy.profiles[name].name}
    gone = [SetProfile(id=name, profile=None)]
    free = form.is_valid() and not holders and not heirs
    if free and (answer := drafted(request, school, form, gone, policy=policy, title=title)):
        return answer
    context = {
        "form": form,
        "title": title,
        "holders": holders,
        "heirs": heirs,
        "draft": draft,
        "school": school,
        "back_link": reverse("filter-profile", args=[school.code, name]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/remove.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def settings(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """Name, inheritance and settings of a profile."""
    policy, draft = working(user_of(request), school)
    _known(policy, name)
    form = SettingsForm(request.POST or None, policy=policy, profile=name)
    if form.is_valid() and (answer := _changed(request, school, form, policy, name, form.profile())):
        return answer
    return _edit(request, school, policy, name, "settings", {"form": form, "draft": draft})


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def categories(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """What a profile blocks, category by category."""
    policy, draft = working(user_of(request), school)
    _known(policy, name)
    form = CategoriesForm(request.POST or None, policy=policy, profile=name)
    if form.is_valid() and (answer := _changed(request, school, form, policy, name, form.profile())):
        return answer
    locked = {*policy.federation.locked_categories, *policy.schools[school.code].locked_categories}
    return _edit(request, school, policy, name, "categories", {"form": form, "draft": draft, "locked": locked})


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def open_all_the_same(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """Blocked categories of which some sites stay open: those that are in other lists as well."""
    policy, draft = working(user_of(request), school)
    own = _known(policy, name)
    rows = ApprovedRows(request.POST or None, initial=rows_of(own, "open"), prefix="row")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and rows.is_valid():
        approved = {row["category"]: tuple(row["open_in"]) for row in filled(rows)}
        if answer := _changed(request, school, form, policy, name, replace(own, approved=approved)):
            return answer
    return _edit(request, school, policy, name, "open", {"form": form, "rows": rows, "draft": draft})


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def times(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """What a profile opens or blocks at other times than always."""
    policy, draft = working(user_of(request), school)
    own = _known(policy, name)
    form = CalendarForm(request.POST or None, profile=own)
    rows = CalendarRows(request.POST or None, initial=rows_of(own, "times"), prefix="row")
    if form.is_valid() and rows.is_valid():
        calendar = calendar_from(filled(rows)) if form.cleaned_data["own"] == "own" else None
        if answer := _changed(request, school, form, policy, name, replace(own, calendar=calendar)):
            return answer
    return _edit(request, school, policy, name, "times", {"form": form, "rows": rows, "draft": draft})


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def connections(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """How encrypted connections are read for a profile."""
    policy, draft = working(user_of(request), school)
    own = _known(policy, name)
    form = TlsForm(request.POST or None, profile=own)
    rows = TlsRows(request.POST or None, initial=rows_of(own, "connections"), prefix="row")
    if form.is_valid() and rows.is_valid():
        changed = form.changed(own, filled(rows))
        if answer := _changed(request, school, form, policy, name, changed):
            return answer
    return _edit(request, school, policy, name, "connections", {"form": form, "rows": rows, "draft": draft})


def _known(policy: Policy, name: str) -> Profile:
    """A profile by its id. Raises Http404."""
    if name not in policy.profiles:
        raise Http404
    return policy.profiles[name]


def _changed(
    request: HttpRequest, school: School, form: forms.BaseForm, policy: Policy, name: str, changed: Profile
) -> HttpResponse | None:
    title = _("Profile “%(name)s”") % {"name": changed.name}
    if changed == policy.profiles[name]:
        form.add_error(None, _("Nothing was changed."))
        return None
    return drafted(request, school, form, [SetProfile(id=name, profile=changed)], policy=policy, title=title)


def _edit(
    request: HttpRequest, school: School, policy: Policy, name: str, part: str, context: Mapping[str, Any]
) -> HttpResponse:
    parts = {
        "settings": _("Settings"),
        "categories": _("Categories"),
        "open": _("Open all the same"),
        "times": _("Times of day"),
        "connections": _("Encrypted connections"),
    }
    tabs = [
        {"text": text, "href": reverse(f"filter-profile-{key}", args=[school.code, name]), "active": key == part}
        for key, text in parts.items()
    ]
    furniture = {
        "school": school,
        "policy": policy,
        "profile": policy.profiles[name],
        "part": part,
        "tabs": tabs,
        "title": parts[part],
        "caption": policy.profiles[name].name,
        "back_link": reverse("filter-profile", args=[school.code, name]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit_profile.html", furniture | dict(context))
