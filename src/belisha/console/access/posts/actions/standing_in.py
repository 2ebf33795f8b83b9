"""Being away, standing in, delegating."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Away, Cover, Post
from belisha.console.access.permissions import Permission
from belisha.console.access.posts import audit_events as events
from belisha.console.access.posts.queries import candidates
from belisha.console.access.posts.rules import GOVERNING, GOVERNORS, STAFF
from belisha.console.access.roles import ROLES, Role

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User

__all__ = ["come_back", "cover_post", "end_cover", "mark_away"]


@transaction.atomic
def cover_post(
    by: By, *, post: Post, stand_in: User, first: date, last: date, delegated: bool = False, reason: str = ""
) -> Cover:
    """Give somebody the rights of a post for some days, while its holder is away; `delegated`: beside the holder.

    Raises ValidationError for days outside the post and for somebody who cannot hold it; NotAllowedError.
    """
    by = by.may(Permission.CHANGE_POSTS, post.school)
    _check_days(first, last)
    if first < post.first or (post.last and last > post.last):
        raise ValidationError({"last": _("Choose days on which the post itself is held.")})
    _check_stand_in(post, stand_in)
    if Cover.objects.filter(post=post, by=stand_in, first__lte=last, last__gte=first).exists():
        raise ValidationError({"stand_in": _("They stand in on some of those days already.")})
    cover = Cover.objects.create(post=post, by=stand_in, first=first, last=last, delegated=delegated, reason=reason)
    kind = events.DELEGATED if delegated else events.COVERED
    after = {"post": str(post), "by": stand_in.name, "first": first.isoformat(), "last": last.isoformat()}
    by.did(kind, to=post, at=post.place, reason=reason, after=after)
    return cover


def _check_stand_in(post: Post, stand_in: User) -> None:
    if stand_in.pk == post.holder_id:
        raise ValidationError({"stand_in": _("Nobody stands in for themselves.")})
    if stand_in.closed_at is not None:
        raise ValidationError({"stand_in": _("Their account is closed: they have left.")})
    able = GOVERNING if Role(post.role) in GOVERNORS else STAFF
    if stand_in.kind not in able:
        text = _("Somebody registered as a %(kind)s cannot stand in for %(role)s.")
        raise ValidationError({"stand_in": text % {"kind": stand_in.kind, "role": ROLES[Role(post.role)].title}})


@transaction.atomic
def end_cover(by: By, *, cover: Cover) -> None:
    """Let somebody stand in no longer: from now on, or not at all where it has not begun. Raises NotAllowedError."""
    by = by.may(Permission.CHANGE_POSTS, cover.post.school)
    today = timezone.localdate()
    before = {"by": cover.by.name, "first": cover.first.isoformat(), "last": cover.last.isoformat()}
    by.did(events.COVER_ENDED, to=cover.post, at=cover.post.place, before=before, after={"last": today.isoformat()})
    _cut(cover, today)


def _cut(span: Cover | Away, today: date) -> None:
    """End days with yesterday: the rights of today end now, not at midnight."""
    if span.first >= today:
        span.delete()
    else:
        span.last = min(span.last, today - timedelta(days=1))
        span.save(update_fields=["last"])


@transaction.atomic
def mark_away(by: By, *, user: User, at: School, first: date, last: date) -> Away:
    """Put down that somebody is away, from a first to a last day: oneself, or whoever changes posts for anybody there.

    Raises ValidationError for days that overlap others; NotAllowedError.
    """
    by = _themselves_or_allowed(by, user, at)
    _check_days(first, last)
    if last < timezone.localdate():
        raise ValidationError({"last": _("Those days are over.")})
    if Away.objects.filter(Q(first__lte=last, last__gte=first), user=user).exists():
        raise ValidationError({"first": _("They are marked as away on some of those days already.")})
    away = Away.objects.create(user=user, first=first, last=last)
    by.did(events.AWAY, to=user, at=at, after={"first": first.isoformat(), "last": last.isoformat()})
    return away


@transaction.atomic
def come_back(by: By, *, away: Away, at: School) -> None:
    """Put down that somebody is back, from today on. Raises NotAllowedError."""
    by = _themselves_or_allowed(by, away.user, at)
    before = {"first": away.first.isoformat(), "last": away.last.isoformat()}
    by.did(events.BACK, to=away.user, at=at, before=before)
    _cut(away, timezone.localdate())


def _themselves_or_allowed(by: By, user: User, at: School) -> By:
    if by.user is not None and by.user.pk == user.pk:
        return by
    if not candidates(at).filter(pk=user.pk).exists():
        # somebody of another school: whoever acts here has no say there
        raise NotAllowedError(_("They do not work at this school."))
    return by.may(Permission.CHANGE_POSTS, at)


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise ValidationError({"last": _("The last day lies before the first day.")})
