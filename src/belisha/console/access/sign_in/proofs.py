"""Whether what somebody typed proves who they are: a password, a code, a passkey. Every try counts as a guess."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.access.sign_in.actions.guesses import HeldOffError, open_guess, right_guess, wrong_guess

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from belisha.console.access.models import Guess

__all__ = ["check_code", "check_passkey", "check_password", "held_off_text"]


_ROUND_UP = timedelta(seconds=59)


def held_off_text(until: datetime, user: User | None) -> str:
    """What somebody reads who has guessed too often: when to try again and what else to do."""
    clock = time_format(timezone.localtime(until + _ROUND_UP), "H:i")
    if user is not None and user.kind == User.Kind.PUPIL:
        return _("Too many wrong tries. Wait until %(clock)s, or ask your teacher for help.") % {"clock": clock}
    return _(
        "Too many wrong tries. Try again at %(clock)s. If you have forgotten your password, ask for a link by e-mail; a"
        " pupil asks their teacher."
    ) % {"clock": clock}


def check_password(request: HttpRequest, user: User, password: str) -> None:
    """Raises ValidationError unless it is the password of an open account."""
    guess = _open(request, user.username or f"user {user.pk}", user)
    if user.is_active and user.check_password(password):
        right_guess(guess)
        return
    wrong_guess(user=user, guess=guess, why="wrong password")
    raise ValidationError(_("That is not your password."), code="incorrect")


def check_code(request: HttpRequest, user: User, code: str) -> Authenticator:
    """The app or the recovery codes that a code fits. Raises ValidationError."""
    guess = _open(request, f"codes of {user.pk}", user)
    code = code.replace(" ", "")
    given = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.WEBAUTHN)
    for factor in given.order_by("-type"):
        if factor.wrap().validate_code(code):
            right_guess(guess)
            return factor
    wrong_guess(user=user, guess=guess, why="wrong code")
    raise ValidationError(_("That code is not right. Codes of an app change every 30 seconds."), code="incorrect")


def check_passkey(request: HttpRequest, user: User, credential: dict[str, Any]) -> Authenticator:
    """The passkey that answered the challenge of this session. Raises ValidationError."""
    guess = _open(request, f"passkeys of {user.pk}", user)
    try:
        webauthn.parse_authentication_response(credential)
        found = webauthn.complete_authentication(user, credential)
    except ValidationError:
        wrong_guess(user=user, guess=guess, why="wrong passkey")
        raise ValidationError(_("That passkey did not work. Try again."), code="incorrect") from None
    right_guess(guess)
    return found


def _open(request: HttpRequest, account: str, user: User) -> Guess:
    try:
        return open_guess(request, account, user)
    except HeldOffError as error:
        raise ValidationError(held_off_text(error.until, user), code="held-off") from error
