"""Federations, schools, accounts, and who holds which post when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from belisha.console.access.roles import Role

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Cover", "Federation", "Post", "School", "User"]


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


class UserManager(BaseUserManager["User"]):
    """What Django's sign-in asks of accounts."""

    def get_by_natural_key(self, username: str | None) -> User:
        """An account by its user name, however it is typed."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One person's identity here. It can hold posts; it can sign in only between `opened_at` and `closed_at`."""

    class Kind(models.TextChoices):
        """What somebody is to the school: decides the rules of their password and what their home shows."""

        STAFF = "staff", "Staff"
        PUPIL = "pupil", "Pupil"
        PARENT = "parent", "Parent or carer"
        GOVERNOR = "governor", "Governor"
        VISITOR = "visitor", "Visitor"
        VOLUNTEER = "volunteer", "Volunteer"
        CONTRACTOR = "contractor", "Contractor"

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="users")  # None: federation
    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="users")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    username = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - null: none given yet
    email = models.EmailField(blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django stores it; here it follows from two times
        """Whether the account is open. Django asks this at sign-in and at each request."""
        return self.opened_at is not None and self.closed_at is None


class PostQuerySet(models.QuerySet["Post"]):
    """Questions about posts."""

    def held_on(self, day: date) -> PostQuerySet:
        """Posts that are held on a day."""
        return self.filter(Q(last__isnull=True) | Q(last__gte=day), first__lte=day)


class Post(models.Model):
    """Somebody holds a role from a first to a last day, both included: at a school, or for the whole federation."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="posts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="posts")  # None: federation
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    first = models.DateField()
    last = models.DateField(null=True)
    leads = models.BooleanField(default=False)  # a DSL must be on the leadership team
    supplier = models.CharField(max_length=120, blank=True)  # of a technician
    minute = models.CharField(max_length=120, blank=True)  # where the governors appointed them

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        """A post ends after it began."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="post_ends_after_start"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["school", "role"]), models.Index(fields=["holder"])]


class Cover(models.Model):
    """Somebody stands in for the holder of a post while they are away, with the rights of the post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="covers")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """A cover ends after it began."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="cover_ends_after_start")
        ]
