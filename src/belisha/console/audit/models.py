"""The record: for each chain (a school, or the federation) links that follow one another, and what each one says.

A link holds no personal data: ids, times and the seal of its body. The body can be shredded; the chain stays whole.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["Body", "Chain", "Link"]


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
        """One number once in a chain; the questions of the viewer have an index each."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "number"], name="audit_one_link_a_number")]
        indexes: ClassVar = [
            models.Index(fields=["chain", "-at"]),
            models.Index(fields=["about"]),
            models.Index(fields=["actor"]),
        ]


class Body(models.Model):
    """What a link says: names, reason, before and after. Deleted only by shredding, which leaves a link of its own."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, primary_key=True, related_name="body")
    salt = models.CharField(max_length=32)
    content = models.JSONField()
