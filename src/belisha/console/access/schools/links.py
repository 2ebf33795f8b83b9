"""The link by which the first administrator sets a password: nobody else is there yet who could open an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

if TYPE_CHECKING:
    from belisha.console.access.models import User

__all__ = ["password_link"]


def password_link(user: User) -> str:
    """The path at which somebody chooses a password: works once, and as long as PASSWORD_RESET_TIMEOUT says."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return reverse("account_reset_password_from_key", args=["UID", "KEY"]).replace("UID-KEY", key)
