"""Who visits a page in tests: a member with the right, a colleague without it, a stranger, and nobody at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.access.models import Post, School, Session, User
from belisha.console.access.roles import ROLES, Role
from cast import a_federation, a_pupil, a_school, somebody
from console.examples import MEMBERS

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from belisha.console.access.permissions import Permission
    from console.pages import Page


def member(page: Page, school: School) -> User:
    """Somebody who may see a page: with a post that gives the right, at the school or for the federation."""
    if MEMBERS.get(page.name) == Role.PUPIL:
        return a_pupil(school, user=somebody(school, kind="pupil")).user
    if page.guard is None or page.guard.permission is None:
        return somebody(school, Role(MEMBERS.get(page.name, Role.HEAD)))
    role = Role(MEMBERS[page.name]) if page.name in MEMBERS else role_with(page.guard.permission, page.guard.scope)
    if page.guard.scope == "school":
        return somebody(school, role)
    user = somebody(school)
    Post.objects.create(federation=school.federation, school=None, role=role, holder=user, first=date(2026, 9, 1))
    return user


def role_with(permission: Permission, scope: str) -> Role:
    """The first role that gives a right; one that can be held for the federation where a page asks for that."""
    return next(
        role
        for role, rule in ROLES.items()
        if permission in rule.permissions and (scope == "school" or rule.federation)
    )


def colleague(page: Page, school: School) -> User:
    """Somebody of the same school whose role does not give the right: a teacher where that will do, else no role."""
    permission = page.guard.permission if page.guard else None
    role = next((role for role in (Role.TEACHER, Role.GOVERNOR) if permission not in ROLES[role].permissions), None)
    return somebody(school, role)


def stranger() -> User:
    """The head of another school of the same federation."""
    return somebody(a_school("st-brigids", a_federation()), Role.HEAD)


def sign_in(client: Client, user: User) -> Client:
    """A session of somebody that lacks nothing: second factor set up, and just confirmed who they are."""
    client.force_login(user)
    Session.objects.filter(user=user).update(needs_factor=False, confirmed_at=timezone.now())
    return client


def words_of(response: HttpResponse) -> str:
    """The text of an answer, whether it comes whole or in parts."""
    return b"".join(response).decode() if response.streaming else response.content.decode()
