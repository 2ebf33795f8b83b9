"""Passwords: chosen by their owner, given anew by somebody with the right, or thought to be known to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from belisha.console.access.accounts import audit_events
from belisha.console.access.accounts.actions.opening import FirstPassword, set_first_password
from belisha.console.access.accounts.hooks import passwords_changed
from belisha.console.access.accounts.queries.passwords import overdue
from belisha.console.access.accounts.queries.rules_in_force import rules_at
from belisha.console.access.accounts.rules.first_passwords import first_password
from belisha.console.access.accounts.rules.passwords import REMEMBERED
from belisha.console.access.models import DevicePassword, Ending, OldPassword, User
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import values_of
from belisha.console.access.sign_in.actions.sessions import end_sessions
from belisha.console.access.sign_in.queries import chain_of

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = [
    "choose_password",
    "give_new_password",
    "may_be_known",
    "note_device_password",
    "reset_password",
    "store_password",
]

SAVED = ("password", "password_set_at", "must_change_password", "password_overdue")


def choose_password(*, by: By, user: User, password: str, but: str | None = None) -> None:
    """Set the password that its owner chose. All their sessions end but the one with the key `but`.

    Raises PermissionError for anybody else's account, ValidationError where the password breaks a rule.
    """
    if by.user is None or by.user.pk != user.pk:
        message = "a password is chosen by its owner"
        raise PermissionError(message)
    validate_password(password, user)
    with transaction.atomic():
        store_password(user, make_password(password))
        by.did(audit_events.PASSWORD_CHOSEN, to=user, at=chain_of(user))
        end_sessions(by=by, user=user, ending=Ending.PASSWORD, but=but)


@transaction.atomic
def store_password(user: User, hashed: str) -> None:
    """Put a password that its owner chose, and that has passed the rules, on their account; keep the one before.

    Whoever calls this has checked the right, puts it on record and ends the sessions.
    """
    _remember(user)
    user.password, user.password_set_at = hashed, timezone.now()
    user.must_change_password = user.password_overdue = False
    user.save(update_fields=SAVED)
    passwords_changed()


def reset_password(*, by: By, user: User, school: School, reason: str) -> FirstPassword:
    """Give somebody who lost their password a new first one. Their sessions end. Nobody resets their own."""
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    if by.user and by.user.pk == user.pk:
        message = "one's own password is changed, not reset"
        raise PermissionError(message)
    return give_new_password(by=by, user=user, school=school, reason=reason)


def give_new_password(*, by: By, user: User, school: School, reason: str, easy: bool = False) -> FirstPassword:
    """Put a new first password on an account in place of the old one. Whoever calls this has checked the right."""
    password = first_password(user.kind, easy=easy)
    hashed = make_password(password)
    with transaction.atomic():
        _remember(user)
        set_first_password(user, hashed)
        user.save(update_fields=SAVED)
        by.did(audit_events.PASSWORD_GIVEN, to=user, at=school, reason=reason)
        end_sessions(by=by, user=user, ending=Ending.PASSWORD, reason=reason)
        passwords_changed()
    return FirstPassword(user.pk, user.name, user.username or "", password)


@transaction.atomic
def may_be_known(*, by: By, user: User, but: str | None = None) -> None:
    """Its owner thinks that somebody may know a password: it must be changed before anything else.

    All sessions end but the one with the key `but`; the gateway no longer takes the password.
    """
    if by.user is None or by.user.pk != user.pk:
        message = "somebody else's password is given anew, not marked"
        raise PermissionError(message)
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    by.did(audit_events.MAY_BE_KNOWN, to=user, at=chain_of(user))
    end_sessions(by=by, user=user, ending=Ending.PASSWORD, but=but)
    passwords_changed()


@transaction.atomic
def note_device_password(*, by: By, user: User, school: School, password: str) -> None:
    """Keep the hash of the password with which somebody logs on to computers, so that it is refused here.

    For a school that makes both kinds of account itself; nobody is asked to type it into a page.
    """
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    DevicePassword.objects.update_or_create(
        user=user, defaults={"hash": make_password(password), "noted_at": timezone.now()}
    )
    by.did(audit_events.DEVICE_PASSWORD, to=user, at=school)


@transaction.atomic
def ask_for_new_passwords(*, by: By, school: School, now: datetime) -> int:
    """Ask those whose password has reached the age that the school allows for a new one. Says how many."""
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    values = values_of(school)
    asked = 0
    for kind in User.Kind.values:
        months = rules_at(values, kind).months
        old = overdue(school, kind, months, now).filter(password_overdue=False)
        for user in old:
            user.password_overdue = True
            user.save(update_fields=["password_overdue"])
            by.did(audit_events.PASSWORD_OVERDUE, to=user, at=school)
            asked += 1
    return asked


def _remember(user: User) -> None:
    """Keep the hash of the password that goes, and forget those that are older than what is compared."""
    if not user.has_usable_password() or not user.password:
        return
    OldPassword.objects.create(user=user, hash=user.password, set_at=user.password_set_at or timezone.now())
    kept = OldPassword.objects.filter(user=user).order_by("-set_at", "-pk").values_list("pk", flat=True)[:REMEMBERED]
    OldPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
