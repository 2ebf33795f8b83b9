"""Who changed what in a draft: added to, never changed (migrations/0002_triggers.py)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.policies.models.policies import Version

__all__ = ["Edit"]


class Edit(models.Model):
    """One change of a draft, with the words before and after."""

    class Kind(models.TextChoices):
        """What was done."""

        BEGUN = "begun", _("began the draft")
        LEFT_OUT = "left-out", _("left a clause out")
        PUT_BACK = "put-back", _("put a clause back")
        OWN_WORDS = "own-words", _("said a clause in the school's own words")
        OUR_WORDS = "our-words", _("went back to the words of the template")
        ADDED = "added", _("added a clause of its own")
        CHANGED = "changed", _("changed a clause of its own")
        REMOVED = "removed", _("removed a clause of its own")
        WELLBEING = "wellbeing", _("wrote what it means for wellbeing")
        DETAILS = "details", _("changed where it comes from and who reviews it")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=80, blank=True)  # id of a clause or of a section
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["version", "-at"])]

    def __str__(self) -> str:
        return f"{self.by_name} {self.get_kind_display()}"
