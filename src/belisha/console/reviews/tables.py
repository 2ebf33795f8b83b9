"""The list of reviews."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.reviews.models import Review
from belisha.console.reviews.rules import kind_of, kinds

__all__ = ["PAST"]


PAST: Final = Table(
    "reviews",
    (
        Column(
            "kind",
            gettext_lazy("Review"),
            lambda review: kind_of(review.kind).title,
            order=("kind", "-begun_at"),
            link=lambda review: reverse("review", args=[review.school.code, review.pk]),
        ),
        Column("begun", gettext_lazy("Begun"), lambda review: review.begun_at, order=("begun_at",)),
        Column("state", gettext_lazy("State"), lambda review: review.get_state_display(), order=("state", "begun_at")),
        Column("signed", gettext_lazy("Signed"), lambda review: review.signed_at, order=("signed_at",)),
        Column(
            "by",
            gettext_lazy("Signed by"),
            lambda review: ", ".join(each.by.name for each in review.signatures.all()),
        ),
    ),
    choices=(
        Choice("kind", gettext_lazy("Review"), [(kind.id, gettext_lazy(kind.title)) for kind in kinds()], "kind"),
        Choice("state", gettext_lazy("State"), Review.State.choices, "state"),
    ),
)
