"""Old logs that were taken over: the file while it is looked at, what its columns meant, and which rows came in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.concerns.models.concerns import Concern

__all__ = ["ConcernImport", "ImportMapping", "ImportedFile", "ImportedRow"]


class ConcernImport(models.Model):
    """One file. Only whoever gave it sees it: it may tell of adults, whose concerns are the head's alone."""

    class State(models.TextChoices):
        """What became of a file."""

        MAPPING = "mapping", _("Waits for its columns")
        PREVIEW = "preview", _("Can be looked at")
        APPLYING = "applying", _("Is being taken over")
        APPLIED = "applied", _("Taken over")
        UNDOING = "undoing", _("Is being taken back")
        UNDONE = "undone", _("Taken back")
        DISCARDED = "discarded", _("Put away")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)  # of the file
    digest = models.CharField(max_length=64)  # SHA-256 as it came, hexadecimal
    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    data = models.BinaryField(null=True)  # as it came; gone as soon as it was taken over or put away
    mapping = models.JSONField(default=dict)  # rules/fields.py Mapping
    counts = models.JSONField(default=dict)  # how many came in, stayed out and went to others; no names
    archive = models.CharField(max_length=100, blank=True)  # name of the zip with the files that its rows name
    seen = models.CharField(max_length=64, blank=True)  # the plan that somebody agreed to (queries.Plan.seen)
    begun_at = models.DateTimeField(null=True)  # when the worker was asked; what came in bears this moment
    written = models.PositiveIntegerField(default=0)  # rows that are in so far, while it is being taken over or back
    trouble = models.CharField(max_length=300, blank=True)  # why nothing came in, in words
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["school", "by", "-at"]), models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return self.name


class ImportMapping(models.Model):
    """What the columns and words of a school's last old log meant: offered for the next one."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="+")
    mapping = models.JSONField()

    def __str__(self) -> str:
        return str(self.school)


class ImportedRow(models.Model):
    """A row that came in, known again by a keyed digest, from which nobody can guess what it says."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    source = models.ForeignKey(ConcernImport, on_delete=models.CASCADE, related_name="rows")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """A row comes in once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "digest"], name="a_row_comes_in_once")]

    def __str__(self) -> str:
        return str(self.concern)


class ImportedFile(models.Model):
    """A file of the zip that came with an old log, until that is taken over or put away. Encrypted, as evidence is."""

    source = models.ForeignKey(ConcernImport, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=300)  # its path in the zip
    why = models.CharField(max_length=300, blank=True)  # it is not taken; then the rest is empty
    key = models.CharField(max_length=32, blank=True)  # as of EvidenceFile
    kind = models.CharField(max_length=12, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    locked_key = models.CharField(max_length=120, blank=True)
    lock = models.CharField(max_length=16, blank=True)

    class Meta:
        """In the order of the zip."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["key"])]

    def __str__(self) -> str:
        return self.key
