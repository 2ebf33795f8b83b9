"""Accounts to test with: one for each profile that people of a school have, known to the gateway alone."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher
from django.db import transaction

from belisha.console.access.accounts.hooks import passwords_changed
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.sealing import SealError, opened, sealed
from belisha.console.filtering.changes.hooks import policy_changed
from belisha.console.filtering.models import ProbeAccount
from belisha.console.filtering.proof.audit_events import ACCOUNTS_MADE
from belisha.console.filtering.proof.probing.wire import SignIn
from belisha.console.filtering.proof.queries.accounts import accounts_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["CHANGED_AFTER", "settle_accounts"]

CHANGED_AFTER: Final = timedelta(days=7)
PREFIX: Final = "belisha-test"
# the figures of the gateway's own (OWASP's first choice for argon2id)
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def settle_accounts(*, by: By, school: School, profiles: Collection[str], now: datetime) -> dict[str, SignIn]:
    """See that there is an account for each of these profiles, and no other, with a password of this week.

    Returns the sign-ins by profile. The gateway knows them once the transaction is committed.
    """
    by = by.may(Permission.SEE_FILTER, school)
    with transaction.atomic():
        known = accounts_of(school)
        gone = [account for profile, account in known.items() if profile not in profiles]
        for account in gone:
            account.delete()
        sign_ins, made = {}, []
        for profile in sorted(profiles):
            password = _password(known.get(profile), now)
            if not password:
                password = secrets.token_urlsafe(24)
                made.append(_keep(school, profile, password, now))
            sign_ins[profile] = SignIn(_name(school, profile), password)
        if made or gone:
            after = {"profiles": sorted(profiles), "new passwords": [account.profile for account in made]}
            by.did(ACCOUNTS_MADE, to=school, at=school, after=after)
            policy_changed()
            passwords_changed()
    return sign_ins


def _password(account: ProbeAccount | None, now: datetime) -> str:
    """The password of an account; empty where there is none of this week that can be read."""
    if account is None or account.set_at < now - CHANGED_AFTER:
        return ""
    try:
        return opened(account.secret)
    except SealError:  # the console's key is another than it was
        return ""


def _keep(school: School, profile: str, password: str, now: datetime) -> ProbeAccount:
    values = {
        "sign_in": _name(school, profile),
        "secret": sealed(password),
        "hashed": HASHER.hash(password),
        "set_at": now,
    }
    return ProbeAccount.objects.update_or_create(school=school, profile=profile, defaults=values)[0]


def _name(school: School, profile: str) -> str:
    return f"{PREFIX}.{school.code}.{profile}"
