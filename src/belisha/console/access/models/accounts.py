"""What belongs to accounts: names that were used, old passwords, cards, exceptions, outside services, reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models.schools import School
from belisha.console.access.models.users import User

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "AccessReview",
    "AdviceOpened",
    "Card",
    "Comparison",
    "DevicePassword",
    "GateWaiver",
    "GenericAccount",
    "KeptName",
    "OldPassword",
    "OutsideService",
    "PictureCode",
    "ServiceAccess",
    "Stray",
]


class KeptName(models.Model):
    """A user name that somebody has or had. It is not given to anybody else for years after it was let go."""

    name = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="kept_names")
    given_at = models.DateTimeField()
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        """One bearer at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=Q(let_go_at__isnull=True), name="one_bearer_a_name")
        ]
        indexes: ClassVar = [models.Index(fields=["name"])]


class OldPassword(models.Model):
    """The hash of a password that somebody had, so that they do not take it again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="old_passwords")
    hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        """Read newest first."""

        indexes: ClassVar = [models.Index(fields=["user", "-set_at"])]


class DevicePassword(models.Model):
    """The hash of the password with which somebody logs on to computers, where the school lets us know it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="device_password")
    hash = models.CharField(max_length=128)
    noted_at = models.DateTimeField()


class GenericAccount(models.Model):
    """An account that is nobody's own (a supply teacher's): says why, until when, and who answers for it."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="generic")
    reason = models.CharField(max_length=200)
    ends = models.DateField()  # its last day
    answers = models.ForeignKey(User, on_delete=models.PROTECT, related_name="answers_for")

    class Meta:
        """A reason is given."""

        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="generic_account_has_a_reason")]


class GateWaiver(models.Model):
    """A school opens accounts of a kind of person although a gate is shut: why, by whose leave, since when."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="gate_waivers")
    gate = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=User.Kind)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time for a gate and a kind of person."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "gate", "kind"], condition=Q(ended_at__isnull=True), name="one_waiver_a_gate_and_kind"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]


class Card(models.Model):
    """A printed card that a young pupil signs in with. We keep the digest of its token; printing again revokes it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="cards")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, hexadecimal
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """One card that works for each pupil."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at__isnull=True), name="one_card_a_pupil")
        ]


class PictureCode(models.Model):
    """The hash of the pictures, in order, that a young pupil signs in with."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="picture_code")
    hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()


class OutsideService(models.Model):
    """A service outside this console where people of the school have accounts, and who closes them there."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="outside_services")
    name = models.CharField(max_length=80)
    address = models.URLField(blank=True)
    closer = models.CharField(max_length=120)  # who closes accounts there, as people say it
    kinds = models.JSONField(default=list)  # kinds of person who all have an account there
    staff_platform = models.BooleanField(default=False)  # the learning platform: only people now on the staff
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A name once in a school."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "name"], condition=Q(ended_at__isnull=True), name="one_service_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_words(self) -> list[str]:
        """The kinds of person who all have an account there, in words."""
        return [str(User.Kind(kind).label) for kind in self.kinds]


class ServiceAccess(models.Model):
    """Somebody has an account with an outside service; from `must_close_since` on it is to be closed, until it is."""

    service = models.ForeignKey(OutsideService, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="service_accesses")
    since = models.DateField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    must_close_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One that is not closed for each person and service."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "user"], condition=Q(closed_at__isnull=True), name="one_access_a_service"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user", "closed_at"])]

    def __str__(self) -> str:
        return f"{self.service}: {self.user}"


class Comparison(models.Model):
    """The nightly comparison of what the record says with the accounts that there are."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="comparisons")
    at = models.DateTimeField()
    accounts = models.PositiveIntegerField()
    strays = models.PositiveIntegerField()

    class Meta:
        """Read newest first."""

        indexes: ClassVar = [models.Index(fields=["school", "-at"])]


class Stray(models.Model):
    """Something that a comparison found not to fit, from the night when it was first seen."""

    class Kind(models.TextChoices):
        """What does not fit."""

        NOT_ON_ROLL = "not-on-roll", _("Account is open, but nobody on the roll has it")
        NO_ACCOUNT = "no-account", _("On the roll, but has no open account")
        UNUSED = "unused", _("Account has not been used for a term")
        POST_OF_LEAVER = "post-of-leaver", _("Holds a post or a cover, but has left")
        GENERIC_ENDED = "generic-ended", _("Generic account is past its end")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="strays")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="strays")
    kind = models.CharField(max_length=16, choices=Kind)
    since = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        """One of a kind for each account."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "school", "kind"], condition=Q(gone_at__isnull=True), name="one_stray_a_kind"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["school", "gone_at"])]


class AccessReview(models.Model):
    """A leader has read the access register and signs that it is right."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="access_reviews")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accounts = models.PositiveIntegerField()
    strays = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        """Read newest first."""

        indexes: ClassVar = [models.Index(fields=["school", "-at"])]


class AdviceOpened(models.Model):
    """Somebody opened the advice on keeping an account safe, in a term."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="advice_opened")
    term = models.DateField()  # the first day of the term
    at = models.DateTimeField()

    class Meta:
        """Once a term."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "term"], name="advice_once_a_term")]

    def __str__(self) -> str:
        opened: date = self.term
        return opened.isoformat()
