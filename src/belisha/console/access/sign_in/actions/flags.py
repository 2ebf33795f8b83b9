"""Flagged sign-ins: their owner says whether it was them; where it was not, the school looks into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Browser, Ending, Flag, School
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in import audit_events
from belisha.console.access.sign_in.actions.sessions import end_sessions, flag
from belisha.console.access.sign_in.queries import chain_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["clear_flag", "flag_is_not_me", "own_flag_read"]


@transaction.atomic
def own_flag_read(by: By, *, flag: Flag) -> None:
    """The owner knows both devices, or has read that a session of theirs was left open. Not asked again of these."""
    _owner(by, flag)
    browsers = {each.browser_id for each in (flag.session, flag.other) if each and each.browser_id}
    if flag.kind == Flag.Kind.TWO_DEVICES:
        Browser.objects.filter(pk__in=browsers, user=flag.user).update(confirmed_at=timezone.now())
    _clear(by, flag, "its owner: that was me" if flag.kind == Flag.Kind.TWO_DEVICES else "its owner has read it")


@transaction.atomic
def flag_is_not_me(by: By, *, flag: Flag, key: str) -> None:
    """The owner says that it was somebody else: every session but the one with a key ends, and the school is asked."""
    _owner(by, flag)
    _clear(by, flag, "its owner: that was not me")
    _raise_again(flag)
    end_sessions(by, user=flag.user, ending=Ending.ENDED, but=key)


def _raise_again(earlier: Flag) -> None:
    flag(earlier.user, Flag.Kind.NOT_OWNER, earlier.session, earlier.other)


@transaction.atomic
def clear_flag(by: By, *, school: School, flag: Flag, note: str) -> None:
    """Close a flag with what was found out. Raises NotAllowedError, ValidationError for one's own."""
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    if by.user is None or by.user.pk == flag.user_id:
        raise ValidationError(_("Somebody else looks into a sign-in of your account."))
    _clear(by, flag, note)


def _clear(by: By, flag: Flag, note: str) -> None:
    flag.cleared_at, flag.cleared_by, flag.note = timezone.now(), by.user, note
    flag.save(update_fields=["cleared_at", "cleared_by", "note"])
    by.did(audit_events.FLAG_CLEARED, to=flag.user, at=chain_of(flag.user), reason=note)


def _owner(by: By, flag: Flag) -> None:
    if by.user is None or by.user.pk != flag.user_id:
        message = "a sign-in is answered for by its owner"
        raise PermissionError(message)
