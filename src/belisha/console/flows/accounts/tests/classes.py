"""A Reception class with its teacher and a pupil, in a school that lets its youngest in by card or pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from belisha.console.access.accounts.tests.making import decide
from belisha.console.access.models import Session
from belisha.console.access.roles import Role
from cast import a_class, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group, Person

INSIDE = "10.20.0.0/16"
AT_HOME, AT_SCHOOL = {"REMOTE_ADDR": "81.2.3.4"}, {"REMOTE_ADDR": "10.20.1.7"}


class Room(NamedTuple):
    """Who is in the room."""

    school: School
    group: Group
    teacher: User
    child: Person


def a_room(*, way: str = "both", year: str = "reception") -> Room:
    school = a_school()
    for key, value in (
        ("young-sign-in-until", "year-1"),
        ("young-sign-in-way", way),
        ("addresses-inside", INSIDE),
    ):
        decide(school, key, value)
    group = a_class(school, "Ash", year)
    teacher = somebody(school, Role.TEACHER, name="Tess Teacher")
    a_teacher(school, "Tess Teacher", of=group, user=teacher)
    return Room(school, group, teacher, a_child(school, group))


def a_child(school: School, group: Group, name: str = "Dee Small", **details: Any) -> Person:
    user = somebody(school, kind="pupil", name=name, password="frog-kite-plum")
    return a_pupil(school, name, in_class=group, user=user, **details)


def signed_in(client: Client, user: User) -> Client:
    """A session that lacks nothing."""
    client.force_login(user)
    Session.objects.filter(user=user).update(needs_factor=False, confirmed_at=timezone.now())
    return client
