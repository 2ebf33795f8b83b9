"""Calendars that people subscribe to, each by an address that only its owner knows."""

from __future__ import annotations

from django.db import models

from belisha.console.access.models import User

__all__ = ["CalendarFeed"]


class CalendarFeed(models.Model):
    """One per person. Of its address only the hash of the secret part is kept; a new one ends the one before."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of 256 random bits
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # when a calendar last asked, to the hour

    def __str__(self) -> str:
        return f"calendar of {self.user}"
