"""Which posts go over, from whom to whom, and what is open with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import has_permission
from belisha.console.access.models import Post
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.rules import EVERYDAY
from belisha.console.access.roles import ROLES, Role
from belisha.console.agreements.models import TakeDown
from belisha.console.compliance.attesting.rules import able
from belisha.console.compliance.models import Attestation, Plan, PostHandOver
from belisha.console.concerns.models import Task
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.duties.catalogue import catalogue

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = ["Going", "Open", "going_of", "goings", "open_of"]

BEFORE: Final = timedelta(days=60)  # so early it is known that a post ends
AFTER: Final = timedelta(days=90)  # so long after its end one can still take it over
TOLD_OF: Final = tuple(
    role.value for role, rule in ROLES.items() if {Permission.SEE_DUTIES, Permission.ANSWER_ASKS} & rule.permissions
)


class Going(NamedTuple):
    """A post that ends or has ended: whose it was, who follows (None: nobody yet), and what was done about it.

    `open`: plans and pictures to take down of the one who gives it up, and confirmations by this post. `notes`: whether
    whoever gives it up sees these pages, and can leave a note.
    """

    post: Post
    title: str
    follower: Post | None
    kept: PostHandOver | None
    open: int
    stays: bool  # they hold another post at the school: what is theirs need not go over
    notes: bool

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.post.last is not None and self.post.last < timezone.localdate()

    @property
    def is_red(self) -> bool:
        """Whether something is open that nobody has taken over."""
        return self.is_over and bool(self.open) and not (self.kept and self.kept.accepted_at)


class Open(NamedTuple):
    """What is open with a post: plans, confirmations that count, how many duties; the rest as far as one may see it."""

    plans: list[Plan]
    confirmations: list[Attestation]
    duties: int
    tasks: list[Task]
    take_downs: list[TakeDown]


def goings(school: School, today: date) -> list[Going]:
    """Posts that go over now: those that end soon or have ended, the red ones first. Six queries.

    An everyday post, such as a teacher's, is among them where its holder has something open.
    """
    plans = list(Plan.objects.for_school(school).open().values_list("owner", flat=True))
    plans += TakeDown.objects.for_school(school).open().values_list("owner", flat=True)
    posts = Post.objects.for_school(school).filter(Q(role__in=TOLD_OF) | Q(holder__in=set(plans)))
    posts = posts.select_related("holder", "school", "federation")
    every = list(posts.order_by("first", "pk"))
    ending = [each for each in every if each.last and today - AFTER <= each.last <= today + BEFORE]
    if not ending:
        return []
    kept = {each.post_id: each for each in _kept(school).filter(post__in=ending)}
    said = list(Attestation.objects.for_school(school).that_count().values_list("by", "role"))
    found = []
    for post in ending:
        follower = _follower(post, every)
        if follower is not None and follower.holder_id == post.holder_id:
            continue  # appointed once more
        number = plans.count(post.holder_id) + said.count((post.holder_id, post.role))
        stays = any(
            each.holder_id == post.holder_id and each.pk != post.pk and (not each.last or each.last > post.last)  # type: ignore[operator]  # those that end have a day
            for each in every
        )
        title = str(ROLES[Role(post.role)].title)
        notes = Permission.SEE_DUTIES in ROLES[Role(post.role)].permissions
        found.append(Going(post, title, follower, kept.get(post.pk), number, stays, notes))
    return sorted(found, key=lambda each: (not each.is_red, each.post.last, each.post.pk))


def going_of(school: School, number: int) -> Going:
    """One of a school by the number of the post. Raises Http404."""
    found = next((each for each in goings(school, timezone.localdate()) if each.post.pk == number), None)
    if found is None:
        raise Http404
    return found


def open_of(school: School, going: Going, by: User) -> Open:
    """What is open with a post that goes over, as far as somebody may see it."""
    holder, role = going.post.holder, Role(going.post.role)
    plans = Plan.objects.for_school(school).open().filter(owner=holder).select_related("owner")
    said = (
        Attestation.objects.for_school(school).that_count().filter(by=holder, role=role.value).order_by("until", "pk")
    )
    tasks = Task.objects.filter(owner=holder, done_at=None, concern__school=school)
    seen = _seen(tasks, by, school)
    duties = sum(role in able(duty) for duty in catalogue().values() if role.value in duty.who)
    down = TakeDown.objects.for_school(school).open().filter(owner=holder).select_related("shown__publication")
    return Open(list(plans), list(said), duties, seen, list(down) if _may_take_down(by, school, going) else [])


def _may_take_down(user: User, school: School, going: Going) -> bool:
    """Whether somebody may see, and take over, the pictures: a leader at any time, others once the owner is gone."""
    if going.post.holder_id == user.pk or has_permission(user, Permission.WRITE_AGREEMENTS, school):
        return True
    return going.is_over and not going.stays and has_permission(user, Permission.SEE_SIGNATURES, school)


def _seen(tasks: QuerySet[Task], by: User, school: School) -> list[Task]:
    who = By(by)
    concerns = visible(who, school).filter(route__in=routes_of(who, school)).order_by()
    return list(tasks.filter(concern__in=concerns.values("pk")).select_related("entry", "concern__school"))


def _kept(school: School) -> QuerySet[PostHandOver]:
    found: QuerySet[PostHandOver] = PostHandOver.objects.for_school(school)
    return found.select_related("note_by", "accepted_by")


def _follower(post: Post, every: list[Post]) -> Post | None:
    """Who holds the same post at the same place after it: the first to begin, where only one can hold it; else nobody.

    Of posts that several hold (governors, deputies) nobody follows by himself: whoever is there may take it over.
    """
    if Role(post.role) in EVERYDAY:
        return None
    same = [
        each
        for each in every
        if each.role == post.role and each.school_id == post.school_id and post.last and each.first > post.first
        if each.pk != post.pk and (each.last is None or each.last > post.last)
    ]
    return next(iter(same), None)
