"""Who holds which post: at a school, at all schools of a federation, and all that ever did."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.acting import by
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.posts.actions.appointing import can_appoint
from belisha.console.access.posts.flags import flags_of
from belisha.console.access.posts.queries import at_time, board_of, boards_of, posts_of
from belisha.console.access.posts.rules import EVERYDAY, NAMED
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.schools.queries import schools_of
from belisha.console.design.tables import Choice, Column, Table, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation, Post, School
    from belisha.console.access.posts.flags import Absence, Board, Flag, Held, StandIn
    from belisha.console.access.roles import RoleRule

__all__ = ["all_posts", "federation_posts", "posts"]


class Row(NamedTuple):
    """A role on the page of posts: who holds it now and later, who stands in, who is away, and what is wrong."""

    role: Role
    rule: RoleRule
    now: list[Held]
    later: list[Held]
    covers: list[StandIn]
    aways: list[Absence]
    flags: list[Flag]


@school_page(Permission.SEE_POSTS)
def posts(request: HttpRequest, school: School) -> HttpResponse:
    """Who holds which post at a school, with all that is wrong."""
    today = timezone.localdate()
    board = board_of(school, today)
    flags = flags_of(board, today)
    context = {
        "school": school,
        "rows": [_row(board, role, flags, today) for role in NAMED if role not in EVERYDAY],
        "everyday": [(ROLES[role].title, role, len(board.now(role, today))) for role in NAMED if role in EVERYDAY],
        "flags": flags,
        "names": {post.holder: post.name for post in board.posts},
        "today": today,
        "may_change": may(request, Permission.CHANGE_POSTS, school),
        "may_fill": may(request, Permission.FILL_HEADSHIP, school),
        "may_lead_all": can_appoint(by(request), school.federation, Role.EXECUTIVE_HEAD),
    }
    return render(request, "access/posts/board.html", context)


def _row(board: Board, role: Role, flags: Iterable[Flag], today: date) -> Row:
    now = board.now(role, today)
    numbers, holders = {post.id for post in now}, {post.holder for post in now}
    return Row(
        role=role,
        rule=ROLES[role],
        now=now,
        later=[post for post in board.posts if post.role is role and post.first > today],
        covers=[cover for cover in board.covers if cover.post in numbers],
        aways=[away for away in board.aways if away.user in holders],
        flags=[flag for flag in flags if flag.role is role],
    )


@federation_page(Permission.SEE_POSTS)
def federation_posts(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The named posts of each school side by side, with how much is wrong."""
    today = timezone.localdate()
    schools = list(schools_of(federation))
    boards = boards_of(schools, today)
    roles = [role for role in NAMED if ROLES[role].must_be_filled]
    rows = [
        (
            school,
            [", ".join(post.name for post in boards[school.pk].now(role, today)) for role in roles],
            len(flags_of(boards[school.pk], today)),
        )
        for school in schools
    ]
    context = {"federation": federation, "roles": [ROLES[role].title for role in roles], "rows": rows}
    return render(request, "access/posts/federation.html", context)


@school_page(Permission.SEE_POSTS)
def all_posts(request: HttpRequest, school: School) -> HttpResponse:
    """Every post that is, will be or was held at a school."""
    return show(request, _table(school), posts_of(school), "access/posts/all.html", {"school": school})


def _table(school: School) -> Table:
    return Table(
        name=f"posts-{school.code}",
        columns=(
            Column("holder", _("Held by"), lambda post: post.holder.name, ("holder__name",), _link(school)),
            Column("role", _("Post"), lambda post: ROLES[Role(post.role)].title, ("role",)),
            Column("first", _("First day"), lambda post: post.first, ("first",)),
            Column("last", _("Last day"), lambda post: post.last, ("last",)),
            Column("place", _("Where"), lambda post: post.place.name),
            Column("supplier", _("Supplier"), lambda post: post.supplier),
            Column("minute", _("Minute"), lambda post: post.minute),
        ),
        search=("holder__name", "supplier", "minute"),
        choices=(
            Choice("role", _("Post"), [(role.value, ROLES[role].title) for role in NAMED], "role"),
            Choice("when", _("When"), [("now", _("Now")), ("later", _("Later")), ("over", _("Over"))], at_time),
        ),
    )


def _link(school: School) -> Callable[[Post], str]:
    return lambda post: reverse("post", args=[school.code, post.pk])
