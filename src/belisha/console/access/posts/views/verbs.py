"""One post, and what can be done about it: appoint, hand over, end, appoint again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.posts.actions.appointing import (
    appoint,
    check_may_appoint,
    end_post,
    hand_over,
    keep_on,
    post_in_the_way,
    reappoint,
)
from belisha.console.access.posts.forms import AppointForm, EndForm, HandOverForm, ReappointForm
from belisha.console.access.posts.queries import aways_at, candidates, covers_of, flags_at, posts_of
from belisha.console.access.posts.rules import NAMED
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.sign_in.guards import steps_up

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation, Post, School

__all__ = ["appoint_to", "end", "hand_post_over", "keep", "post", "renew"]


@school_page(Permission.SEE_POSTS)
def post(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One post: who holds it on which terms, who stands in, and what can be done."""
    held = get_object_or_404(posts_of(school), pk=number)
    context = {
        "school": school,
        "post": held,
        "role_title": ROLES[Role(held.role)].title,
        "covers": covers_of(held),
        "flags": [flag for flag in flags_at(school) if flag.post == held.pk],
        "aways": aways_at(school).filter(user=held.holder_id, last__gte=timezone.localdate()).order_by("first"),
        "may_change": may(request, Permission.CHANGE_POSTS, held.place),
        "may_mark_away": held.holder_id == request.user.pk,
        "ends": ROLES[Role(held.role)].ends,
        "today": timezone.localdate(),
    }
    return render(request, "access/posts/post.html", context)


@school_page(Permission.SEE_POSTS)
@steps_up
def appoint_to(request: HttpRequest, school: School, role: str) -> HttpResponse:
    """Appoint somebody to a role. Who may depends on the role and on what is vacant: the action's check decides."""
    wanted = _role(role)
    level = _level(school, wanted)
    check_may_appoint(by(request), level, wanted)
    for_all = may(request, Permission.CHANGE_POSTS, school.federation) and ROLES[wanted].federation
    for_all = for_all and level == school
    sought = request.GET.get("q", "")
    people = candidates(school.federation if may(request, Permission.CHANGE_POSTS, school.federation) else school)
    form = AppointForm(request.POST or None, role=wanted, people=people, sought=sought, everywhere=for_all)
    if request.method == "POST" and form.is_valid() and done(form, partial(_appointed, request, school, wanted, form)):
        title = ROLES[wanted].title
        messages.success(request, _("%(name)s: %(role)s.") % {"name": form.cleaned_data["holder"].name, "role": title})
        return redirect("posts", school.code)
    context = {
        "school": school,
        "form": form,
        "role_title": ROLES[wanted].title,
        "sought": sought,
        "standing": post_in_the_way(school, wanted, form.cleaned_data.get("first")) if form.errors else None,
    }
    return render(request, "access/posts/appoint.html", context)


def _appointed(request: HttpRequest, school: School, role: Role, form: AppointForm) -> Post:
    given = form.cleaned_data
    at = school.federation if given.get("everywhere") else _level(school, role)
    return appoint(by(request), at=at, role=role, holder=given["holder"], terms=form.terms, reason=given["reason"])


@school_page(Permission.SEE_POSTS)
@steps_up
def hand_post_over(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Give a post to another in one step."""
    held = get_object_or_404(posts_of(school), pk=number)
    check_may_appoint(by(request), held.place, Role(held.role))
    sought = request.GET.get("q", "")
    people = candidates(school.federation if may(request, Permission.CHANGE_POSTS, school.federation) else school)
    form = HandOverForm(request.POST or None, post=held, people=people, sought=sought)
    if request.method == "POST" and form.is_valid() and done(form, partial(_handed_over, request, held, form)):
        messages.success(request, _("Handed over to %(name)s.") % {"name": form.cleaned_data["holder"].name})
        return redirect("posts", school.code)
    context = {
        "school": school,
        "form": form,
        "post": held,
        "role_title": ROLES[Role(held.role)].title,
        "sought": sought,
    }
    return render(request, "access/posts/hand_over.html", context)


def _handed_over(request: HttpRequest, held: Post, form: HandOverForm) -> Post:
    given = form.cleaned_data
    return hand_over(by(request), post=held, to=given["holder"], terms=form.terms, reason=given["reason"])


@school_page(Permission.CHANGE_POSTS)
@steps_up
def end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say when a post ends, and what that leaves open."""
    held = get_object_or_404(posts_of(school), pk=number)
    by(request).may(Permission.CHANGE_POSTS, held.school)
    form = EndForm(request.POST or None)
    act = partial(_ended, request, held, form)
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("The post ends. You can take that back until its last day is over."))
        return redirect("post", school.code, held.pk)
    context = {"school": school, "form": form, "post": held, "rule": ROLES[Role(held.role)]}
    return render(request, "access/posts/end.html", context)


def _ended(request: HttpRequest, held: Post, form: EndForm) -> None:
    end_post(by(request), post=held, **form.cleaned_data)


@school_page(Permission.CHANGE_POSTS)
@steps_up
def renew(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Appoint the holder once more."""
    held = get_object_or_404(posts_of(school), pk=number)
    by(request).may(Permission.CHANGE_POSTS, held.school)
    form = ReappointForm(request.POST or None, role=Role(held.role))
    if request.method == "POST" and form.is_valid() and done(form, partial(_renewed, request, held, form)):
        messages.success(request, _("Appointed again."))
        return redirect("posts", school.code)
    context = {"school": school, "form": form, "post": held, "role_title": ROLES[Role(held.role)].title}
    return render(request, "access/posts/renew.html", context)


def _renewed(request: HttpRequest, held: Post, form: ReappointForm) -> Post:
    return reappoint(by(request), post=held, **form.cleaned_data)


@require_POST
@school_page(Permission.CHANGE_POSTS)
def keep(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take back the end of a post."""
    held = get_object_or_404(posts_of(school), pk=number)
    attempt(request, partial(keep_on, by(request), post=held), _("The post goes on."))
    return redirect(reverse("post", args=[school.code, held.pk]))


def _level(school: School, role: Role) -> School | Federation:
    """Where somebody is appointed from a school's page: an executive head for all schools, also while there is one."""
    return school.federation if role is Role.EXECUTIVE_HEAD else school


def _role(word: str) -> Role:
    if word not in {role.value for role in NAMED}:
        raise Http404
    return Role(word)
