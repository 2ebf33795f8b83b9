"""What walks there are, what they found, and what repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.settings.queries import values_of
from belisha.console.compliance.models import OwnPoint, Sight, Walk, WalkPlace
from belisha.console.compliance.walks.rules import Due, Found, Frozen, key_of, listed, points_at, when_due
from belisha.console.people.models import Room

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = [
    "Line",
    "Stop",
    "Trend",
    "due_of",
    "found_since",
    "lacking",
    "last_signed",
    "lines_of",
    "own_points",
    "own_walk",
    "place_of",
    "points_for",
    "points_of",
    "repeated",
    "rooms_for",
    "rooms_unseen",
    "sight_of",
    "stops_of",
    "trend_of",
    "walk_of",
    "walks_of",
]


class Line(NamedTuple):
    """A point at a place, with what was seen of it. `again`: it was wrong there on the walk before."""

    point: Frozen
    sight: Sight | None
    again: bool = False

    @property
    def answer(self) -> str:
        """What was seen; "" for nothing yet."""
        return self.sight.answer if self.sight else ""


class Stop(NamedTuple):
    """A place of a walk: how many of its points were looked at, and how many are wrong."""

    place: WalkPlace
    lines: list[Line]

    @property
    def done(self) -> int:
        """How many points have an answer."""
        return sum(bool(line.answer) for line in self.lines)

    @property
    def wrong(self) -> int:
        """How many points are wrong."""
        return sum(line.answer == Sight.Answer.NO for line in self.lines)


class Trend(NamedTuple):
    """A point over the last walks: of a hundred places where it was seen, how many had it right; None: none."""

    text: str
    shares: list[int | None]


def points_for(school: School) -> list[Frozen]:
    """The list that a walk would begin with now."""
    return listed(values_of(school), own_points(school).values_list("pk", "text"))


def own_points(school: School) -> QuerySet[OwnPoint]:
    """What a school has looked at besides our list."""
    found: QuerySet[OwnPoint] = OwnPoint.objects.for_school(school).in_use()
    return found


def rooms_for(school: School) -> QuerySet[Room]:
    """The rooms of the register."""
    found: QuerySet[Room] = Room.objects.for_school(school).order_by("name", "pk")
    return found


def walks_of(school: School) -> QuerySet[Walk]:
    """The walks of a school but those that were given up, with `seen` and `wrong` of each, the latest first."""
    seen = Count("places__sights", filter=Q(places__sights__answer__in=["yes", "no"]))
    wrong = Count("places__sights", filter=Q(places__sights__answer="no"))
    walks: QuerySet[Walk] = Walk.objects.for_school(school).filter(dropped_at__isnull=True)
    return walks.select_related("walker", "school").annotate(seen=seen, wrong=wrong)


def walk_of(school: School, number: int) -> Walk:
    """One of a school. Raises Http404."""
    found: Walk | None = Walk.objects.for_school(school).select_related("walker", "school").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def own_walk(user: User, school: School) -> Walk | None:
    """The walk that somebody is at."""
    found: Walk | None = Walk.objects.for_school(school).open().filter(walker=user).first()
    return found


def place_of(walk: Walk, number: int) -> WalkPlace:
    """A place of a walk. Raises Http404."""
    found = walk.places.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def sight_of(school: School, number: int) -> Sight:
    """Something that was seen at a school. Raises Http404."""
    sights = Sight.objects.filter(place__walk__school=school, pk=number)
    found = sights.select_related("place__walk__school", "place__walk__walker", "plan").first()
    if found is None:
        raise Http404
    return found


def points_of(walk: Walk) -> list[Frozen]:
    """The list with which a walk began."""
    return msgspec.convert(walk.points, list[Frozen])


def stops_of(walk: Walk) -> list[Stop]:
    """The places of a walk with what was seen at each. A fixed number of queries."""
    points, before = points_of(walk), repeated(walk)
    stops = []
    for place in walk.places.prefetch_related("sights__plan__owner"):
        seen = {sight.point: sight for sight in place.sights.all()}
        key = key_of(place.room_id, place.name)
        lines = [Line(point, seen.get(point.id), (key, point.id) in before) for point in points_at(points, place.kind)]
        stops.append(Stop(place, lines))
    return stops


def lines_of(stop: Iterable[Stop]) -> list[tuple[WalkPlace, Line]]:
    """Everything that was seen, place by place."""
    return [(each.place, line) for each in stop for line in each.lines]


def lacking(stops: Iterable[Stop]) -> list[tuple[WalkPlace, Line]]:
    """What is wrong and neither put right nor planned."""
    return [
        (place, line)
        for place, line in lines_of(stops)
        if line.sight and line.answer == Sight.Answer.NO and not line.sight.mended and line.sight.plan_id is None
    ]


def repeated(walk: Walk) -> set[tuple[str, str]]:
    """What was wrong on the walk before: keys of places, and points."""
    earlier = Walk.objects.for_school(walk.school).signed().exclude(pk=walk.pk)
    last = earlier.filter(Q(on__lt=walk.on) | Q(on=walk.on, pk__lt=walk.pk)).first()
    if last is None:
        return set()
    wrong = Sight.objects.filter(place__walk=last, answer=Sight.Answer.NO)
    rows = wrong.values_list("place__room", "place__name", "point")
    return {(key_of(room, name), point) for room, name, point in rows}


def last_signed(school: School) -> Walk | None:
    """The last walk that counts."""
    found: Walk | None = Walk.objects.for_school(school).signed().first()
    return found


def due_of(school: School, now: datetime) -> Due:
    """When the next walk of a school is to be made."""
    today, last = timezone.localdate(now), last_signed(school)
    term = term_at(school, today)
    return when_due(last.on if last else None, today, term.first, term.next_first)


def found_since(school: School, points: Collection[str], first: date) -> list[Found]:
    """What signed walks found of some points since a day. One query."""
    sights = Sight.objects.filter(place__walk__school=school, place__walk__signed_at__isnull=False, point__in=points)
    sights = sights.filter(place__walk__on__gte=first, answer__in=["yes", "no"])
    rows = sights.values_list(
        "place__walk__on", "place__room", "place__name", "point", "answer", "mended", "plan", "plan__ended_at"
    )
    return [
        Found(on, key_of(room, name), point, answer == "yes", answer == "no" and not mended and not (plan and ended))
        for on, room, name, point, answer, mended, plan, ended in rows.order_by("place__walk__on", "pk")
    ]


def rooms_unseen(school: School, found: Iterable[Found]) -> int:
    """How many rooms of the register none of this was looked at in."""
    seen = {each.place for each in found}
    return sum(key_of(pk, "") not in seen for pk in rooms_for(school).values_list("pk", flat=True))


def trend_of(school: School, number: int = 4) -> tuple[list[Walk], list[Trend]]:
    """The last walks, the oldest first, and how each point stood on them."""
    walks = list(reversed(Walk.objects.for_school(school).signed()[:number]))
    rows = Sight.objects.filter(place__walk__in=walks, answer__in=["yes", "no"])
    counted = rows.values_list("place__walk", "point").annotate(
        all=Count("pk"), good=Count("pk", filter=Q(answer="yes"))
    )
    by_key = {(walk, point): good * 100 // every for walk, point, every, good in counted.order_by()}
    texts = {point.id: point.text for walk in walks for point in points_of(walk)}
    return walks, [Trend(text, [by_key.get((walk.pk, point)) for walk in walks]) for point, text in texts.items()]
