"""The record: for each chain (a school, or the federation) links that follow one another, and what each one says.

A link holds no personal data: ids, times and the seal of its body. The body can be shredded; the chain stays whole.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from belisha.console.audit.fields import ContentField

__all__ = ["Body", "Chain", "Check", "Link", "Tombstone"]


class Chain(models.Model):
    """Where a chain ends. Whoever adds a link holds this row until the transaction is over."""

    name = models.CharField(max_length=80, primary_key=True)  # "school:3", "federation:1"
    length = models.PositiveBigIntegerField(default=0)
    last = models.CharField(max_length=64, default="")  # digest of its last link, hexadecimal


class Link(models.Model):
    """One thing that somebody did. Never changed, never deleted: triggers of the database see to it."""

    chain = models.CharField(max_length=80)
    number = models.PositiveBigIntegerField()  # from 1 in each chain
    at = models.DateTimeField()
    event = models.CharField(max_length=80)  # its code, as an app's audit_events.py declares it
    actor = models.CharField(max_length=40)  # "user:17"; "system"
    about = models.CharField(max_length=80)  # "person:204"
    seal = models.CharField(max_length=64)  # SHA-256 of the body with its salt
    before = models.CharField(max_length=64)  # digest of the link before, empty for the first
    digest = models.CharField(max_length=64)  # SHA-256 of all of the above

    class Meta:
        """One number once in a chain; the questions of the viewer, newest first, have an index each."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "number"], name="audit_one_link_a_number")]
        indexes: ClassVar = [
            models.Index(fields=["chain", "at", "number"], name="audit_by_time"),
            models.Index(fields=["chain", "event", "at", "number"], name="audit_by_event"),
            models.Index(fields=["chain", "actor", "at", "number"], name="audit_by_actor"),
            models.Index(fields=["chain", "about", "at", "number"], name="audit_by_about"),
        ]


class Body(models.Model):
    """What a link says: names, reason, before and after. Deleted only by shredding, which leaves a tombstone."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, primary_key=True, related_name="body")
    salt = models.CharField(max_length=32)
    content = ContentField()


class Tombstone(models.Model):
    """Says that the body of a link was shredded, and by which later link, which says by whom and why."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, primary_key=True, related_name="tombstone")
    by = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="shredded")


class Check(models.Model):
    """A chain was verified: how far it went and where it ended then, so that a record written anew is noticed."""

    chain = models.CharField(max_length=80)
    at = models.DateTimeField()
    length = models.PositiveBigIntegerField()
    last = models.CharField(max_length=64, blank=True)  # digest of the link of that number
    fault = models.CharField(max_length=20, blank=True)  # a faults.FaultKind; empty when it was whole
    number = models.PositiveBigIntegerField(default=0)  # of the first broken link
    seen = models.DateTimeField(null=True)  # when that link, or the one before it, was written

    class Meta:
        """The latest of a chain is asked for."""

        indexes: ClassVar = [models.Index(fields=["chain", "at"], name="audit_check_by_time")]
