"""What people type to sign in, to prove who they are, and to ask for what takes two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from belisha.console.access.acting import By
from belisha.console.access.models import School, User
from belisha.console.access.sign_in import rules
from belisha.console.access.sign_in.actions.factors import use_recovery_code
from belisha.console.access.sign_in.mail import send_reset_links
from belisha.console.access.sign_in.proofs import check_code, check_passkey, check_password

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

__all__ = [
    "AppForm",
    "AskResetForm",
    "ChangePassword",
    "CodeForm",
    "ForgottenPassword",
    "NameForm",
    "NewPassword",
    "NoteForm",
    "PasskeyForm",
    "ProveForm",
    "ReasonForm",
    "SignIn",
    "StandInForm",
]


def _plain(form: forms.BaseForm) -> None:
    """Labels stand above the boxes; a word inside a box is gone when one types, and too pale to read."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignIn(LoginForm):  # type: ignore[misc]  # the library carries no types
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"].error_messages["required"] = _("Enter your user name.")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Enter your password.")
        _plain(self)


class ForgottenPassword(ResetPasswordForm):  # type: ignore[misc]  # the library carries no types
    """The e-mail address that the school has of somebody. Whether it knows it is found out after the answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("The one that your school has of you.")
        self.fields["email"].error_messages["required"] = _("Enter your e-mail address.")
        _plain(self)

    def clean_email(self) -> str:
        """As typed."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the links sent."""
        del request, kwargs
        address = str(self.cleaned_data["email"])
        send_reset_links.enqueue(address, get_language() or "en-gb")
        return address


class NewPassword(ResetPasswordKeyForm):  # type: ignore[misc]  # the library carries no types
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")
        _plain(self)


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # the library carries no types
    """The password that somebody has, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("The password that you have now")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")
        _plain(self)

    def clean_oldpassword(self) -> str:
        """A try at it counts as a guess: an open screen is no place to find out somebody's password."""
        password = str(self.cleaned_data["oldpassword"])
        check_password(context.request, self.user, password)
        return password


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # the library carries no types
    """A code of an authenticator app, or a recovery code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("From your authenticator app; or one of your recovery codes.")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}
        self.fields["code"].error_messages["required"] = _("Enter the code.")
        _plain(self)

    def clean_code(self) -> str:
        """Checked and counted."""
        code = str(self.cleaned_data["code"])
        self.authenticator = check_code(context.request, self.user, code)
        return code

    def save(self) -> None:
        """Go on; a recovery code is told of, so that its owner sees how many are left."""
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            actor = By(self.user, context.request.META.get("REMOTE_ADDR", ""))
            use_recovery_code(actor, left=len(self.authenticator.wrap().get_unused_codes()))


class ProveForm(forms.Form):
    """Proof of who somebody is: one of password, code and passkey. `way` says which one it was."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Or a code from your authenticator app"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        ),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)
    way = ""

    def __init__(self, request: HttpRequest, user: User, ways: frozenset[str], *args: Any) -> None:
        """`ways`: which of "password", "code" and "passkey" are taken."""
        super().__init__(*args)
        self.request, self.user = request, user
        for name, way in (("password", "password"), ("code", "code"), ("credential", "passkey")):
            if way not in ways:
                del self.fields[name]
        for field in self.fields.values():
            field.plain = True  # type: ignore[attr-defined]  # not "(optional)": one of them is needed

    def clean(self) -> dict[str, Any]:
        """One of them, checked."""
        given: dict[str, Any] = super().clean() or {}
        checks = {"credential": check_passkey, "code": check_code, "password": check_password}
        for field, check in checks.items():
            if given.get(field):
                self._check(field, check)
                return given
        self.add_error("password" if "password" in self.fields else None, _("Enter your password."))
        return given

    def _check(self, field: str, check: Any) -> None:
        try:
            check(self.request, self.user, self.cleaned_data[field])
        except ValidationError as error:
            self.add_error(None if field == "credential" else field, error)
        else:
            self.way = "passkey" if field == "credential" else field


class AppForm(forms.Form):
    """The code that an authenticator app shows for the secret that it was just given."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        help_text=_("Six digits. They change every 30 seconds."),
        error_messages={"required": _("Enter the code that the app shows.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-5"}
        ),
    )

    def __init__(self, secret: str, *args: Any) -> None:
        super().__init__(*args)
        self.secret = secret

    def clean_code(self) -> str:
        """Right for the secret, now."""
        code = str(self.cleaned_data["code"]).replace(" ", "")
        if not totp.validate_totp_code(self.secret, code):
            raise ValidationError(_("That code is not right. Wait for the next one and type it at once."))
        return code


class NameForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it again: “my phone”, “key in the office”."),
        error_messages={"required": _("Enter a name.")},
        max_length=60,
    )


class PasskeyForm(NameForm):
    """A new passkey: what the browser made for the challenge of this session."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        """Checked against the challenge; the passkey must have asked for a PIN, a finger or a face."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        webauthn.parse_registration_response(credential)
        if not webauthn.complete_registration(credential).is_user_verified():
            raise ValidationError(_("This passkey does not ask for a PIN, finger or face. Use another one."))
        return credential


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Write the reason.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    """What somebody found out about a flagged sign-in."""

    note = forms.CharField(
        label=_("What you found out"),
        help_text=_("Kept with the flag and in the record."),
        max_length=500,
        error_messages={"required": _("Write what you found out.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _people(school: School) -> QuerySet[User]:
    return User.objects.for_school(school).filter(opened_at__isnull=False, closed_at__isnull=True).order_by("name")


class _AboutSomebody(ReasonForm):
    """Somebody of a school, by user name."""

    username = forms.CharField(
        label=_("User name"),
        help_text=_("Of the person that this is about."),
        error_messages={"required": _("Enter a user name.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    field_order = ("username", "minutes", "reason")

    def __init__(self, school: School, *args: Any) -> None:
        super().__init__(*args)
        self.school = school

    def clean_username(self) -> User:
        """The account, of this school alone."""
        found = _people(self.school).filter(username=str(self.cleaned_data["username"]).strip().lower()).first()
        if found is None:
            raise ValidationError(_("Nobody at this school with an open account has that user name."))
        return found


class AskResetForm(_AboutSomebody):
    """Whose second factor is to be taken off, and why."""


class StandInForm(_AboutSomebody):
    """Whom to stand in for, how long, and why."""

    minutes = forms.IntegerField(
        label=_("How many minutes"),
        help_text=_("60 at most. As few as you need."),
        min_value=1,
        max_value=rules.LONGEST_STAND_IN,
        error_messages={"required": _("Enter how many minutes.")},
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
