"""What the duties of consents ask of live data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.access.models import User
from belisha.console.agreements.consents.queries.permitting import asked_at, responsible_for
from belisha.console.agreements.consents.rules import purpose_of
from belisha.console.agreements.models import ConsentAnswer, HomeLink, Publication, Shown, TakeDown
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from belisha.console.access.models import School

__all__ = ["OnShow", "Sought", "on_show", "sought"]

GRACE: Final = timedelta(days=28)


class Sought(NamedTuple):
    """Pupils who are here for four weeks; of how many somebody answered, or was asked only, or was not even asked."""

    pupils: int
    answered: int
    asked: int
    forgotten: int


class OnShow(NamedTuple):
    """What is shown now: how much, how many children without permission when it was entered, tasks open and late."""

    places: int
    without: int
    undone: int
    late: int


def sought(school: School, today: date) -> Sought:
    """Whether permission for pictures was sought for each pupil: an answer, or a link to somebody who may answer."""
    pictures = [code for code in asked_at(school) if purpose_of(code).shown]
    rows = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(today)
    pupils = list(rows.filter(joined__lte=today - GRACE))
    adults = responsible_for(pupils)
    given = ConsentAnswer.objects.filter(about__in=[each.pk for each in pupils], purpose__in=pictures)
    answered = {about for about, by in given.values_list("about_id", "person_id") if by in adults[about]}
    everybody = {adult for each in pupils for adult in adults[each.pk]}
    reached = set(HomeLink.objects.filter(person__in=everybody).values_list("person_id", flat=True))
    asked = {each.pk for each in pupils if each.pk not in answered and adults[each.pk] & reached}
    return Sought(len(pupils), len(answered), len(asked), len(pupils) - len(answered) - len(asked))


def on_show(school: School, purposes: Collection[str], now: datetime) -> OnShow:
    """What is shown for some purposes, and what of it lacks permission. Four queries."""
    there = Publication.objects.for_school(school).filter(ended_on__isnull=True, purpose__in=purposes)
    tasks = TakeDown.objects.open().filter(shown__publication__in=there)
    # what was shown without permission and was taken down since, or is permitted now, is mended
    mended = TakeDown.objects.filter(done_at__isnull=False).values("shown")
    without = Shown.objects.filter(publication__in=there, permitted=False).exclude(pk__in=mended)
    return OnShow(there.count(), without.count(), tasks.count(), tasks.filter(due_at__lt=now).count())
