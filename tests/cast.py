"""The cast of tests of the console: a federation, two schools, and somebody in any role."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING

from belisha.console.access.models import Federation, Post, School, User

if TYPE_CHECKING:
    from belisha.console.access.roles import Role

FIRST_DAY = date(2026, 9, 1)
_numbers = count(1)


def a_federation(name: str = "Wold and Water Federation") -> Federation:
    return Federation.objects.get_or_create(name=name)[0]


def a_school(code: str = "oakfield", federation: Federation | None = None) -> School:
    federation = federation or a_federation()
    return School.objects.get_or_create(
        code=code, defaults={"federation": federation, "name": code.replace("-", " ").title()}
    )[0]


def somebody(
    school: School, role: Role | None = None, *, kind: str = "staff", name: str = "", password: str = ""
) -> User:
    """Somebody of a school whose account is open, holding a role there from the first day of the school year."""
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
        Post.objects.create(federation=school.federation, school=school, role=role.value, holder=user, first=FIRST_DAY)
    return user
