"""Who may do what: the matrix, one right looked up, and one's own rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.shortcuts import render

from belisha.console.access.authorization import holdings, schools_for
from belisha.console.access.guards import own_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.forms import WhoMayForm
from belisha.console.access.posts.queries import holders_with
from belisha.console.access.posts.rights import lines, title_of
from belisha.console.access.posts.rules import NAMED
from belisha.console.access.roles import ROLES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School, User

__all__ = ["matrix", "own_rights", "who_may"]


@school_page(Permission.SEE_POSTS)
def matrix(request: HttpRequest, school: School) -> HttpResponse:
    """Every right and the roles that have it, from code."""
    context = {"school": school, "lines": lines(), "roles": [(role, ROLES[role]) for role in NAMED], "rules": ROLES}
    return render(request, "access/posts/matrix.html", context)


@school_page(Permission.SEE_POSTS)
def who_may(request: HttpRequest, school: School) -> HttpResponse:
    """Who may do one thing at a school today, and by what."""
    form = WhoMayForm(request.GET or None)
    chosen = form.cleaned_data["right"] if form.is_valid() else ""
    right = Permission(chosen) if chosen else None
    context = {
        "school": school,
        "filter": form,
        "right": right,
        "words": title_of(right) if right else "",
        "able": holders_with(school, right) if right else [],
        "rules": ROLES,
    }
    return render(request, "access/posts/who_may.html", context)


@own_page
def own_rights(request: HttpRequest) -> HttpResponse:
    """What oneself may do, where, and by which post."""
    user = cast("User", request.user)  # the guard lets nobody else in
    schools = {school.pk: school for school in schools_for(user)}
    held = [
        (
            schools.get(holding.school) if holding.school else user.federation,
            ROLES[holding.role].title,
            holding.covering,
            [title_of(each) for each in Permission if each in ROLES[holding.role].permissions],
        )
        for holding in holdings(user)
    ]
    return render(request, "access/posts/own_rights.html", {"held": held})
