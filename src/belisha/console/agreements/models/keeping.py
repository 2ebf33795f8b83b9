"""What is left of signatures and answers that were deleted, their time being over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["LetGo"]


class LetGoQuerySet(models.QuerySet["LetGo"]):
    """Questions about what was let go."""

    def for_school(self, school: Place) -> LetGoQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class LetGo(models.Model):
    """The tombstone of a signature or an answer: which it was, its seal, and why it went. Of whom it was is gone.

    The database deletes a signature or an answer only where its tombstone stands, and never lets one go itself.
    """

    class What(models.TextChoices):
        """What lay here."""

        SIGNATURE = "signature", _("A signature")
        ANSWER = "answer", _("An answer on consent")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    number = models.PositiveBigIntegerField()  # of the row that is gone
    seal = models.CharField(max_length=64)  # of a signature; SHA-256 of the mark of an answer
    token = models.CharField(max_length=32, blank=True)  # in the code of the certificate
    record_class = models.SlugField(max_length=20)  # keeping/classes.yaml
    due_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = LetGoQuerySet.as_manager()

    class Meta:
        """One for each row."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["what", "number"], name="let_go_once")]
        indexes: ClassVar = [models.Index(fields=["token"])]

    def __str__(self) -> str:
        return f"{self.what} {self.number}"
