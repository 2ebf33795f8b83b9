"""User names that are free: not borne, not kept back, not given out a moment ago."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.accounts.rules.usernames import LONGEST
from belisha.console.access.models import KeptName, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

__all__ = ["TakenNames", "is_free"]

ASKED_AHEAD = 20


class TakenNames:
    """The names that nobody new may have. Asks once for what a list of people is likely to want.

    Add what is given out on the way: two people of one list never get the same.
    """

    def __init__(self, stems: Iterable[str], kept_years: int) -> None:
        """`stems`: the names that will be wanted first; they are looked up with their numbers in two queries."""
        self._years = kept_years
        tails = ["", *(str(number) for number in range(2, ASKED_AHEAD + 1))]
        self._known = {stem[: LONGEST - len(tail)].rstrip("._-") + tail for stem in stems for tail in tails}
        self._taken = _taken_of(self._known, kept_years)

    def __contains__(self, name: object) -> bool:
        """Whether a name is taken."""
        if name in self._known:
            return name in self._taken
        return str(name) in self._taken or bool(_taken_of({str(name)}, self._years))

    def add(self, name: str) -> None:
        """A name has just been given out."""
        self._taken.add(name)


def is_free(name: str, kept_years: int, user: User) -> bool:
    """Whether somebody may have a name: nobody else bears it, nor did within the years that names are kept back."""
    others = User.objects.filter(username=name).exclude(pk=user.pk)
    kept = _kept(kept_years).filter(name=name).exclude(user=user)
    return not others.exists() and not kept.exists()


def _taken_of(names: set[str], kept_years: int) -> set[str]:
    borne = User.objects.filter(username__in=names).values_list("username", flat=True)
    kept = _kept(kept_years).filter(name__in=names).values_list("name", flat=True)
    return {name for name in (*borne, *kept) if name}


def _kept(years: int) -> QuerySet[KeptName]:
    since = timezone.now() - timedelta(days=366 * years)
    return KeptName.objects.filter(Q(let_go_at__isnull=True) | Q(let_go_at__gt=since))
