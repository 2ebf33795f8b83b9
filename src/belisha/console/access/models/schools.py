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
    address = models.TextField(max_length=400, blank=True)  # as on an envelope, a line a line
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)  # of the office
    website = models.URLField(blank=True)

    class Meta:
        """In the order that people read."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """Its chain in the audit record."""
        return f"school:{self.pk}"

    @property
    def dfe_written(self) -> str:
        """The DfE number as schools write it: 886/2345."""
        return f"{self.dfe_number[:3]}/{self.dfe_number[3:]}" if self.dfe_number else ""
