"""The roster from the management information system (MIS): where it comes from, each import, the nightly feed."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models.groups import Group
from belisha.console.people.models.people import Person

__all__ = ["RosterContent", "RosterFeed", "RosterGroupLink", "RosterImport", "RosterPersonLink", "RosterSource"]


class RosterSourceQuerySet(models.QuerySet["RosterSource"]):
    """Questions about sources."""

    def for_school(self, school: School) -> RosterSourceQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class RosterSource(models.Model):
    """A system that rosters come from: who came from it leaves when it names them no more."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="roster_sources")
    name = models.CharField(max_length=60)
    mapping = models.JSONField(null=True)  # of a spreadsheet: {"columns": {our field: header}, "kind": …}
    org = models.CharField(max_length=80, blank=True)  # this school's id in files that hold several

    objects: ClassVar = RosterSourceQuerySet.as_manager()

    class Meta:
        """A name is one source's in a school."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="one_roster_source_a_name")]

    def __str__(self) -> str:
        return self.name


class RosterPersonLink(models.Model):
    """Somebody as a source names them: kind and id ("pupil:13001")."""

    source = models.ForeignKey(RosterSource, on_delete=models.CASCADE, related_name="person_links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roster_links")
    key = models.CharField(max_length=100)

    class Meta:
        """An id is one person's in a source."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="one_person_a_roster_id")]

    def __str__(self) -> str:
        return self.key


class RosterGroupLink(models.Model):
    """A class or group as a source names it."""

    source = models.ForeignKey(RosterSource, on_delete=models.CASCADE, related_name="group_links")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="roster_links")
    key = models.CharField(max_length=80)

    class Meta:
        """An id is one group's in a source."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="one_group_a_roster_id")]

    def __str__(self) -> str:
        return self.key


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Questions about imports."""

    def for_school(self, school: School) -> RosterImportQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class RosterImport(models.Model):
    """One file, or set of files, that came in, whatever became of it: the log of the feed as well."""

    class State(models.TextChoices):
        """What became of a file."""

        MAPPING = "mapping", _("Waits for its columns")
        PREVIEW = "preview", _("Preview")
        STOPPED = "stopped", _("Stopped: needs approval")
        APPLIED = "applied", _("Applied")
        NOTHING = "nothing", _("Nothing new")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")
        FAILED = "failed", _("Could not be read")

    class Via(models.TextChoices):
        """How it came."""

        PAGE = "page", _("Uploaded by hand")
        FOLDER = "folder", _("Watched folder")
        UPLOAD = "upload", _("Sent with the feed key")
        COMMAND = "command", _("Command line")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="roster_imports")
    source = models.ForeignKey(RosterSource, on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=State)
    via = models.CharField(max_length=8, choices=Via)
    name = models.CharField(max_length=200)  # of the file
    digest = models.CharField(max_length=64)  # SHA-256 as it came, hexadecimal
    size = models.PositiveBigIntegerField()  # bytes as it came
    format = models.CharField(max_length=60, blank=True)
    complete = models.BooleanField(default=False)  # names everybody: whoever is absent has left
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    choices = models.JSONField(default=dict)  # what somebody ticked on the preview
    counts = models.JSONField(default=dict)  # {"joiners": 3, …} as applied, or as it would be
    why = models.TextField(blank=True)  # it stopped or failed
    reason = models.CharField(max_length=300, blank=True)  # that somebody gave for applying it all the same
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = RosterImportQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["school", "-at"]),
            models.Index(fields=["school", "state"]),
            models.Index(fields=["source", "digest"]),
        ]

    def __str__(self) -> str:
        return self.name


class RosterContent(models.Model):
    """What an import holds of people, apart from its row; deleted once it is of no use any more (`sweep_rosters`)."""

    of = models.OneToOneField(RosterImport, on_delete=models.CASCADE, primary_key=True, related_name="content")
    files = models.BinaryField(null=True)  # as they came, while somebody maps their columns
    roster = models.BinaryField(null=True)  # as read, JSON
    undo = models.BinaryField(null=True)  # rows as they were and as they became, JSON

    def __str__(self) -> str:
        return str(self.of)


class RosterFeed(models.Model):
    """The nightly feed of a school: its key, when it is due, and how late is too late."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="roster_feed")
    source = models.ForeignKey(RosterSource, on_delete=models.PROTECT, related_name="feeds")
    on = models.BooleanField(default=False)
    since = models.DateTimeField()  # it was switched on
    complete = models.BooleanField(default=True)
    due_at = models.TimeField(default=time(6, 0))  # on the school's clock
    weekdays_only = models.BooleanField(default=True)
    late_hours = models.PositiveSmallIntegerField(default=24)
    key_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of a random key of 256 bits, hexadecimal
    key_hint = models.CharField(max_length=8, blank=True)  # how it begins, so that people know it apart
    key_made_at = models.DateTimeField(null=True)
    key_exposed_at = models.DateTimeField(null=True)  # it travelled unencrypted: it must be replaced

    def __str__(self) -> str:
        return f"Feed of {self.school}"
