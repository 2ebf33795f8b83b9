"""Accounts are closed at once and opened again with a new password; what lies outside is listed to be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts import audit_events
from belisha.console.access.accounts.actions.names import let_go_of_name
from belisha.console.access.accounts.actions.opening import FirstPassword, Opening, open_accounts
from belisha.console.access.accounts.actions.services import must_close_outside
from belisha.console.access.accounts.actions.youngest import forget_ways_in
from belisha.console.access.accounts.hooks import passwords_changed
from belisha.console.access.models import Ending, User
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.actions.sessions import end_sessions

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["LEFT", "close_account", "reopen_account", "shut"]

LEFT = "left the school"  # the reason by which a nightly look knows whom it has seen off


@transaction.atomic
def close_account(*, by: By, user: User, school: School, reason: str, left: bool = False) -> bool:
    """Close an account now: no sign-in, sessions ended, cards revoked, password gone. False when it was closed already.

    `left`: they are gone for good, so their accounts outside must be closed too, also where there was none here.
    Raises ValidationError without a reason and for one's own account.
    """
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the account is closed.")})
    if by.user and by.user.pk == user.pk:
        raise ValidationError(_("You cannot close your own account. Ask a colleague."))
    if left:
        must_close_outside(by, user, school)
    if not user.is_active:
        user.closed_reason = reason[:200]
        user.save(update_fields=["closed_reason"])
        return False
    shut(by, user, school, reason)
    return True


def shut(by: By, user: User, school: School, reason: str) -> None:
    """Close an account that is open. Whoever calls has checked the right to it."""
    let_go_of_name(user)
    user.closed_at, user.closed_reason, user.must_change_password = timezone.now(), reason[:200], False
    user.set_unusable_password()
    user.save(update_fields=["closed_at", "closed_reason", "password", "must_change_password"])
    forget_ways_in(by, user, school)
    by.did(audit_events.CLOSED, to=user, at=school, reason=reason)
    end_sessions(by=by, user=user, ending=Ending.CLOSED, reason=reason)
    passwords_changed()


def reopen_account(*, by: By, user: User, school: School, username: str = "", easy: bool = False) -> FirstPassword:
    """Open an account again with its old user name, or another one, and a new password. Raises ValidationError."""
    wanted = username or user.username or ""
    try:
        return open_accounts(by=by, school=school, openings=[Opening(user, wanted, easy)])[0]
    except ValidationError as error:
        raise ValidationError({"username": error.messages}) from error
