"""Everybody of a school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.rules.names import search_text, shown_name

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

__all__ = ["Person", "PersonQuerySet", "PersonalQuerySet", "Photo", "SearchText"]

Row = TypeVar("Row", bound=models.Model)


class SearchText(models.CharField):  # type: ignore[type-arg]  # Django's stubs ask for types that its class does not take
    """Names and UPN folded for searching and sorting; made anew whenever the whole row is written.

    `bulk_update` and `save(update_fields=…)` write it only when it is named and set: `person.search = person.folded`.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """To the database it is any text."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.CharField", list(args), dict(options)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's own signature
        """The text of the row as it is now."""
        del add
        text: str = model_instance.folded  # type: ignore[attr-defined]  # only Person has this field
        setattr(model_instance, self.attname, text)
        return text


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about people."""

    def for_school(self, school: School) -> PersonQuerySet:
        """People of one school: the one door. Rows that were merged into another one are gone from it."""
        return self.filter(school=school, merged_into__isnull=True)

    def on_roll(self, day: date) -> PersonQuerySet:
        """Those who are here on a day."""
        return self.filter(Q(left__isnull=True) | Q(left__gte=day), joined__lte=day)

    def gone_by(self, day: date) -> PersonQuerySet:
        """Those whose last day was before a day."""
        return self.filter(left__lt=day)


class Person(models.Model):
    """Somebody of a school: pupil, staff, parent, governor, visitor, volunteer or contractor."""

    class Year(models.TextChoices):
        """Years of a primary school, as the policy calls them."""

        NURSERY = "nursery", _("Nursery")
        RECEPTION = "reception", _("Reception")
        YEAR_1 = "year-1", _("Year 1")
        YEAR_2 = "year-2", _("Year 2")
        YEAR_3 = "year-3", _("Year 3")
        YEAR_4 = "year-4", _("Year 4")
        YEAR_5 = "year-5", _("Year 5")
        YEAR_6 = "year-6", _("Year 6")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="people")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="person")
    kind = models.CharField(max_length=12, choices=User.Kind)
    given = models.CharField(max_length=80, blank=True)
    family = models.CharField(max_length=80, blank=True)  # somebody with one name has either
    known_as = models.CharField(max_length=80, blank=True)  # the given name in use, when it is another
    born = models.DateField(null=True, blank=True)
    upn = models.CharField(max_length=13, blank=True)  # unique pupil number
    mis_id = models.CharField(max_length=80, blank=True)  # their id in the system that the roster comes from
    year = models.CharField(max_length=12, choices=Year, blank=True)
    job = models.CharField(max_length=120, blank=True)  # of adults
    organisation = models.CharField(max_length=120, blank=True)  # that a visitor or contractor comes from
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=40, blank=True)  # spoken at home
    joined = models.DateField()
    left = models.DateField(null=True, blank=True)  # their last day
    # without an index of its own: nearly every row has none, and SQLite would read them all by it
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="merged"
    )
    search = SearchText(max_length=400, editable=False, default="")

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta:
        """A UPN and a roster id are somebody's alone. The index by `search` serves both order and search."""

        ordering: ClassVar = ["search", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="one_pupil_a_upn"),
            models.UniqueConstraint(fields=["school", "kind", "mis_id"], condition=~Q(mis_id=""), name="one_a_mis_id"),
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__gte=F("joined")), name="leaves_after_joining"
            ),
            models.CheckConstraint(condition=~Q(given="") | ~Q(family=""), name="everybody_has_a_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "kind", "search"]),
            models.Index(fields=["school", "search"]),
            models.Index(Upper("email"), name="person_by_email"),  # however it is written
            # those of one name at all schools of a federation
            models.Index(
                fields=["kind", "search", "school", "left"],
                condition=Q(merged_into__isnull=True),
                name="people_by_name",
            ),
            models.Index(fields=["school", "left"]),
            models.Index(fields=["school", "born"]),
            models.Index(fields=["school", "email"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people call them."""
        return shown_name(self.given, self.family, self.known_as)

    @property
    def folded(self) -> str:
        """What `search` holds: family name first, so that its order is the order of a register."""
        return search_text(self.family, self.given, self.known_as, self.upn)


class PersonalQuerySet(models.QuerySet[Row]):
    """Questions about rows that each belong to one person."""

    def for_school(self, school: School) -> Self:
        """Those of one school: the one door."""
        return self.filter(person__school=school, person__merged_into__isnull=True)


class Photo(models.Model):
    """A photo of somebody, apart from their row so that lists do not carry it. Bytes as they were given, checked."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="photo")
    media_type = models.CharField(max_length=16, choices=[("image/jpeg", "JPEG"), ("image/png", "PNG")])
    data = models.BinaryField()
    added = models.DateTimeField()
