"""Files kept with a concern. The rows say what each is; the content lies encrypted in the data folder."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.concerns.models.concerns import Concern

__all__ = ["EvidenceFile", "EvidenceFileQuerySet"]


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    """Questions about files. Pages never ask these of a concern that they did not get through its one door."""

    def waiting(self) -> EvidenceFileQuerySet:
        """Those that no scanner has looked at yet."""
        return self.filter(state=EvidenceFile.State.WAITING)


class EvidenceFile(models.Model):
    """A file of a concern. Nobody gets it before it was scanned, nor once it is sealed away."""

    class State(models.TextChoices):
        """What may be done with it."""

        WAITING = "waiting", _("waits for the virus scanner")
        CLEAN = "clean", _("scanned, nothing found")
        INFECTED = "infected", _("the scanner found something: kept, and given to nobody")
        SEALED = "sealed", _("sealed away: given to nobody")

    class Shows(models.TextChoices):
        """What whoever added it says that it is."""

        SCREENSHOT = "screenshot", _("A picture of a screen")
        MESSAGES = "messages", _("Messages that were exported or saved")
        PICTURE = "picture", _("Another picture")
        RECORDING = "recording", _("A recording")
        PAPER = "paper", _("A letter, form or note")
        OTHER = "other", _("Something else")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=32, unique=True)  # drawn by lot: its name on disk and in addresses
    name = models.CharField(max_length=120)  # as it was called, without what a path or a page could take amiss
    kind = models.CharField(max_length=12)  # by its content: id in evidence/rules/kinds.py
    shows = models.CharField(max_length=12, choices=Shows, default=Shows.OTHER)
    size = models.PositiveIntegerField()  # bytes, before encryption
    sha256 = models.CharField(max_length=64)  # hexadecimal, of what was handed in
    locked_key = models.CharField(max_length=120)  # its own key, encrypted by the installation's
    lock = models.CharField(max_length=16)  # which of the installation's keys that was
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)  # of one without an account
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    scanned_at = models.DateTimeField(null=True)
    scanner = models.CharField(max_length=120, blank=True)  # engine and signatures that looked
    found = models.CharField(max_length=160, blank=True)  # the name of the signature that fitted
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = EvidenceFileQuerySet.as_manager()

    class Meta:
        """As they were added."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["clean", "infected"]) | Q(scanned_at__isnull=False), name="scanned_says_when"
            ),
            models.CheckConstraint(condition=~Q(state="sealed") | Q(sealed_at__isnull=False), name="sealed_says_when"),
        ]
        indexes: ClassVar = [models.Index(fields=["concern", "at"]), models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return self.key
