"""A person's own second factors: an authenticator app, passkeys, recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.authorization import holdings
from belisha.console.access.models import Session, User
from belisha.console.access.sign_in import audit_events, rules
from belisha.console.access.sign_in.queries import chain_of, has_factor
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = [
    "add_app",
    "add_passkey",
    "keep_recovery_codes",
    "make_recovery_codes",
    "remove_factor",
    "rename_passkey",
    "use_recovery_code",
]

APP = "authenticator app"


@transaction.atomic
def add_app(by: By, *, secret: str) -> None:
    """Add an authenticator app that has shown a right code for a secret. Raises ValidationError when there is one."""
    user = _own(by)
    if Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists():
        raise ValidationError(_("You have an authenticator app already. Remove it before you set up another."))
    TOTP.activate(user, secret)
    _added(by, user, APP)


@transaction.atomic
def add_passkey(by: By, *, name: str, credential: dict[str, Any]) -> None:
    """Add a passkey whose registration has been checked."""
    user = _own(by)
    WebAuthn.add(user, name, credential)
    _added(by, user, f"passkey: {name}")


def _added(by: By, user: User, what: str) -> None:
    if not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).exists():
        RecoveryCodes.activate(user)
    Session.objects.going_on().filter(user=user).update(needs_factor=False)
    by.did(audit_events.FACTOR_ADDED, to=user, at=chain_of(user), after={"factor": what})
    _tell(user, "added")


def _tell(user: User, event: str) -> None:
    """To the address that the school has: whoever did not do this themselves must hear of it."""
    words = {"recipient": user.name, "event": event, "link": reverse("second-factor")}
    send(user.email, _("Your sign-in to Belisha has changed"), "sign_in/letters/factor.txt", words)


@transaction.atomic
def rename_passkey(by: By, *, passkey: Authenticator, name: str) -> None:
    """Give a passkey of one's own another name."""
    user = _own(by, passkey)
    wrapped = passkey.wrap()
    before, wrapped.name = wrapped.name, name
    passkey.save()
    by.did(audit_events.FACTOR_RENAMED, to=user, at=chain_of(user), before={"name": before}, after={"name": name})


@transaction.atomic
def remove_factor(by: By, *, factor: Authenticator) -> None:
    """Remove a second factor of one's own; with the last one go the recovery codes.

    Raises ValidationError for the last one of somebody whose roles need one.
    """
    user = _own(by, factor)
    others = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    last = not others.exclude(pk=factor.pk).exists()
    if last and rules.must_have_factor(holding.role for holding in holdings(user)):
        raise ValidationError(_("Your role needs a second factor. Add another one first, then remove this one."))
    what = APP if factor.type == Authenticator.Type.TOTP else f"passkey: {factor.wrap().name}"
    factor.delete()
    if last:
        Authenticator.objects.filter(user_id=user.pk).delete()
    by.did(audit_events.FACTOR_REMOVED, to=user, at=chain_of(user), before={"factor": what})
    _tell(user, "removed")


@transaction.atomic
def make_recovery_codes(by: By) -> None:
    """Make new recovery codes; the old ones work no longer. Raises ValidationError without a second factor."""
    user = _own(by)
    if not has_factor(user):
        raise ValidationError(_("Set up an authenticator app or a passkey first."))
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    by.did(audit_events.RECOVERY_MADE, to=user, at=chain_of(user))
    _tell(user, "recovery")


@transaction.atomic
def keep_recovery_codes(by: By) -> None:
    """Note that somebody has put their recovery codes in a safe place: they are not shown again."""
    user = _own(by)
    codes = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes and not codes.wrap().did_view:
        codes.wrap().mark_as_viewed()
        by.did(audit_events.RECOVERY_KEPT, to=user, at=chain_of(user))


@transaction.atomic
def use_recovery_code(by: By, *, left: int) -> None:
    """Put on record that somebody signed in with a recovery code, and how many are left."""
    user = _own(by)
    by.did(audit_events.RECOVERY_USED, to=user, at=chain_of(user), after={"codes left": left})


def _own(by: By, factor: Authenticator | None = None) -> User:
    if by.user is None or (factor and factor.user_id != by.user.pk):
        message = "a second factor is changed by its owner"
        raise PermissionError(message)
    return by.user
