"""What somebody may do to a mail in the outbox. Who reads one is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.console.access.permissions import Permission
from belisha.console.config.system.audit_events import MAIL_DISCARDED, MAIL_READ, MAIL_TRIED
from belisha.console.config.system.guards import place_of
from belisha.console.config.system.rules import may_discard, may_read, may_try_again
from belisha.console.outbox.delivery import deliver
from belisha.console.outbox.models import OutboxMail

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation

__all__ = ["MailRefusedError", "discard_mail", "read_mail", "try_mail_again"]


class MailRefusedError(Exception):
    """This cannot be done to the mail as it stands now."""


@transaction.atomic
def read_mail(by: By, *, mail: OutboxMail, federation: Federation) -> str:
    """The text of a mail. Raises NotAllowedError, MailRefusedError."""
    by = by.may(Permission.RUN_SYSTEM, place_of(federation))
    if not may_read(mail, server_set=settings.MAIL_SERVER is not None):
        raise MailRefusedError
    by.did(MAIL_READ, to=mail, at=federation)
    return mail.body


@transaction.atomic
def try_mail_again(by: By, *, mail: OutboxMail, federation: Federation) -> None:
    """Have the worker send a mail now. Raises NotAllowedError, MailRefusedError."""
    by = by.may(Permission.RUN_SYSTEM, place_of(federation))
    if not may_try_again(mail, server_set=settings.MAIL_SERVER is not None):
        raise MailRefusedError
    before = {"state": mail.state}
    mail.state, mail.next_try, mail.tries = OutboxMail.State.WAITING, timezone.now(), 0
    mail.save()
    deliver.enqueue()
    by.did(MAIL_TRIED, to=mail, at=federation, before=before, after={"state": mail.state})


@transaction.atomic
def discard_mail(by: By, *, mail: OutboxMail, federation: Federation) -> None:
    """Throw a mail away that has not been sent; its text goes at once. Raises NotAllowedError, MailRefusedError."""
    by = by.may(Permission.RUN_SYSTEM, place_of(federation))
    if not may_discard(mail):
        raise MailRefusedError
    before = {"state": mail.state}
    mail.state, mail.body = OutboxMail.State.DISCARDED, ""
    mail.save()
    by.did(MAIL_DISCARDED, to=mail, at=federation, before=before, after={"state": mail.state})
