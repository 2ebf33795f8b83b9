"""What is open for whom: the tree, and giving a profile to somebody or something in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.filtering.policy.forms.holders import HoldForm
from belisha.console.filtering.policy.queries.places import (
    open_draft,
    people_by_profile,
    places_of,
    school_tree,
    working,
)
from belisha.console.filtering.policy.queries.versions import current
from belisha.console.filtering.policy.rules.reach import holders_of
from belisha.console.filtering.policy.rules.strictest import strictest_faults
from belisha.console.filtering.policy.rules.tree import node_of, tree_of
from belisha.console.filtering.policy.rules.words import KINDS_OF_HOLDER, holder_name
from belisha.console.filtering.policy.views.drafting import drafted, policy_page, user_of
from belisha.engine.policy.edits import FIELDS, Holder, HolderKind, HoldProfile, profile_held

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["hold", "overview", "strictest"]


@policy_page()
def overview(request: HttpRequest, school: School) -> HttpResponse:
    """Who has which profile, from the federation down to single people."""
    policy = places_of(school)
    context = {
        "school": school,
        "policy": policy,
        "tree": school_tree(school, policy),
        "kinds": KINDS_OF_HOLDER,
        "version": current(school.federation),
        "draft": open_draft(user_of(request), school),
        "people": people_by_profile(school),
        "may_draft": may(request, Permission.DRAFT_FILTER_CHANGES, school),
    }
    return render(request, "filtering/policy/overview.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def hold(request: HttpRequest, school: School, kind: str, key: str = "") -> HttpResponse:
    """Give a profile to a key stage, year, class, group, room, the school, or whoever is not known."""
    policy, draft = working(user_of(request), school)
    holder = _holder(school, kind, key)
    piece_there = holder.kind not in FIELDS or key in getattr(policy.schools[school.code], FIELDS[holder.kind])
    if holder.kind is HolderKind.PERSON or not piece_there:
        raise Http404
    name = holder_name(holder, policy)
    node = node_of(tree_of(policy, school.code, {}, {}), holder)
    form = HoldForm(request.POST or None, policy=policy, holder=holder, held=profile_held(policy, holder))
    if form.is_valid():
        edits = [HoldProfile(holder=holder, profile=form.cleaned_data["profile"] or None)]
        title = _("Profile of %(who)s") % {"who": name}
        if answer := drafted(request, school, form, edits, policy=policy, title=title):
            return answer
    context = {
        "form": form,
        "title": _("Profile of %(who)s") % {"who": name},
        "caption": KINDS_OF_HOLDER[holder.kind],
        "node": node,
        "policy": policy,
        "school": school,
        "draft": draft,
        "back_link": reverse("filter", args=[school.code]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/hold.html", context)


def _holder(school: School, kind: str, key: str) -> Holder:
    """The holder that an address names. Raises Http404."""
    federal = {"federation": HolderKind.FEDERATION, "federation-unknown": HolderKind.UNKNOWN}
    if kind in federal:
        return Holder(kind=federal[kind])
    try:
        return Holder(kind=HolderKind(kind), school=school.code, id=key)
    except ValueError:
        raise Http404 from None


@policy_page()
def strictest(request: HttpRequest, school: School) -> HttpResponse:
    """The guarantee that whoever is not known has a profile at least as strict as every other."""
    policy, _draft = working(user_of(request), school)
    here = policy.schools[school.code]
    unknown = here.unknown or policy.federation.unknown
    context = {
        "school": school,
        "policy": policy,
        "unknown": unknown,
        "own": bool(here.unknown),
        "faults": strictest_faults(policy, school.code),
        "holders": [holder_name(holder, policy) for holder in holders_of(policy, unknown)],
    }
    return render(request, "filtering/policy/strictest.html", context)
