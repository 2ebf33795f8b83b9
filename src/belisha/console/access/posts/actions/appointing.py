"""Appointing, handing over, ending posts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError, has_permission
from belisha.console.access.models import Federation, Post, School
from belisha.console.access.permissions import Permission
from belisha.console.access.posts import audit_events as events
from belisha.console.access.posts.rules import Draft, faults_of
from belisha.console.access.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import User
    from belisha.console.audit.events import EventKind

__all__ = [
    "AlreadyHeldError",
    "Terms",
    "appoint",
    "can_appoint",
    "check_may_appoint",
    "end_all_posts",
    "end_post",
    "hand_over",
    "keep_on",
    "post_in_the_way",
    "reappoint",
]

DAY = timedelta(days=1)


class Terms(NamedTuple):
    """On which terms somebody holds a post: days, and what the role asks for."""

    first: date
    last: date | None = None
    leads: bool = False
    supplier: str = ""
    minute: str = ""


class AlreadyHeldError(ValidationError):
    """Only one person can hold this post, and somebody does in those days: hand it over instead."""

    def __init__(self, post: Post) -> None:
        text = _("%(name)s holds this post in those days, and only one person can. Hand it over instead.")
        super().__init__({"role": text % {"name": post.holder.name}})
        self.post = post


def check_may_appoint(by: By, at: School | Federation, role: Role, holder: User | None = None) -> By:
    """Themselves with the role that lets them appoint. Raises NotAllowedError.

    Where nobody could appoint anybody, a school would stay shut for good: then whoever may fill an empty headship
    enters the new head, never themselves; and the head of the only school its executive head.
    """
    school = at if isinstance(at, School) else None
    if by.user is None or has_permission(by.user, Permission.CHANGE_POSTS, school):
        return by.may(Permission.CHANGE_POSTS, school)
    if school and role is Role.HEAD and holder != by.user and not _somebody_appoints(school):
        return by.may(Permission.FILL_HEADSHIP, school)
    if not school and role is Role.EXECUTIVE_HEAD and not _held_for_all(at).exists():
        schools = list(School.objects.filter(federation_id=at.pk)[:2])
        if len(schools) == 1:
            return by.may(Permission.CHANGE_POSTS, schools[0])
    return by.may(Permission.CHANGE_POSTS, school)


def can_appoint(by: By, at: School | Federation, role: Role) -> bool:
    """Whether they may appoint somebody to a role at a place: what a page asks before it shows the way."""
    try:
        check_may_appoint(by, at, role)
    except NotAllowedError:
        return False
    return True


def _somebody_appoints(school: School) -> bool:
    able = [role for role, rule in ROLES.items() if Permission.CHANGE_POSTS in rule.permissions]
    posts = Post.objects.for_school(school).filter(role__in=able, holder__closed_at__isnull=True)
    return posts.held_on(_today()).exists()


def _held_for_all(federation: Federation | School) -> QuerySet[Post]:
    posts = Post.objects.filter(federation=federation.pk, school__isnull=True, role=Role.EXECUTIVE_HEAD.value)
    return posts.held_on(_today())


@transaction.atomic
def appoint(by: By, *, at: School | Federation, role: Role, holder: User, terms: Terms, reason: str = "") -> Post:
    """Give somebody a post at a school, or for the whole federation.

    Raises AlreadyHeldError where another holds a post that only one can; ValidationError by field otherwise;
    NotAllowedError.
    """
    by = check_may_appoint(by, at, role, holder)
    _hold(at)
    _check(at, role, holder, terms, reason)
    held = _in_the_way(at, role, terms)
    if held:
        raise AlreadyHeldError(held)
    return _made(by, events.APPOINTED, at, role, holder, terms, reason)


@transaction.atomic
def hand_over(by: By, *, post: Post, to: User, terms: Terms, reason: str = "") -> Post:
    """Give a post to another: it ends for the holder on the day before it begins for the new one.

    Raises ValidationError where the post would end before it began, or is over by then; NotAllowedError.
    """
    at, role = post.place, Role(post.role)
    by = check_may_appoint(by, at, role, to)
    _hold(at)
    post.refresh_from_db()
    if terms.first <= post.first:
        raise ValidationError({"first": _("They took it up on that day or later: choose a later day.")})
    if post.last and post.last < terms.first - DAY:
        raise ValidationError({"first": _("The post is over before that day: appoint somebody instead.")})
    if to == post.holder:
        raise ValidationError({"holder": _("They hold it already.")})
    _check(at, role, to, terms, reason)
    before = {"last": _text(post.last)}
    post.last = terms.first - DAY
    post.save(update_fields=["last"])
    held = _in_the_way(at, role, terms)
    if held:
        raise AlreadyHeldError(held)
    by.did(events.HANDED_OVER, to=post, at=at, reason=reason, before=before, after={"last": _text(post.last)})
    return _made(by, events.APPOINTED, at, role, to, terms, reason)


@transaction.atomic
def reappoint(by: By, *, post: Post, last: date | None, minute: str = "", reason: str = "") -> Post:
    """Appoint the holder of a post that ends once more, from the day after its last day (today, if that is past).

    Raises ValidationError where the post has no end, or another holds it then; NotAllowedError.
    """
    if post.last is None:
        raise ValidationError(_("This post has no end: nothing needs to be renewed."))
    first = max(post.last + DAY, _today())
    terms = Terms(first, last, post.leads, post.supplier, minute)
    at, role = post.place, Role(post.role)
    by = check_may_appoint(by, at, role, post.holder)
    _hold(at)
    _check(at, role, post.holder, terms, reason)
    held = _in_the_way(at, role, terms)
    if held:
        raise AlreadyHeldError(held)
    return _made(by, events.REAPPOINTED, at, role, post.holder, terms, reason)


@transaction.atomic
def end_post(by: By, *, post: Post, last: date, reason: str = "") -> None:
    """Let a post end with a day. Raises ValidationError before it began or when it is over; NotAllowedError."""
    by = by.may(Permission.CHANGE_POSTS, post.school)
    _hold(post.place)
    post.refresh_from_db()
    if last < post.first:
        raise ValidationError({"last": _("They took it up after that day.")})
    if post.last and post.last < min(last, _today()):
        raise ValidationError({"last": _("This post is over already.")})
    _end(by, post, last, reason)


@transaction.atomic
def keep_on(by: By, *, post: Post) -> None:
    """Take back the end of a post. Raises ValidationError where it is over, or must end; NotAllowedError."""
    by = by.may(Permission.CHANGE_POSTS, post.school)
    _hold(post.place)
    post.refresh_from_db()
    if post.last is None:
        return
    if post.last < _today():
        raise ValidationError(_("This post is over: appoint them again."))
    role = Role(post.role)
    if ROLES[role].ends:
        raise ValidationError(_("This post needs an end date: appoint them again with a new one."))
    other = _in_the_way(post.place, role, Terms(post.last + DAY))
    if other:
        raise AlreadyHeldError(other)
    before = {"last": _text(post.last)}
    post.last = None
    post.save(update_fields=["last"])
    by.did(events.KEPT_ON, to=post, at=post.place, before=before, after={"last": ""})


@transaction.atomic
def end_all_posts(by: By, *, holder: User, last: date, reason: str = "") -> int:
    """End all posts of somebody who leaves, wherever they are. How many were ended; covers are ended by themselves.

    A post that would have begun later is ended on its first day. Raises NotAllowedError.
    """
    posts = list(Post.objects.filter(holder=holder).not_over_on(last + DAY).select_related("school", "federation"))
    for post in posts:
        _end(by.may(Permission.CHANGE_POSTS, post.school), post, max(last, post.first), reason)
    return len(posts)


def _end(by: By, post: Post, last: date, reason: str) -> None:
    before = {"last": _text(post.last)}
    post.last = last
    post.save(update_fields=["last"])
    by.did(events.ENDED, to=post, at=post.place, reason=reason, before=before, after={"last": _text(last)})


def _check(at: School | Federation, role: Role, holder: User, terms: Terms, reason: str) -> None:
    others = Post.objects.filter(holder=holder).not_over_on(terms.first)
    others = others.for_school(at) if isinstance(at, School) else others.filter(federation=at)
    draft = Draft(
        role=role,
        kind=holder.kind,
        everywhere=not isinstance(at, School),
        first=terms.first,
        last=terms.last,
        leads=terms.leads,
        supplier=terms.supplier,
        reason=reason,
        others=frozenset(Role(post.role) for post in others),
    )
    faults = faults_of(draft)
    if holder.closed_at is not None:
        faults["holder"] = _("Their account is closed: they have left.")
    if faults:
        raise ValidationError(faults)


def post_in_the_way(at: School | Federation, role: Role, first: date | None) -> Post | None:
    """The post that would have to be handed over before somebody is appointed from a day on, or None."""
    return _in_the_way(at, role, Terms(first)) if first else None


def _in_the_way(at: School | Federation, role: Role, terms: Terms) -> Post | None:
    """A post of the same kind in the same days, where there can be only one."""
    if not ROLES[role].only_one:
        return None
    school = at if isinstance(at, School) else None
    same = Post.objects.filter(federation=school.federation_id if school else at.pk, school=school, role=role.value)
    same = same.not_over_on(terms.first).select_related("holder")
    if terms.last:
        same = same.filter(Q(first__lte=terms.last))
    return same.order_by("first").first()


def _made(
    by: By, kind: EventKind, at: School | Federation, role: Role, holder: User, terms: Terms, reason: str
) -> Post:
    school = at if isinstance(at, School) else None
    post = Post.objects.create(
        federation=at.federation if isinstance(at, School) else at,
        school=school,
        role=role.value,
        holder=holder,
        **terms._asdict(),
    )
    by.did(kind, to=post, at=at, reason=reason, after=_written(post))
    return post


def _written(post: Post) -> Mapping[str, object]:
    return {
        "role": post.role,
        "holder": post.holder.name,
        "first": _text(post.first),
        "last": _text(post.last),
        "leads": post.leads,
        "supplier": post.supplier,
        "minute": post.minute,
    }


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _hold(at: School | Federation) -> None:
    """Hold the row of the place, so that two appointments at once follow each other."""
    type(at).objects.select_for_update().get(pk=at.pk)


def _today() -> date:
    return timezone.localdate()
