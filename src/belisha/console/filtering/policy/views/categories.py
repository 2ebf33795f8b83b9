"""Categories in plain words, what is locked, and the lists of illegal content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.access.places import may
from belisha.console.filtering.policy.forms.choices import category_ids
from belisha.console.filtering.policy.forms.places import LocksForm
from belisha.console.filtering.policy.listing import Held, links, show_held
from belisha.console.filtering.policy.queries.lists import in_index, locked_lists
from belisha.console.filtering.policy.queries.places import working
from belisha.console.filtering.policy.queries.versions import NotAdoptedError, document
from belisha.console.filtering.policy.rules.reach import holders_of
from belisha.console.filtering.policy.rules.resolved import SLOTS
from belisha.console.filtering.policy.rules.words import KINDS_OF_CATEGORY, title_of
from belisha.console.filtering.policy.views.drafting import drafted, policy_page, user_of
from belisha.engine.lists.catalogue import categories as catalogue
from belisha.engine.policy.edits import LockCategories
from belisha.engine.policy.inherit import effective

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation, School
    from belisha.engine.policy import Policy
    from belisha.engine.policy.inherit import Effective

__all__ = ["categories", "category", "federation_locks", "locked", "locks"]


@policy_page()
def categories(request: HttpRequest, school: School) -> HttpResponse:
    """Every category: what it is about, how much is in it, how many profiles block it."""
    policy, _draft = working(user_of(request), school)
    index = in_index()
    settled = [effective(name, policy.profiles).blocked for name in policy.profiles]
    lock = _locks(policy, school)
    rows = []
    for name in _all(policy):
        known = catalogue().get(name)
        blocked = sum(name in blocked for blocked in settled)
        rows.append(
            (
                (title_of(name), reverse("filter-category", args=[school.code, name])),
                str(KINDS_OF_CATEGORY[known.kind]) if known else _("The school's own"),
                known.plain if known else _("A list of the school's own."),
                index.counts.get(name, 0),
                blocked,
                lock.get(name, ""),
            )
        )
    heads = (_("Category"), _("Kind"), _("What it is about"), _("Entries"), _("Profiles that block it"), _("Locked by"))
    context = {"school": school, "index": index, "may_draft": may(request, Permission.DRAFT_FILTER_CHANGES, school)}
    return show_held(request, Held("categories", heads, rows, (3, 4)), "filtering/policy/categories.html", context)


def _all(policy: Policy) -> list[str]:
    named = {name for profile in policy.profiles.values() for name in (*profile.block, *profile.unblock)}
    return [*(name for name, one in catalogue().items() if one.locked), *category_ids(named)]


def _locks(policy: Policy, school: School) -> dict[str, str]:
    """Who locks which category."""
    here = policy.schools[school.code]
    found = dict.fromkeys(here.locked_categories, here.name)
    found |= dict.fromkeys(policy.federation.locked_categories, policy.federation.name)
    return found | {name: _("the law") for name, one in catalogue().items() if one.locked}


@policy_page()
def category(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """One category: in plain words, with the lists that it is made of, and who is kept from it."""
    policy, _draft = working(user_of(request), school)
    if name not in _all(policy):
        raise Http404
    index, lock = in_index(), _locks(policy, school)
    rows, link = [], links("filter-profile", school.code)
    for profile_id, profile in policy.profiles.items():
        settled = effective(profile_id, policy.profiles)
        blocked = _times(settled, name)
        if name in lock or len(blocked) == len(SLOTS):
            word = _("Blocked")
        else:
            word = _("Blocked: %(times)s") % {"times": ", ".join(blocked)} if blocked else _("Open")
        stays = ", ".join(title_of(one) for one in settled.approved.get(name, ()))
        held = len(holders_of(policy, profile_id)) if len(policy.profiles) <= FEW else ""
        rows.append(((profile.name, link(profile_id)), word, stays, held))
    context = {
        "school": school,
        "name": name,
        "title": title_of(name),
        "known": catalogue().get(name),
        "kinds": KINDS_OF_CATEGORY,
        "count": index.counts.get(name, 0),
        "lists": index.lists.get(name, ()),
        "locked_by": lock.get(name, ""),
    }
    heads = (_("Profile"), _("How it is"), _("Open all the same"), _("Given to"))
    return show_held(request, Held(f"category-{name}", heads, rows), "filtering/policy/category.html", context)


def _times(settled: Effective, name: str) -> list[str]:
    """The times at which a category is blocked; the calendar is looked at only where it names the category."""
    if any(name in rule.block or name in rule.relax for rule in settled.calendar):
        return [str(title) for slot, title in SLOTS.items() if name in settled.blocked_in(slot)]
    return [str(title) for title in SLOTS.values()] if name in settled.blocked else []


FEW = 100  # profiles for which it is counted who has them


@school_page(Permission.SEE_FILTER)
def locked(request: HttpRequest, school: School) -> HttpResponse:
    """The lists of illegal content: source, age, count and last test; never what is in them, and no switch."""
    lists = locked_lists(school)
    context = {"school": school, "lists": lists, "absent": [one for one in lists if one.state.state == "absent"]}
    return render(request, "filtering/policy/locked.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def locks(request: HttpRequest, school: School) -> HttpResponse:
    """Categories that a school locks for itself."""
    policy, draft = working(user_of(request), school)
    held, above = policy.schools[school.code].locked_categories, policy.federation.locked_categories
    form = LocksForm(request.POST if request.method == "POST" else None, locked=held, above=above)
    if form.is_valid():
        edits = [LockCategories(school=school.code, categories=_kept(form.cleaned_data["categories"]))]
        if answer := drafted(request, school, form, edits, policy=policy, title=_("Locked categories")):
            return answer
    context = {
        "form": form,
        "draft": draft,
        "school": school,
        "title": _("Categories that %(school)s locks") % {"school": school.name},
        "back_link": reverse("filter-categories", args=[school.code]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit.html", context)


def _kept(chosen: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(chosen))


@federation_page(Permission.DRAFT_FILTER_CHANGES)
def federation_locks(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Categories that the federation locks for every school."""
    try:
        policy = document(federation)
    except NotAdoptedError:
        return render(request, "filtering/policy/none.html", {"school": None})
    form = LocksForm(request.POST if request.method == "POST" else None, locked=policy.federation.locked_categories)
    if form.is_valid():
        edits = [LockCategories(school="", categories=_kept(form.cleaned_data["categories"]))]
        title = _("Locked categories")
        if answer := drafted(request, None, form, edits, policy=policy, title=title, place=federation):
            return answer
    context = {
        "form": form,
        "title": _("Categories that the federation locks"),
        "back_link": page_of(federation, "filter-rules"),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit.html", context)
