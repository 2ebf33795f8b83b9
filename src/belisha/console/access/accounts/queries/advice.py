"""Who has opened the advice on keeping an account safe, and who has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from belisha.console.access.models import AdviceOpened, User

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["has_opened", "with_advice"]


def has_opened(user: User, term: date) -> bool:
    """Whether somebody has opened the advice in the term that begins on a day."""
    return AdviceOpened.objects.filter(user=user, term=term).exists()


def with_advice(school: School, term: date) -> QuerySet[User]:
    """Open accounts of a school that are somebody's own; `advised` says whether they opened the advice in a term."""
    opened = AdviceOpened.objects.filter(user=OuterRef("pk"), term=term)
    accounts = User.objects.for_school(school).filter(opened_at__isnull=False, closed_at__isnull=True)
    return accounts.filter(generic__isnull=True).annotate(advised=Exists(opened)).order_by("name", "pk")
