"""Who holds which post, who may do what, and who could be appointed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from belisha.console.access.models import Away, Cover, Post, School, User
from belisha.console.access.posts.flags import ENDING, Absence, Board, Held, StandIn, flags_of
from belisha.console.access.posts.rules import EVERYDAY, NAMED
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation
    from belisha.console.access.permissions import Permission
    from belisha.console.access.posts.flags import Flag

__all__ = [
    "Able",
    "Desk",
    "at_time",
    "aways_at",
    "board_of",
    "boards_of",
    "candidates",
    "covers_at",
    "covers_of",
    "desks_of",
    "flags_at",
    "holders",
    "holders_with",
    "keep_holder_names",
    "post_holder_names",
    "posts_of",
]

# where a post is held, what of it is made anew, and the rest in the order of `Held`
HELD: Final = (
    *("federation_id", "school_id", "role", "holder__closed_at"),
    *("pk", "holder_id", "holder__name", "first", "last", "leads", "supplier", "minute"),
)
ADULTS = (User.Kind.STAFF, User.Kind.CONTRACTOR, User.Kind.VOLUNTEER, User.Kind.GOVERNOR, User.Kind.PARENT)


def board_of(school: School, today: date | None = None) -> Board:
    """Who holds which post at a school from today on, who is away, who stands in. Three queries."""
    today = today or timezone.localdate()
    return remembered(("posts", school.pk, today), lambda: boards_of([school], today, everybody=True)[school.pk])


def boards_of(schools: Iterable[School], today: date | None = None, *, everybody: bool = False) -> dict[int, Board]:
    """The boards of some schools, by the school's number. Three queries for all of them.

    Unless `everybody` is asked for, teachers and support staff with whose posts nothing can be wrong are left out:
    of the thousands of a trust they are nearly all.
    """
    schools, today = list(schools), today or timezone.localdate()
    current = Post.objects.for_schools(schools).not_over_on(today)
    if not everybody:
        current = current.exclude(_nothing_to_flag(today))
    posts: dict[tuple[int, int | None], list[Held]] = {}
    for federation, school, *rest in current.order_by("first", "holder__name").values_list(*HELD):
        posts.setdefault((federation, school), []).append(_held(school, *rest))
    stand_ins = Cover.objects.for_schools(schools).filter(last__gte=today)  # of posts that are over too: left out below
    covers = list(stand_ins.select_related("by").order_by("first", "pk"))
    concerned = {held.holder for there in posts.values() for held in there} | {cover.by_id for cover in covers}
    aways = list(Away.objects.filter(user__in=concerned, last__gte=today).order_by("first", "pk"))
    return {
        school.pk: _board(
            (*posts.get((school.federation_id, school.pk), ()), *posts.get((school.federation_id, None), ())),
            covers,
            aways,
        )
        for school in schools
    }


def _nothing_to_flag(today: date) -> Q:
    """Everyday posts of people who are here, hold and cover nothing else, and whose post does not end soon."""
    others = Post.objects.filter(holder=OuterRef("holder")).exclude(pk=OuterRef("pk"))
    covers = Cover.objects.filter(by=OuterRef("holder"))
    goes_on = Q(last__isnull=True) | Q(last__gt=today + ENDING)
    everyday = Q(role__in=[role.value for role in EVERYDAY], holder__closed_at__isnull=True)
    return everyday & goes_on & ~Q(Exists(others)) & ~Q(Exists(covers))


def _board(posts: tuple[Held, ...], covers: list[Cover], aways: list[Away]) -> Board:
    numbers = {post.id for post in posts}
    stand_ins = [cover for cover in covers if cover.post_id in numbers]
    users = {post.holder for post in posts} | {cover.by_id for cover in stand_ins}
    return Board(
        posts,
        tuple(StandIn(c.pk, c.post_id, c.by_id, c.by.name, c.first, c.last, c.delegated) for c in stand_ins),
        tuple(Absence(away.pk, away.user_id, away.first, away.last) for away in aways if away.user_id in users),
    )


def _held(school: int | None, role: str, closed_at: datetime | None, *rest: Any) -> Held:
    held = Held(rest[0], Role(role), *rest[1:])
    return held._replace(everywhere=school is None, closed=closed_at is not None)


def flags_at(school: School, today: date | None = None) -> list[Flag]:
    """What is wrong with the posts of a school today. Three queries."""
    today = today or timezone.localdate()
    return flags_of(board_of(school, today), today)


def post_holder_names(school: School, today: date | None = None) -> dict[Role, str]:
    """The names of those who hold each post at a school today, for the texts that name them; "" for a vacancy.

    One query. Where several hold a post their names stand side by side.
    """
    today = today or timezone.localdate()
    return dict(remembered(("names of holders", school.pk, today), lambda: _holder_names([school], today)[school.pk]))


def keep_holder_names(schools: Iterable[School]) -> None:
    """Read at once what many schools are then asked by `post_holder_names`. One query. Within `remembering`."""
    schools, today = list(schools), timezone.localdate()
    key = ("names of holders", tuple(each.pk for each in schools), today)

    def own(school: School) -> dict[Role, str]:
        return remembered(key, lambda: _holder_names(schools, today))[school.pk]

    for school in schools:
        remembered(("names of holders", school.pk, today), partial(own, school))


def _holder_names(schools: list[School], today: date) -> dict[int, dict[Role, str]]:
    found: dict[int, dict[Role, list[str]]] = {school.pk: {role: [] for role in NAMED} for school in schools}
    of_all: dict[int, list[int]] = {}
    for school in schools:
        of_all.setdefault(school.federation_id, []).append(school.pk)
    held = Post.objects.for_schools(schools).held_on(today).order_by("holder__name")
    for federation, place, role, name in held.values_list("federation_id", "school_id", "role", "holder__name"):
        for number in [place] if place else of_all[federation]:
            found[number][Role(role)].append(name)
    return {number: {role: ", ".join(each) for role, each in names.items()} for number, names in found.items()}


class Desk(NamedTuple):
    """Whom one finds in a post today: its holders, each with whether they are away, and who stands in."""

    holders: list[tuple[str, bool]]
    stand_ins: list[str]


def desks_of(school: School, today: date | None = None) -> dict[Role, Desk]:
    """Whom one finds in each post of a school today: for pages where somebody looks for help. Three queries."""
    today = today or timezone.localdate()
    board = board_of(school, today)
    desks = {}
    for role in NAMED:
        posts = board.now(role, today)
        numbers = {post.id for post in posts}
        covers = [cover for cover in board.covers if cover.post in numbers and cover.on(today)]
        desks[role] = Desk(
            [(post.name, board.away(post.holder, today)) for post in posts],
            [cover.name for cover in covers if not board.away(cover.by, today)],
        )
    return desks


def holders(school: School, roles: Iterable[Role]) -> list[User]:
    """Those who hold one of some posts at a school today, or stand in for it, and can sign in. One query."""
    day, wanted = timezone.localdate(), sorted({role.value for role in roles})
    return list(remembered(("holders", school.pk, day, *wanted), lambda: _holders(school, wanted, day)))


def _holders(school: School, roles: list[str], day: date) -> list[User]:
    posts = Post.objects.for_school(school).held_on(day).filter(role__in=roles)
    covers = Cover.objects.filter(post__in=posts, first__lte=day, last__gte=day)
    holding = Q(pk__in=posts.values("holder")) | Q(pk__in=covers.values("by"))
    return list(User.objects.filter(holding, opened_at__isnull=False, closed_at__isnull=True).order_by("name", "pk"))


class Able(NamedTuple):
    """Somebody who may do something, and by what."""

    name: str
    role: Role
    everywhere: bool
    covering: str  # for whom they stand in


def holders_with(school: School, permission: Permission, today: date | None = None) -> list[Able]:
    """Everybody who may do something at a school today, by name. Three queries. Closed accounts may do nothing."""
    today = today or timezone.localdate()
    board = board_of(school, today)
    giving = {post.id: post for post in board.posts if post.on(today) and permission in ROLES[post.role].permissions}
    found = [Able(post.name, post.role, post.everywhere, "") for post in giving.values() if not post.closed]
    found += [
        Able(cover.name, post.role, post.everywhere, post.name)
        for cover in board.covers
        if cover.on(today) and (post := giving.get(cover.post))
    ]
    return sorted(found, key=lambda able: (able.name, able.role))


def posts_of(school: School) -> QuerySet[Post]:
    """All posts that count or ever counted at a school, newest first."""
    return Post.objects.for_school(school).select_related("holder", "school", "federation").order_by("-first", "-pk")


def candidates(place: School | Federation) -> QuerySet[User]:
    """Who could be appointed: adults of the place whose account is not closed.

    For a school: its own people, those of the federation itself, and those who hold a post there already. Somebody of
    another school is only seen from the federation.
    """
    adults = User.objects.filter(kind__in=ADULTS, closed_at__isnull=True).order_by("name", "pk")
    if not isinstance(place, School):
        return adults.filter(federation=place)
    here = Q(school=place) | Q(school__isnull=True)
    working = Post.objects.filter(school=place).values("holder")
    return adults.filter(here | Q(pk__in=working), federation=place.federation_id)


def at_time(posts: QuerySet[Post], when: str) -> QuerySet[Post]:
    """Those of some posts that are held "now", begin "later", or are "over"."""
    today = timezone.localdate()
    if when == "later":
        return posts.filter(first__gt=today)
    if when == "over":
        return posts.filter(last__lt=today)
    return posts.filter(Q(last__isnull=True) | Q(last__gte=today), first__lte=today)


def covers_of(post: Post) -> QuerySet[Cover]:
    """Who stands in or stood in for a post, newest first."""
    return Cover.objects.filter(post=post).select_related("by").order_by("-first", "-pk")


def covers_at(school: School) -> QuerySet[Cover]:
    """All covers of posts that count at a school."""
    return Cover.objects.for_schools([school]).select_related("by", "post__school", "post__federation", "post__holder")


def aways_at(school: School) -> QuerySet[Away]:
    """When holders of posts at a school are away."""
    holders = Post.objects.for_school(school).values("holder")
    return Away.objects.filter(user__in=holders).select_related("user")
