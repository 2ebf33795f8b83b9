"""What two children of the sample told us, and an answer. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.concerns.telling.actions import answer, practise, tell
from belisha.console.concerns.telling.queries import trusted
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, School

__all__ = ["sample_tellings"]


def sample_tellings(federation: Federation) -> None:
    """At each school one child who says who they are and is answered, one who does not; some year groups have tried."""
    for school in federation.schools.order_by("pk"):
        pupils = _two(school)
        if len(pupils) == 2:
            first, second = pupils
            _tell(first, second)
        for year in ("year-3", "year-4", "year-5"):
            one = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL, year=year).order_by("pk").first()
            if one is not None:
                practise(pupil=one)


def _two(school: School) -> list[Person]:
    pupils = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL, year="year-4")
    return list(pupils.select_related("user", "school").order_by("pk")[4:6])


def _tell(first: Person, second: Person) -> None:
    adults = trusted(first)
    chosen = adults[0] if adults else None
    words = "He says I am out of the team and everybody laughs in the chat"
    telling, _code = tell(pupil=first, picture="mean", words=words, named=True, for_friend=False, chosen=chosen)
    if chosen is not None:
        words = "Thank you for telling me. I will find you at break, and we will look at it together."
        answer(by=By(chosen), telling=telling, words=words)
    words = "My friend talks to somebody in a game who asks where she lives"
    tell(pupil=second, picture="stranger", words=words, named=False, for_friend=True, chosen=None)
