"""What is wrong with posts, on the home page of those who can mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.needs import FEW, SCHOOLS, Need, Urgency, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.flags import FlagKind, flags_of
from belisha.console.access.posts.queries import boards_of
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from belisha.console.access.posts.flags import Flag

EACH_AT_MOST = 3  # more vacancies than these are told in one line; to those with many schools, more flags


@needs(Permission.CHANGE_POSTS, of_many=True)
def posts_to_mend(user: User, school: School) -> Iterator[Need]:
    """All flags of a school, for those who appoint there."""
    flags = _flags(user, school)
    if _has_many(user) and len(flags) > EACH_AT_MOST:
        text = _("%(count)s things about posts need somebody.") % {"count": len(flags)}
        urgent = any(flag.urgent for flag in flags)
        yield Need(text, reverse("posts", args=[school.code]), Urgency.NOW if urgent else Urgency.SOON, school.name)
        return
    vacant = [flag for flag in flags if flag.kind is FlagKind.VACANT]
    if len(vacant) > EACH_AT_MOST:
        text = _("%(count)s posts that must be filled are vacant.") % {"count": len(vacant)}
        yield Need(text, reverse("posts", args=[school.code]), Urgency.NOW, school.name)
        flags = [flag for flag in flags if flag.kind is not FlagKind.VACANT]
    yield from (_need(flag, school) for flag in flags)


@needs(Permission.FILL_HEADSHIP, of_many=True)
def empty_headship(user: User, school: School) -> Iterator[Need]:
    """A school without a head, for those who may enter the new one."""
    if has_permission(user, Permission.CHANGE_POSTS, school):
        return
    for flag in _flags(user, school):
        if flag.kind is FlagKind.VACANT and flag.role is Role.HEAD:
            yield _need(flag, school)


def _has_many(user: User) -> bool:
    """Whether each school can only have a line."""
    return len(_schools(user)) > FEW


def _flags(user: User, school: School) -> list[Flag]:
    """The flags of a school, asked for all schools at once that the page is about: five queries."""
    return remembered("flags of posts", lambda: _flags_by_school(_schools(user))).get(school.pk, [])


def _schools(user: User) -> list[School]:
    return remembered(SCHOOLS, lambda: list(schools_for(user)))


def _flags_by_school(schools: list[School]) -> dict[int, list[Flag]]:
    today = timezone.localdate()
    return {number: flags_of(board, today) for number, board in boards_of(schools, today).items()}


def _need(flag: Flag, school: School) -> Need:
    page = "post" if flag.post else "posts"
    link = reverse(page, args=[school.code, flag.post] if flag.post else [school.code])
    return Need(flag.text, link, Urgency.NOW if flag.urgent else Urgency.SOON, school.name)
