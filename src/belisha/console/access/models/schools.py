"""Federations and their schools."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["Federation", "School"]


class Federation(models.Model):
    """A federation or trust: holds schools. A single school is a federation of one."""

    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """Its chain in the audit record."""
        return f"federation:{self.pk}"


class School(models.Model):
    """One school. `code` is its id in addresses, in the policy and in the record of internet use."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="schools")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    dfe_number = models.CharField(max_length=7, blank=True)  # local authority 3 digits, establishment 4

    class Meta:
        """In the order that people read."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """Its chain in the audit record."""
        return f"school:{self.pk}"
