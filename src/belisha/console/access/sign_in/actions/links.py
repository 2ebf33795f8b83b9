"""Linking an account with a sign-in elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import context
from django.db import transaction

from belisha.console.access.sign_in import audit_events
from belisha.console.access.sign_in.queries import chain_of

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin

    from belisha.console.access.acting import By
    from belisha.console.access.models import User

__all__ = ["link"]


@transaction.atomic
def link(by: By, *, user: User, sociallogin: SocialLogin, address: str) -> None:
    """Link an open account with the Google or Microsoft account that has proven its address. Recorded."""
    sociallogin.connect(context.request, user)
    provider = str(sociallogin.account.provider)
    by.did(audit_events.LINKED, to=user, at=chain_of(user), after={"with": provider, "address": address})
