"""The links of forgotten passwords: found out about and written by the worker, not while somebody waits for a page."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from belisha.console.access.acting import By
from belisha.console.access.sign_in import audit_events
from belisha.console.access.sign_in.queries import accounts_for_reset, chain_of
from belisha.console.outbox.actions import send

__all__ = ["send_reset_links"]


@task()
def send_reset_links(address: str, language: str) -> None:
    """Links to set a new password, to each open account with an address; to nobody where there is none.

    A page that took longer for an address that somebody has would tell whose it is: hence the worker.
    """
    with translation.override(language), transaction.atomic():
        for user in accounts_for_reset(address):
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
            words = {
                "recipient": user.name,
                "code": user.username or "",
                "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
                "link": reverse("account_reset_password_from_key", args=["UID", "KEY"]).replace("UID-KEY", key),
            }
            send(user.email, _("Set a new password for Belisha"), "sign_in/letters/reset.txt", words, secret=True)
            By(None, system="sign-in").did(audit_events.RESET_ASKED, to=user, at=chain_of(user))
