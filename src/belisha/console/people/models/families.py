"""Families: what an adult is to a child, and what that allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.people.models.people import Person

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["Relationship"]


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    """Questions about families."""

    def for_school(self, school: School) -> RelationshipQuerySet:
        """Links of the children of one school: the one door."""
        return self.filter(child__school=school)


class Relationship(models.Model):
    """What an adult is to a child."""

    class Kind(models.TextChoices):
        """The words that schools' systems use."""

        MOTHER = "mother", _("Mother")
        FATHER = "father", _("Father")
        STEP_PARENT = "step-parent", _("Step-parent")
        FOSTER_CARER = "foster-carer", _("Foster carer")
        GRANDPARENT = "grandparent", _("Grandparent")
        GUARDIAN = "guardian", _("Guardian")
        SOCIAL_WORKER = "social-worker", _("Social worker")
        OTHER = "other", _("Other")

    adult = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="children_links")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="adult_links")
    kind = models.CharField(max_length=16, choices=Kind)
    parental_responsibility = models.BooleanField(default=False)
    lives_with = models.BooleanField(default=False)
    no_contact = models.BooleanField(default=False)  # by order of a court: gets nothing about the child
    priority = models.PositiveSmallIntegerField(default=1)  # whom to ring first

    objects: ClassVar = RelationshipQuerySet.as_manager()

    class Meta:
        """One link between two people."""

        ordering: ClassVar = ["priority", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adult", "child"], name="one_link_between_two"),
            models.CheckConstraint(condition=~Q(adult=F("child")), name="nobody_is_their_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.adult} and {self.child}"
