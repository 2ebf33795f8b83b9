"""What the sign-in library asks of us: how guesses count, how sessions begin, where secrets lie, who is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.sign_in import rules
from belisha.console.access.sign_in.actions.guesses import HeldOffError, open_guess, right_guess, wrong_guess
from belisha.console.access.sign_in.actions.links import link
from belisha.console.access.sign_in.actions.passwords import set_own_password
from belisha.console.access.sign_in.actions.sessions import signed_in, signed_out
from belisha.console.access.sign_in.proofs import held_off_text
from belisha.console.access.sign_in.queries import account_by_username, account_for_address
from belisha.console.access.sign_in.sealing import opened, sealed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allauth.socialaccount.models import SocialLogin
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import User

__all__ = ["AccountAdapter", "ElsewhereAdapter", "FactorAdapter"]

WAYS = {"totp": "code", "recovery_codes": "recovery code", "webauthn": "passkey"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library carries no types
    """Accounts are made from the register, never by signing up; what happens to them is done by actions."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: guesses are counted in `authenticate`, in the database."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Whom a user name and password belong to. Raises ValidationError after too many guesses.

        The same is said, and as much is worked out, whether or not there is such a name.
        """
        name = str(credentials.get("username", ""))
        known = account_by_username(name)
        try:
            guess = open_guess(request, name, known)
        except HeldOffError as error:
            raise ValidationError(held_off_text(error.until, None), code="held-off") from error
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None and user.is_active:
            right_guess(guess)
        else:
            wrong_guess(user=known, guess=guess, why=_why(user, known))
        return user

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Our words for what goes wrong at sign-in."""
        if code == "username_password_mismatch":
            return ValidationError(
                _("The user name or the password is not right. Check both and try again."), code=code
            )
        if code == "enter_current_password":
            return ValidationError(_("That is not your password."), code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session."""
        records = get_authentication_records(request, user)
        ways = [WAYS.get(str(each.get("type")), str(each.get("provider") or each["method"])) for each in records]
        signed_in(request, user, " and ".join(dict.fromkeys(ways)) or "password")

    def logout(self, request: HttpRequest) -> None:
        """End the session."""
        signed_out(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say what happened."""

    def set_password(self, user: User, password: str) -> None:
        """Set one's own password: signed in, or by the link of an e-mail."""
        actor = by(self.request)
        own = actor.user is not None and actor.user.pk == user.pk
        key = self.request.session.session_key if own else None
        set_own_password(actor._replace(user=user), user=user, password=password, session_key=key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """One's own account."""
        del request
        return reverse("own-account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The page to sign in."""
        del request
        return reverse("account_login")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library carries no types
    """Secrets of second factors lie encrypted."""

    def encrypt(self, text: str) -> str:
        """As it lies in the database."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used."""
        return opened(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """What the app shows below "Belisha"."""
        return user.username or user.name

    def _get_site_name(self) -> str:
        return "Belisha"


class ElsewhereAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library carries no types
    """Signing in with the school's Google or Microsoft account: lets in who is known, makes nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Go on for a linked or a fitting open account; everybody else reads why not.

        The address must be proven each time: a link made once does not outlive the school's domain.
        """
        provider = str(sociallogin.account.provider)
        address = self._proven(provider, sociallogin.account.extra_data)
        if address is None:
            raise ImmediateHttpResponse(_turned_away())
        if sociallogin.is_existing:
            return
        user = account_for_address(address)
        if user is None:
            raise ImmediateHttpResponse(_turned_away())
        link(by(request)._replace(user=user), user=user, sociallogin=sociallogin, address=address)

    def _proven(self, provider: str, data: Mapping[str, Any]) -> str | None:
        told = settings.ELSEWHERE.get(provider)
        if told is None:
            return None
        # what the token says counts before what the page about the person says
        claims = {**(data.get("userinfo") or {}), **(data.get("id_token") or {})}
        return rules.verified_address(provider, claims, told.domains, told.tenant)


def _why(user: AbstractBaseUser | None, known: User | None) -> str:
    """Why a try failed, as the record says it."""
    if user:
        return "the account is not open"
    return "wrong password" if known else "no such user name"


def _turned_away() -> HttpResponse:
    return HttpResponseRedirect(reverse("sign-in-elsewhere-refused"))
