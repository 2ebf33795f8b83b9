"""Passwords: what may not be taken again, and what the gateway checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password
from django.db.models.functions import Coalesce

from belisha.console.access.accounts.rules.passwords import REMEMBERED, age_allowed
from belisha.console.access.models import DevicePassword, OldPassword, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["gateway_hashes", "is_device_password", "overdue", "was_used_before"]

PREFIX = "argon2"
READABLE = "argon2$argon2id$"


def was_used_before(user: User, password: str) -> bool:
    """Whether a password is somebody's now, or one of those that they had last."""
    hashes = [user.password, *_last_hashes(user)]
    return any(check_password(password, each) for each in dict.fromkeys(hashes) if each.startswith(PREFIX))


def _last_hashes(user: User) -> list[str]:
    rows = OldPassword.objects.filter(user=user).order_by("-set_at", "-pk")
    return list(rows.values_list("hash", flat=True)[:REMEMBERED])


def is_device_password(user: User, password: str) -> bool:
    """Whether a password is the one with which somebody logs on to computers, where we know that one."""
    noted = DevicePassword.objects.filter(user=user).first()
    return noted is not None and check_password(password, noted.hash)


def overdue(school: School, kind: str, months: int, now: datetime) -> QuerySet[User]:
    """Open accounts of a kind whose password is older than some months; none where it may grow old (0)."""
    accounts = User.objects.for_school(school).filter(kind=kind, opened_at__isnull=False, closed_at__isnull=True)
    if not months:
        return accounts.none()
    oldest = now - age_allowed(months)
    # who signs in elsewhere (Google, Microsoft) has no password here to grow old
    accounts = accounts.filter(password__startswith=PREFIX).annotate(since=Coalesce("password_set_at", "opened_at"))
    return accounts.filter(since__lte=oldest).order_by("name", "pk")


def gateway_hashes() -> Iterator[tuple[str, str]]:
    """User name and argon2id hash, as the gateway reads it, of every account that is open, by user name.

    Left out: first passwords of adults and passwords that somebody may know, until their owner has changed them; the
    console asks for that at once.
    """
    open_accounts = User.objects.filter(
        opened_at__isnull=False,
        closed_at__isnull=True,
        username__isnull=False,
        must_change_password=False,
        password__startswith=READABLE,
    )
    rows = open_accounts.order_by("username").values_list("username", "password")
    return ((name or "", hashed.removeprefix(PREFIX)) for name, hashed in rows.iterator())
