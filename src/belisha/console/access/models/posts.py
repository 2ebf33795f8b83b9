"""Who holds which post when, who is away, and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from belisha.console.access.models.schools import Federation, School
from belisha.console.access.models.users import User
from belisha.console.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["Away", "Cover", "Post"]


class PostQuerySet(models.QuerySet["Post"]):
    """Questions about posts."""

    def held_on(self, day: date) -> PostQuerySet:
        """Posts that are held on a day."""
        return self.filter(Q(last__isnull=True) | Q(last__gte=day), first__lte=day)

    def not_over_on(self, day: date) -> PostQuerySet:
        """Posts that are held on a day or begin later."""
        return self.filter(Q(last__isnull=True) | Q(last__gte=day))

    def for_school(self, school: School) -> PostQuerySet:
        """Posts that count at a school: its own, and those for its whole federation."""
        return self.for_schools([school])

    def for_schools(self, schools: Iterable[School]) -> PostQuerySet:
        """Posts that count at some schools: their own, and those for their whole federations."""
        schools = list(schools)
        federations = {school.federation_id for school in schools}
        return self.filter(Q(school__in=schools) | Q(school__isnull=True, federation__in=federations))


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
        """A post ends after it began; two people are never DSL of a school without an end."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="post_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["school"], condition=Q(role=Role.DSL.value, last__isnull=True), name="one_dsl_a_school"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "role"]), models.Index(fields=["holder"])]

    def __str__(self) -> str:
        return f"{self.holder}, {self.role}"

    @property
    def place(self) -> School | Federation:
        """Where it is held: a school, or the whole federation. Whose audit chain tells of it."""
        return self.school or self.federation


class CoverQuerySet(models.QuerySet["Cover"]):
    """Questions about covers."""

    def for_schools(self, schools: Iterable[School]) -> CoverQuerySet:
        """Covers of posts that count at some schools."""
        return self.filter(post__in=Post.objects.for_schools(schools))


class Cover(models.Model):
    """Somebody stands in for the holder of a post, with the rights of the post: while they are away, or beside them."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="covers")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    first = models.DateField()
    last = models.DateField()
    delegated = models.BooleanField(default=False)  # the holder is here and works on as well
    reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar = CoverQuerySet.as_manager()

    class Meta:
        """A cover ends after it began."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="cover_ends_after_start")
        ]
        indexes: ClassVar = [models.Index(fields=["by", "last"])]

    def __str__(self) -> str:
        return f"{self.by} for {self.post}"


class Away(models.Model):
    """Somebody is away from a first to a last day, both included. Why is nobody's business here: it may be health."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="aways")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        """Ends after it began."""

        verbose_name_plural = "aways"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="away_ends_after_start")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "last"])]

    def __str__(self) -> str:
        return str(self.user)
