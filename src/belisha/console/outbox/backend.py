"""Django's mail, as libraries send it, goes into the outbox as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail.backends.base import BaseEmailBackend

from belisha.console.outbox.actions import post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage

__all__ = ["OutboxBackend"]


class OutboxBackend(BaseEmailBackend):
    """Stores each mail once for each address. What libraries write is about accounts: it counts as secret."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; how many. Raises ValueError for attachments: mail carries links, not files."""
        for message in email_messages:
            if message.attachments:
                error = "mail of the console carries no attachments"
                raise ValueError(error)
            for address in message.recipients():
                post(address, str(message.subject), str(message.body), secret=True)
        return len(email_messages)
