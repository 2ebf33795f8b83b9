"""A parent with children at two schools of a federation signs in by one account for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belisha.console.access.accounts import audit_events
from belisha.console.access.accounts.actions.closing import close_account
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["join_accounts", "part_accounts"]


@transaction.atomic
def join_accounts(by: By, *, user: User, to: User) -> None:
    """Let a parent sign in for the school of `user` by the account `to`, which is theirs at another school.

    An account of their own at the first school is closed. Raises ValidationError where that cannot be; NotAllowedError.
    """
    by = by.may(Permission.CHANGE_PEOPLE, None)
    locked = {each.pk: each for each in User.objects.select_for_update().filter(pk__in=[user.pk, to.pk]).order_by("pk")}
    user, to = locked[user.pk], locked[to.pk]
    if user.federation_id != to.federation_id or user.school is None or to.school in {None, user.school}:
        raise ValidationError(_("One account for two schools is for two schools of one federation."))
    if {user.kind, to.kind} != {User.Kind.PARENT}:
        raise ValidationError(_("One account for two schools is for parents and carers."))
    if user.joined_to_id or to.joined_to_id or user.stands_for.exists():
        raise ValidationError(_("One of them signs in by another account already: part these first."))
    if user.is_active:
        close_account(by=by, user=user, school=user.school, reason=_("Signs in by their account at another school"))
    user.joined_to = to
    user.save(update_fields=["joined_to"])
    by.did(audit_events.JOINED, to=user, at=user.school, after={"account": to.username or to.name})


@transaction.atomic
def part_accounts(by: By, *, user: User) -> None:
    """Let a parent have an account of their own at a school again. It stays shut until it is opened there."""
    by = by.may(Permission.CHANGE_PEOPLE, None)
    if user.joined_to is None or user.school is None:
        raise ValidationError(_("They have no account in common."))
    user.joined_to = None
    user.save(update_fields=["joined_to"])
    by.did(audit_events.PARTED, to=user, at=user.school)
