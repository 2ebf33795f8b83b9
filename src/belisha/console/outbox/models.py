"""A mail on its way out, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["OutboxMail"]


class OutboxMail(models.Model):
    """One mail to one address."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")
        KEPT = "kept", _("Kept here: no mail server is set")
        DISCARDED = "discarded", _("Thrown away")

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # emptied once it has been sent, when it is secret
    secret = models.BooleanField(default=False)  # opens an account to whoever reads it
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made = models.DateTimeField()
    next_try = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    error = models.TextField(blank=True)  # what the mail server said to the last try

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-made", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "next_try"]), models.Index(fields=["-made"])]

    def __str__(self) -> str:
        return self.subject
