"""Who is away, and who stands in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.actions.standing_in import come_back, cover_post, end_cover, mark_away
from belisha.console.access.posts.forms import AwayForm, CoverForm
from belisha.console.access.posts.queries import aways_at, candidates, covers_at, posts_of
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.sign_in.guards import steps_up

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Cover, Post, School

__all__ = ["away", "back", "cover", "cover_over"]


@school_page(Permission.CHANGE_POSTS)
@steps_up
def cover(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Name somebody who stands in for the holder of a post."""
    post = get_object_or_404(posts_of(school), pk=number)
    by(request).may(Permission.CHANGE_POSTS, post.school)
    sought = request.GET.get("q", "")
    people = candidates(school).exclude(pk=post.holder_id)
    form = CoverForm(request.POST or None, people=people, sought=sought)
    if request.method == "POST" and form.is_valid() and done(form, partial(_covered, request, post, form)):
        messages.success(request, _("%(name)s stands in.") % {"name": form.cleaned_data["stand_in"].name})
        return redirect("post", school.code, post.pk)
    context = {
        "school": school,
        "form": form,
        "post": post,
        "role_title": ROLES[Role(post.role)].title,
        "sought": sought,
    }
    return render(request, "access/posts/cover.html", context)


def _covered(request: HttpRequest, post: Post, form: CoverForm) -> Cover:
    return cover_post(by(request), post=post, **form.cleaned_data)


@require_POST
@school_page(Permission.CHANGE_POSTS)
def cover_over(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Let somebody stand in no longer."""
    cover = get_object_or_404(covers_at(school), pk=number)
    attempt(request, partial(end_cover, by(request), cover=cover), _("They stand in no longer."))
    return redirect("post", school.code, cover.post_id)


@school_page(Permission.SEE_POSTS)
def away(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Put down that somebody who holds a post is away: oneself, or anybody for whoever changes posts."""
    post = get_object_or_404(posts_of(school), pk=number)
    if post.holder != request.user:
        by(request).may(Permission.CHANGE_POSTS, school)
    form = AwayForm(request.POST or None)
    act = partial(_marked, request, school, post, form)
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("Marked as away. Name a stand-in for each post that needs one."))
        return redirect("posts", school.code)
    return render(request, "access/posts/away.html", {"school": school, "form": form, "post": post})


def _marked(request: HttpRequest, school: School, post: Post, form: AwayForm) -> None:
    mark_away(by(request), user=post.holder, at=school, **form.cleaned_data)


@require_POST
@school_page(Permission.SEE_POSTS)
def back(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Put down that somebody is back. The action lets themselves, and whoever changes posts."""
    away = get_object_or_404(aways_at(school), pk=number)
    attempt(request, partial(come_back, by(request), away=away, at=school), _("Back from today."))
    return redirect("posts", school.code)
