"""User names are given, changed and kept back from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts import audit_events
from belisha.console.access.accounts.hooks import passwords_changed
from belisha.console.access.accounts.queries.names import is_free
from belisha.console.access.accounts.queries.rules_in_force import naming
from belisha.console.access.accounts.rules.usernames import username_fault
from belisha.console.access.models import KeptName, User
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["keep_name", "let_go_of_name", "rename"]


def keep_name(user: User, name: str) -> None:
    """Note that somebody bears a name from now on; what they bore before is let go but kept back from others."""
    now = timezone.now()
    held = KeptName.objects.filter(user=user, let_go_at__isnull=True)
    if user.username and user.username != name and not held.filter(name=user.username).exists():
        KeptName.objects.create(user=user, name=user.username, given_at=user.opened_at or now, let_go_at=now)
    held.exclude(name=name).update(let_go_at=now)
    # a bearer of long ago has let go by the years that names are kept back; a row of theirs would clash
    KeptName.objects.filter(name=name, let_go_at__isnull=True).exclude(user=user).update(let_go_at=now)
    KeptName.objects.get_or_create(user=user, name=name, let_go_at=None, defaults={"given_at": now})


def let_go_of_name(user: User) -> None:
    """Note that an account was closed: from now on the years run until its name may be somebody else's."""
    if user.username:
        keep_name(user, user.username)
        KeptName.objects.filter(user=user, let_go_at__isnull=True).update(let_go_at=timezone.now())


@transaction.atomic
def rename(*, by: By, user: User, school: School, username: str, reason: str = "") -> None:
    """Give somebody another user name; the old one is kept back from others. Raises ValidationError."""
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    fault = username_fault(username)
    if not fault and not is_free(username, naming(school)[1], user):
        fault = _("This user name is taken, or was until not long ago.")
    if fault:
        raise ValidationError({"username": fault})
    before = user.username or ""
    keep_name(user, username)
    user.username = username
    user.save(update_fields=["username"])
    by.did(
        audit_events.RENAMED,
        to=user,
        at=school,
        reason=reason,
        before={"user name": before},
        after={"user name": username},
    )
    passwords_changed()
