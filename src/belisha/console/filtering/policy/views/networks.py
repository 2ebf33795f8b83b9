"""Networks of the policy: which addresses are whose when nobody signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.filtering.policy.forms.places import NetworkForm
from belisha.console.filtering.policy.listing import Held, show_held
from belisha.console.filtering.policy.queries.places import working
from belisha.console.filtering.policy.rules.ids import id_from
from belisha.console.filtering.policy.views.drafting import drafted, policy_page, user_of
from belisha.engine.policy.edits import SetNetwork
from belisha.engine.policy.members import find_group

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["add", "change", "networks", "remove"]


@policy_page()
def networks(request: HttpRequest, school: School) -> HttpResponse:
    """The ranges of addresses of a school."""
    policy, draft = working(user_of(request), school)
    here = policy.schools[school.code]
    may_draft = may(request, Permission.DRAFT_FILTER_CHANGES, school)
    rows = []
    for key, network in here.networks.items():
        group = find_group(here, network.group) if network.group else None
        room = here.rooms.get(network.room or "")
        whose = group.group.name if group else room.name if room else _("Nobody in particular")
        signing = _("People sign in") if network.sign_in == "required" else _("Nobody signs in")
        link = reverse("filter-network-change", args=[school.code, key]) if may_draft else ""
        rows.append(
            ((network.name or key, link), network.range, here.sites.get(network.site or "", ""), whose, signing)
        )
    heads = (_("Network"), _("Range"), _("Where"), _("Counts as"), _("Signing in"))
    context = {"school": school, "draft": draft, "may_draft": may_draft}
    return show_held(request, Held("networks", heads, rows), "filtering/policy/networks.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Add a network."""
    return _form(request, school, "")


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def change(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """Change a network."""
    return _form(request, school, name)


def _form(request: HttpRequest, school: School, name: str) -> HttpResponse:
    policy, draft = working(user_of(request), school)
    known = policy.schools[school.code].networks
    if name and name not in known:
        raise Http404
    form = NetworkForm(request.POST or None, policy=policy, school=school.code, network=name)
    if form.is_valid():
        network = form.network()
        edit = SetNetwork(school=school.code, id=name or id_from(network.name, known, "network"), network=network)
        title = _("Network “%(name)s”") % {"name": network.name}
        if answer := drafted(request, school, form, [edit], policy=policy, title=title):
            return answer
    context = {
        "form": form,
        "draft": draft,
        "school": school,
        "title": _("Change a network") if name else _("Add a network"),
        "back_link": reverse("filter-networks", args=[school.code]),
        "remove": reverse("filter-network-remove", args=[school.code, name]) if name else "",
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/edit.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def remove(request: HttpRequest, school: School, name: str) -> HttpResponse:
    """Take a network away: whoever is in it counts as somebody not known."""
    policy, _draft = working(user_of(request), school)
    network = policy.schools[school.code].networks.get(name)
    if network is None:
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)
    title = _("Take away the network “%(name)s”") % {"name": network.name or name}
    edits = [SetNetwork(school=school.code, id=name, network=None)]
    if form.is_valid() and (answer := drafted(request, school, form, edits, policy=policy, title=title)):
        return answer
    context = {
        "form": form,
        "title": title,
        "rows": [{"key": _("Range"), "value": network.range}],
        "danger": _("Whoever is in this range and does not sign in gets the strictest profile."),
        "back_link": reverse("filter-network-change", args=[school.code, name]),
        "submit": _("Put it into a draft"),
    }
    return render(request, "design/confirm.html", context)
