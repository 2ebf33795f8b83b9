"""Guest codes: a user name and a password for one visit, which die with it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belisha.console.access.accounts.actions.closing import shut
from belisha.console.access.accounts.actions.opening import FirstPassword, Opening, open_one
from belisha.console.access.accounts.hooks import passwords_changed
from belisha.console.access.accounts.queries.gating import reasons_against
from belisha.console.access.accounts.queries.names import is_free
from belisha.console.access.accounts.queries.rules_in_force import naming
from belisha.console.access.accounts.rules.first_passwords import first_password
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["close_guest", "open_guest"]

GUEST: Final = "guest-"
DIGITS: Final = 5  # so that a number of last term is not given out again by chance


@transaction.atomic
def open_guest(*, by: By, user: User, school: School) -> FirstPassword:
    """Open a visitor's account for the visit with a guest name; the password is shown once, and need not be changed.

    Raises ValidationError with what stands against it: no visitor, an account of their own, a gate that is shut.
    """
    by = by.may(Permission.RECEIVE_VISITORS, school)
    if user.kind != User.Kind.VISITOR or user.school_id != school.pk:
        raise ValidationError(_("Guest codes are for visitors of this school."))
    if user.is_active:
        raise ValidationError(_("They have an account already: %(name)s.") % {"name": user.username})
    if reasons := reasons_against([user], school).get(user.pk):
        raise ValidationError(reasons)
    password = first_password(user.kind, easy=True)
    name = _name_for(user, naming(school)[1])
    open_one(by, school, Opening(user, name), make_password(password))
    # whoever is here for an hour is not asked to choose a password of their own
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    passwords_changed()
    return FirstPassword(user.pk, user.name, name, password)


@transaction.atomic
def close_guest(*, by: By, user: User, school: School, reason: str) -> bool:
    """Let a guest code die now. False where there is none, or the account is not a guest's."""
    by = by.may(Permission.RECEIVE_VISITORS, school)
    if user.kind != User.Kind.VISITOR or not user.is_active or not (user.username or "").startswith(GUEST):
        return False
    shut(by, user, school, reason)
    return True


def _name_for(user: User, years: int) -> str:
    """The guest name of an earlier visit, so that the record of use knows them again; else a new one."""
    if (user.username or "").startswith(GUEST) and is_free(user.username or "", years, user):
        return user.username or ""
    while True:
        name = f"{GUEST}{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if is_free(name, years, user):
            return name
