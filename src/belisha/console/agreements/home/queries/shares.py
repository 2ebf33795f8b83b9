"""How many families of each class take part, and how many pupils have what a duty asks for. Never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from belisha.console.agreements.home.queries.programme import class_pupils, taking_part
from belisha.console.agreements.home.rules import school_year
from belisha.console.agreements.models import FamilyStep

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School

__all__ = ["Share", "Shares", "all_shares", "shares"]

Kind = FamilyStep.Kind


class Share(NamedTuple):
    """A class, and how many of its pupils' families did something."""

    name: str
    size: int
    did: int

    @property
    def percent(self) -> int:
        """Rounded down."""
        return self.did * 100 // self.size if self.size else 0


class Shares(NamedTuple):
    """What families did, class by class."""

    title: StrOrPromise
    classes: list[Share]


SHOWN: Final[tuple[tuple[StrOrPromise, str], ...]] = (
    (_("Read the pupil rules together"), Kind.READ_WITH),
    (_("Sent the home-school form"), Kind.HOME_SCHOOL),
    (_("Talked about it"), Kind.TALKED),
    (_("Made the family pledge"), Kind.PLEDGE),
    (_("Finished a short unit"), Kind.UNIT),
    (_("Opened the signs to watch for"), Kind.SIGNS),
    (_("Opened the tips for home"), Kind.TIPS),
)


def shares(school: School, kind: str, since: date, day: date) -> list[Share]:
    """Of each class, how many pupils' families did something since a day. Three queries."""
    did = taking_part(school, kind, since, day)
    return [Share(name, len(pupils), len(pupils & did)) for name, pupils in class_pupils(school, day)]


def all_shares(school: School, day: date) -> list[Shares]:
    """All that is shown of families, for the school year of a day."""
    from_day = day.replace(year=school_year(day), month=9, day=1)
    return [Shares(title, shares(school, kind, from_day, day)) for title, kind in SHOWN]
