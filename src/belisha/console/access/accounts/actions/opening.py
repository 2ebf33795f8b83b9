"""Opening accounts of people who are on the register, one or many at once, and accounts that are nobody's own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts import audit_events
from belisha.console.access.accounts.actions.names import keep_name
from belisha.console.access.accounts.hooks import passwords_changed
from belisha.console.access.accounts.queries.gating import reasons_against
from belisha.console.access.accounts.queries.names import is_free
from belisha.console.access.accounts.queries.rules_in_force import naming
from belisha.console.access.accounts.rules.first_passwords import first_password
from belisha.console.access.accounts.rules.usernames import username_fault
from belisha.console.access.models import GenericAccount, ServiceAccess, User
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = [
    "MOST_AT_ONCE",
    "FirstPassword",
    "Opening",
    "open_accounts",
    "open_generic",
    "open_one",
    "set_first_password",
]

MOST_AT_ONCE = 120  # a hash costs a fiftieth of a second, and somebody waits for the page


class Opening(NamedTuple):
    """An account to open: whose, the user name, and whether the first password is of easy words."""

    user: User
    username: str
    easy: bool = False


class FirstPassword(NamedTuple):
    """What is handed to somebody once: their name, user name and first password. Kept nowhere in clear."""

    user: int
    name: str
    username: str
    password: str


def open_accounts(*, by: By, school: School, openings: Sequence[Opening]) -> list[FirstPassword]:
    """Open accounts: all or none. Raises ValidationError by "name-" and the account's number for each that cannot be.

    Accounts that were closed are opened again with a new password; those that are open are refused.
    """
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    if len(openings) > MOST_AT_ONCE:
        raise ValidationError(_("Open at most %(number)d accounts at once.") % {"number": MOST_AT_ONCE})
    # hashing takes its time: done before the transaction, so that nobody waits for the database meanwhile
    passwords = [first_password(opening.user.kind, easy=opening.easy) for opening in openings]
    hashes = [make_password(password) for password in passwords]
    with transaction.atomic():
        _check(school, openings)
        for opening, hashed in zip(openings, hashes, strict=True):
            open_one(by, school, opening, hashed)
        passwords_changed()
    return [
        FirstPassword(opening.user.pk, opening.user.name, opening.username, password)
        for opening, password in zip(openings, passwords, strict=True)
    ]


def _check(school: School, openings: Sequence[Opening]) -> None:
    """Raises ValidationError with all that stands against these openings."""
    users = [opening.user for opening in openings]
    locked = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=[user.pk for user in users])}
    reasons = reasons_against(users, school)
    _patterns, years = naming(school)
    wanted = Counter(opening.username for opening in openings)
    faults = {}
    for opening in openings:
        fault = _fault(school, locked[opening.user.pk], opening, years) or " ".join(reasons.get(opening.user.pk, []))
        if not fault and wanted[opening.username] > 1:
            fault = _("%(name)s is chosen twice.") % {"name": opening.username}
        if fault:
            faults[f"name-{opening.user.pk}"] = f"{opening.user.name}: {fault}"
    if faults:
        raise ValidationError(faults)


def _fault(school: School, user: User, opening: Opening, years: int) -> str:
    if user.school_id != school.pk:
        return _("This person belongs to another school.")
    if user.is_active:
        return _("This account is open already.")
    if fault := username_fault(opening.username):
        return fault
    if not is_free(opening.username, years, user):
        return _("The user name %(name)s is taken, or was until not long ago.") % {"name": opening.username}
    return ""


def open_one(by: By, school: School, opening: Opening, hashed: str) -> None:
    """Open an account with a password's hash. Whoever calls has checked the right to it, the name, and the gates."""
    user, again = opening.user, opening.user.opened_at is not None
    keep_name(user, opening.username)
    user.username, user.opened_at, user.opened_by = opening.username, timezone.now(), by.user
    user.closed_at, user.closed_reason = None, ""
    set_first_password(user, hashed)
    user.save()
    ServiceAccess.objects.filter(user=user, closed_at__isnull=True).update(must_close_since=None)
    event = audit_events.REOPENED if again else audit_events.OPENED
    by.did(event, to=user, at=school, after={"user name": opening.username})


def set_first_password(user: User, hashed: str) -> None:
    """Put a first password on an account, unsaved: adults must change it at first use, children may keep it."""
    user.password = hashed
    user.password_set_at = timezone.now()
    user.must_change_password = user.kind != User.Kind.PUPIL
    user.password_overdue = False


@transaction.atomic
def open_generic(
    *, by: By, school: School, name: str, username: str, reason: str, ends: date, answers: User
) -> FirstPassword:
    """Open an account that is nobody's own, with a reason, a last day and somebody who answers for it.

    Raises ValidationError for a name that is taken, no reason, a last day that is past or more than a year away.
    """
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    _check_generic(school, reason, ends, answers)
    user = User(school=school, federation=school.federation, kind=User.Kind.STAFF, name=name)
    opening = Opening(user, username)
    if fault := username_fault(username):
        raise ValidationError({"username": fault})
    user.set_unusable_password()
    user.save()
    if not is_free(username, naming(school)[1], user):
        raise ValidationError({"username": _("This user name is taken, or was until not long ago.")})
    password = first_password(user.kind)
    generic = GenericAccount.objects.create(user=user, reason=reason, ends=ends, answers=answers)
    open_one(by, school, opening, make_password(password))
    by.did(
        audit_events.GENERIC_OPENED,
        to=user,
        at=school,
        reason=reason,
        after={"ends": generic.ends.isoformat(), "answers": answers.name},
    )
    passwords_changed()
    return FirstPassword(user.pk, name, username, password)


def _check_generic(school: School, reason: str, ends: date, answers: User) -> None:
    today = timezone.localdate()
    if not reason.strip():
        raise ValidationError({"reason": _("Say why nobody's own account is good enough.")})
    if not 0 <= (ends - today).days <= 366:
        raise ValidationError({"ends": _("Choose a last day from today to a year from now.")})
    if answers.school_id != school.pk or answers.kind != User.Kind.STAFF or not answers.is_active:
        raise ValidationError({"answers": _("Somebody on the staff of this school answers for it.")})
