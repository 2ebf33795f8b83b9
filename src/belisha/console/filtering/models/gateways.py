"""Gateways that go by what this console publishes: who they are, what they were told, what they said they run."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models import Federation, School, User

if TYPE_CHECKING:
    from django.db.models import ManyToManyField

__all__ = ["Gateway", "GatewayHour"]


class GatewayQuerySet(models.QuerySet["Gateway"]):
    """Questions about gateways."""

    def for_school(self, school: School) -> GatewayQuerySet:
        """Those that filter for a school. The one door."""
        return self.filter(schools=school)

    def standing(self) -> GatewayQuerySet:
        """Those that nobody took out."""
        return self.filter(taken_out_at__isnull=True)


class Gateway(models.Model):
    """One machine that filters. The one beside the console (`is_local`) reads its files; others pull, by a token."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="gateways")
    schools: ManyToManyField[School, models.Model] = models.ManyToManyField(School, related_name="gateways")
    name = models.CharField(max_length=60)
    is_local = models.BooleanField(default=False)
    record_name = models.CharField(max_length=60, blank=True)  # in the record of internet use, of a local one
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    code_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of the code that joins it, once
    code_ends = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of 256 random bits
    joined_at = models.DateTimeField(null=True)
    machine = models.CharField(max_length=120, blank=True)  # what it calls itself
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # what it is told: a sealed pointer, made anew when what is in force changes
    serial = models.PositiveBigIntegerField(default=0)
    told_digest = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True)
    pointer = models.TextField(blank=True)
    # what it says of itself
    seen_at = models.DateTimeField(null=True)
    runs_serial = models.PositiveBigIntegerField(default=0)
    runs_policy = models.CharField(max_length=64, blank=True)
    runs_lists = models.CharField(max_length=64, blank=True)
    runs_since = models.DateTimeField(null=True)
    up_to_date = models.BooleanField(default=False)
    version = models.CharField(max_length=40, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    requests = models.PositiveIntegerField(null=True)  # a minute
    free_mb = models.PositiveBigIntegerField(null=True)
    checks = models.JSONField(default=list, blank=True)  # its self-checks, what is wrong first

    objects: ClassVar = GatewayQuerySet.as_manager()

    class Meta:
        """A code and a token are one gateway's; beside a federation's console there is one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="one_gateway_a_token"),
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="one_gateway_a_code"),
            models.UniqueConstraint(fields=["federation"], condition=Q(is_local=True), name="one_local_gateway"),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True) | Q(token_hash="", code_hash=""),
                name="a_gateway_taken_out_has_no_key",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["federation", "taken_out_at"])]

    def __str__(self) -> str:
        return self.name


class GatewayHour(models.Model):
    """How much one hour asked of a gateway, for the review of what the network can carry."""

    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    most_requests = models.PositiveIntegerField(default=0)  # a minute
    least_free_mb = models.PositiveBigIntegerField(null=True)

    class Meta:
        """One row an hour."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["gateway", "hour"], name="one_row_an_hour")]

    def __str__(self) -> str:
        return f"{self.gateway}, {self.hour}"
