"""The single central record: checks made on adults before and while they work with children."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.people.models.people import Person, PersonalQuerySet

__all__ = ["StaffCheck"]


class StaffCheckQuerySet(PersonalQuerySet["StaffCheck"]):
    """Questions about checks."""

    def standing(self) -> StaffCheckQuerySet:
        """Those not withdrawn, newest last."""
        return self.filter(withdrawn__isnull=True).order_by("seen_on", "pk")


class StaffCheck(models.Model):
    """One check as somebody saw it on a day. Never changed: a renewal is a new row, a mistake is withdrawn."""

    class Kind(models.TextChoices):
        """The columns of the single central record."""

        IDENTITY = "identity", _("Identity")
        DBS = "dbs", _("Enhanced DBS")
        BARRED_LIST = "barred-list", _("Barred list")
        PROHIBITION = "prohibition", _("Prohibition from teaching")
        SECTION_128 = "section-128", _("Section 128 (management)")
        RIGHT_TO_WORK = "right-to-work", _("Right to work")
        OVERSEAS = "overseas", _("Overseas checks")
        QUALIFICATIONS = "qualifications", _("Qualifications")
        REFERENCES = "references", _("References")
        CHILDCARE = "childcare", _("Childcare disqualification")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=16, choices=Kind)
    needed = models.BooleanField(default=True)  # False: does not apply to them; the note says why
    number = models.CharField(max_length=40, blank=True)  # of a certificate or document
    issued = models.DateField(null=True, blank=True)
    seen_by = models.CharField(max_length=160)  # name: whoever saw it may have no account here
    seen_on = models.DateField()
    expires = models.DateField(null=True, blank=True)  # or is to be renewed
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar = StaffCheckQuerySet.as_manager()

    class Meta:
        """A check that does not apply says why."""

        ordering: ClassVar = ["person", "kind", "seen_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(needed=True) | ~Q(note=""), name="not_needed_says_why"),
            models.CheckConstraint(
                condition=Q(expires__isnull=True) | Q(issued__isnull=True) | Q(expires__gte=F("issued")),
                name="check_expires_after_issue",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "kind", "withdrawn"]), models.Index(fields=["expires"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
