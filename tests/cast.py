"""The cast of tests of the console: a federation, two schools, and somebody in any role."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.utils import timezone

from belisha.console.access.models import Federation, Post, School, Session, User
from belisha.console.access.sign_in.rules import must_have_factor
from belisha.console.access.sign_in.sealing import sealed
from belisha.console.people.models import Group, Membership, Person, Relationship

if TYPE_CHECKING:
    from typing import Any

    from django.test import Client

    from belisha.console.access.roles import Role

FIRST_DAY = date(2026, 9, 1)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody's authenticator app
_numbers = count(1)


def a_federation(name: str = "Wold and Water Federation") -> Federation:
    return Federation.objects.get_or_create(name=name)[0]


def a_school(code: str = "oakfield", federation: Federation | None = None) -> School:
    federation = federation or a_federation()
    return School.objects.get_or_create(
        code=code, defaults={"federation": federation, "name": code.replace("-", " ").title()}
    )[0]


def somebody(
    school: School,
    role: Role | None = None,
    *,
    kind: str = "staff",
    name: str = "",
    password: str = "",
    second_factor: bool = True,
) -> User:
    """Somebody of a school whose account is open, holding a role there from the first day of the school year.

    Those whose role needs a second factor have one (SECRET); without it every page would lead them to set one up.
    """
    number = next(_numbers)
    user = User(
        federation=school.federation,
        school=school,
        kind=kind,
        name=name or f"{(role or kind).title()} {number}",
        username=f"user{number}",
        email=f"user{number}@{school.code}.example",
        opened_at=datetime(2026, 9, 1, tzinfo=UTC),
    )
    user.set_password(password or None)
    user.save()
    if role:
        Post.objects.create(
            federation=school.federation,
            school=school,
            role=role.value,
            holder=user,
            first=FIRST_DAY,
            leads=role.value == "dsl",
        )
        if second_factor and must_have_factor([role]):
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed(SECRET)})
    return user


def everywhere(federation: Federation, role: Role, *, name: str = "", password: str = "") -> User:
    """Somebody of the federation itself who holds a role for all of its schools."""
    number = next(_numbers)
    user = User(
        federation=federation,
        kind="staff",
        name=name or f"{role.title()} {number}",
        username=f"user{number}",
        opened_at=datetime(2026, 9, 1, tzinfo=UTC),
    )
    user.set_password(password or None)
    user.save()
    Post.objects.create(federation=federation, school=None, role=role.value, holder=user, first=FIRST_DAY)
    if must_have_factor([role]):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed(SECRET)})
    return user


def just_confirmed(client: Client) -> None:
    """Whoever is signed in has just proved again who they are: sensitive pages (`steps_up`) let them in."""
    Session.objects.filter(key=client.session.session_key).update(confirmed_at=timezone.now())


def a_class(school: School, name: str = "4 Oak", year: str = "year-4") -> Group:
    code = name.lower().replace(" ", "-")
    return Group.objects.get_or_create(
        school=school, code=code, defaults={"kind": Group.Kind.CLASS, "name": name, "year": year}
    )[0]


def a_person(school: School, kind: str, name: str = "", *, user: User | None = None, **details: Any) -> Person:
    """Somebody on the register with an account that is not open, or the one that is given. Name: "Given Family"."""
    given, _, family = (name or f"{kind.title()} Number{next(_numbers)}").rpartition(" ")
    user = user or User.objects.create(
        federation=school.federation, school=school, kind=kind, name=f"{given} {family}".strip()
    )
    return Person.objects.create(
        **{"school": school, "kind": kind, "user": user, "given": given, "family": family, "joined": FIRST_DAY}
        | details
    )


def a_pupil(school: School, name: str = "", *, in_class: Group | None = None, **details: Any) -> Person:
    """A pupil of Year 4, or of the year of their class."""
    year = in_class.year if in_class else "year-4"
    pupil = a_person(school, "pupil", name, **{"year": year, "born": date(2018, 1, 15)} | details)
    if in_class:
        Membership.objects.create(person=pupil, group=in_class, first=pupil.joined)
    return pupil


def a_parent(school: School, name: str = "", *, of: Person | None = None, **link: Any) -> Person:
    """A parent, linked to a child with parental responsibility unless `link` says otherwise."""
    parent = a_person(school, "parent", name)
    if of:
        Relationship.objects.create(
            **{"adult": parent, "child": of, "kind": "mother", "parental_responsibility": True, "lives_with": True}
            | link
        )
    return parent


def a_teacher(
    school: School, name: str = "", *, of: Group | None = None, user: User | None = None, **details: Any
) -> Person:
    """A teacher on the register; with a class, its teacher. `user` puts somebody who can sign in there."""
    teacher = a_person(school, "staff", name, user=user, **{"job": "Teacher"} | details)
    if of:
        Membership.objects.create(person=teacher, group=of, teaches=True, first=teacher.joined)
    return teacher
