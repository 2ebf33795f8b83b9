"""Django's password validation asks the rules of the school here, so that every way to a new password obeys them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from belisha.console.access.accounts.queries.passwords import is_device_password, was_used_before
from belisha.console.access.accounts.queries.rules_in_force import forbidden_words, password_rule
from belisha.console.access.accounts.rules.passwords import DEFAULTS, faults
from belisha.console.access.models import User

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

__all__ = ["RulesOfTheSchool"]


class RulesOfTheSchool:
    """Length, how hard it is to guess, leaked ones, own names, earlier ones, the computer's: by kind of person."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError with all that is wrong."""
        if not isinstance(user, User) or not user.kind:
            found = faults(password, DEFAULTS["staff"], ())
        else:
            found = faults(password, password_rule(user), forbidden_words(user))
            # comparing hashes takes long: only a password that is good otherwise is compared
            found = found or _taken(password, user)
        if found:
            raise ValidationError(found)

    def get_help_text(self) -> str:
        """What a page says above the field."""
        return _("Three or four words that do not belong together make a good password: kettle-orbit-daisy-plum.")


def _taken(password: str, user: User) -> list[str]:
    if user.pk and was_used_before(user, password):
        return [_("You have used this password before. Choose a new one.")]
    if user.pk and is_device_password(user, password):
        return [_("This is the password of your computer. Choose another one here.")]
    return []
