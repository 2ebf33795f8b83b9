"""Accounts: one for each person, never shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models.schools import Federation, School

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

__all__ = ["User"]


class UserManager(BaseUserManager["User"]):
    """What Django's sign-in asks of accounts, and the one door to the accounts of a school."""

    def get_by_natural_key(self, username: str | None) -> User:
        """An account by its user name, however it is typed."""
        return self.get(username=(username or "").strip().lower())

    def for_school(self, school: School) -> QuerySet[User]:
        """The accounts of one school: the one door."""
        return self.filter(school=school)

    def signing_in_by(self, accounts: Iterable[User]) -> QuerySet[User, dict[str, int]]:
        """Some accounts, and those of other schools whose owners sign in by them.

        Numbers alone, to be asked within another question: a database finds these by index, and whatever points at
        them by another, while one question with both in it, or with *or* in place of one after the other, goes through
        everybody.
        """
        numbers = [account.pk for account in accounts]
        own, joined = self.filter(pk__in=numbers), self.filter(joined_to__in=numbers)
        both: QuerySet[User, Any] = own.order_by().values("pk").union(joined.order_by().values("pk"), all=True)
        return both


class User(AbstractBaseUser):
    """One person's identity here. It can hold posts; it can sign in only between `opened_at` and `closed_at`."""

    # of a request in which somebody else stands in for them: who really sits there, and learns nothing of themselves
    sat_by: User | None = None

    class Kind(models.TextChoices):
        """What somebody is to the school: decides the rules of their password and what their home shows."""

        STAFF = "staff", _("Staff")
        PUPIL = "pupil", _("Pupil")
        PARENT = "parent", _("Parent or carer")
        GOVERNOR = "governor", _("Governor")
        VISITOR = "visitor", _("Visitor")
        VOLUNTEER = "volunteer", _("Volunteer")
        CONTRACTOR = "contractor", _("Contractor")

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="users")  # None: federation
    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="users")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    username = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - null: none given yet
    email = models.EmailField(blank=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")  # null: the system
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    password_set_at = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=False)  # a first password, or one that somebody may know
    password_overdue = models.BooleanField(default=False)  # older than the school allows: a new one is asked for

    # a parent with children at several schools of the federation: the account, at another of them, that they sign in by
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="stands_for")

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        """Lists of a school go by kind and name."""

        indexes: ClassVar = [
            models.Index(fields=["school", "kind", "name"]),
            models.Index(Upper("email"), name="account_by_email"),  # however it is written
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_new_password(self) -> bool:
        """Whether a new password must be chosen before anything else."""
        return self.must_change_password or self.password_overdue

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django stores it; here it follows from two times
        """Whether the account is open. Django asks this at sign-in and at each request."""
        return self.opened_at is not None and self.closed_at is None
