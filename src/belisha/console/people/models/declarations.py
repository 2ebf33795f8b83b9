"""What staff declare each year, ties and contact that they tell of, and the steps of a starter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from belisha.console.access.models import User
from belisha.console.people.models.people import Person, PersonalQuerySet

__all__ = ["ContactPermission", "Declaration", "DeclaredTie", "StarterStep"]


class Declaration(models.Model):
    """One person's answers to one form. Forms are data: see data/declarations.yaml."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="declarations")
    form = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    exceptions = models.JSONField(default=list)  # ids of questions answered otherwise than hoped
    score = models.PositiveSmallIntegerField(null=True, blank=True)  # of a self-check: right answers
    passed = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_note = models.CharField(max_length=300, blank=True)

    objects: ClassVar = PersonalQuerySet.as_manager()

    class Meta:
        """Asked by person and form, newest first."""

        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["person", "form", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.form}: {self.person}"


class DeclaredTie(models.Model):
    """A tie of somebody on the staff with a pupil or family, told in private: seen by them, the DSL and the head."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties")
    tie = models.TextField()
    told_at = models.DateTimeField()
    advice = models.TextField(blank=True)
    advised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    advised_at = models.DateTimeField(null=True, blank=True)
    review = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)

    objects: ClassVar = PersonalQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-told_at", "-pk"]

    def __str__(self) -> str:
        return f"Tie declared by {self.person}"


class ContactPermission(models.Model):
    """Leave asked of the head for contact with a pupil or parent from a personal account, until a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_permissions")
    with_whom = models.CharField(max_length=160)
    account = models.CharField(max_length=160)  # where: "own Facebook account"
    reason = models.TextField()
    until = models.DateField()
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, blank=True)  # None: not decided yet
    answer = models.CharField(max_length=300, blank=True)
    closed = models.DateField(null=True, blank=True)  # somebody said that the contact has ended

    objects: ClassVar = PersonalQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"Contact of {self.person} with {self.with_whom}"


class StarterStep(models.Model):
    """A step of somebody's induction, signed by them and by whoever took them through it. Steps: data/starters.yaml."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="starter_steps")
    step = models.SlugField(max_length=40)
    signed_at = models.DateTimeField(null=True, blank=True)  # by the starter
    guide = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guided_at = models.DateTimeField(null=True, blank=True)  # signed by the guide
    taken_over = models.CharField(max_length=300, blank=True)  # done before this record was kept: how that is known

    objects: ClassVar = PersonalQuerySet.as_manager()

    class Meta:
        """Each step once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "step"], name="one_row_a_starter_step")]

    def __str__(self) -> str:
        return f"{self.step}: {self.person}"
