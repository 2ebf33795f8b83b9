"""Who holds which post when, and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from belisha.console.access.models.schools import Federation, School
from belisha.console.access.models.users import User
from belisha.console.access.roles import Role

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Cover", "Post"]


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
