"""Everybody's first page: what needs me now? For pupils, parents and visitors: who helps them here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.guards import own_page, school_page
from belisha.console.access.models import User
from belisha.console.access.needs import FEW, Urgency, needs_of, order
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.queries import post_holder_names
from belisha.console.access.roles import Role
from belisha.console.monitoring.digests.notice import pupils_notice
from belisha.console.people.queries.families import children_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School
    from belisha.console.access.needs import Need

__all__ = ["Group", "grouped", "home", "school_home"]

TITLES: Final = {Urgency.NOW: _("Now"), Urgency.SOON: _("Soon"), Urgency.SOMETIME: _("When you have time")}
# those whose home is a page of their own kind: to be read by a child of seven, or by a parent in a hurry
OWN_HOMES: Final = {
    User.Kind.PUPIL: "flows/home_pupil.html",
    User.Kind.PARENT: "flows/home_parent.html",
    User.Kind.VISITOR: "flows/home_visitor.html",
}


class Group(NamedTuple):
    """What is equally urgent: its title, its colour (now, soon, sometime), and what it holds."""

    title: StrPromise
    kind: str
    needs: list[Need]


def grouped(needs: Iterable[Need]) -> list[Group]:
    """Needs by urgency, then the gravest first, then by school; no empty groups."""
    found = sorted(needs, key=lambda need: (order(need), need.school))
    groups = [
        Group(title, urgency.name.lower(), [need for need in found if need.urgency is urgency])
        for urgency, title in TITLES.items()
    ]
    return [group for group in groups if group.needs]


@own_page
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person now, at all their schools, most urgent first."""
    user = request.user
    needs = grouped(needs_of(request))
    if isinstance(user, User) and user.kind in OWN_HOMES:
        children = children_of(user, timezone.localdate()) if user.kind == User.Kind.PARENT else []
        context = {"needs": needs, "children": children, **_helpers(user.school), **pupils_notice(user.school)}
        return render(request, OWN_HOMES[User.Kind(user.kind)], context)
    return render(request, "flows/home.html", {"needs": needs, "few": FEW})


@school_page(Permission.SEE_SCHOOL)
def school_home(request: HttpRequest, school: School) -> HttpResponse:
    """What needs this person now at one school."""
    return render(request, "flows/home.html", {"needs": grouped(needs_of(request, only=school)), "school": school})


def _helpers(school: School | None) -> dict[str, str]:
    """Who at a school helps when somebody is worried; "" where a post is vacant."""
    names = post_holder_names(school) if school else {}
    return {"dsl": names.get(Role.DSL, ""), "deputies": names.get(Role.DEPUTY_DSL, "")}
