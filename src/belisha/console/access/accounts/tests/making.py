"""People whose accounts the tests open, close and look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.accounts.actions.opening import Opening, open_accounts
from belisha.console.access.models import Decision, User
from belisha.console.audit.models import Link

if TYPE_CHECKING:
    from belisha.console.access.accounts.actions.opening import FirstPassword
    from belisha.console.access.acting import By
    from belisha.console.access.models import School


def registered(school: School, name: str = "Amy Hill", kind: str = "staff") -> User:
    """Somebody on the register whose account was never opened."""
    return User.objects.create(school=school, federation=school.federation, kind=kind, name=name)


def opened(by: By, school: School, user: User, username: str = "amy.hill") -> FirstPassword:
    return open_accounts(by=by, school=school, openings=[Opening(user, username)])[0]


def decide(school: School, key: str, value: Any) -> None:
    """Set a setting of a school."""
    Decision.objects.filter(school=school, key=key, until__isnull=True).update(until=timezone.now())
    Decision.objects.create(federation=school.federation, school=school, key=key, value=value, since=timezone.now())


def events() -> list[str]:
    """What is on record, oldest first."""
    return list(Link.objects.order_by("chain", "number").values_list("event", flat=True))
