"""What was sighted lately, school day by school day: puts each new sighting to its finding, once."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import local_day
from belisha.activity.findings.model import Identity, Sighting
from belisha.activity.findings.rules import AGAIN_MS, GRAVE, HOUR_MS, again, new_id, school_night
from belisha.activity.school_days import SchoolDay
from belisha.engine.themes import Level

ONE_DAY = timedelta(days=1)
DAYS_HELD = 64
SIGHTINGS_HELD = 20_000  # some 30 MB
Person = tuple[str, str]


def _at(one: Sighting) -> int:
    return one.at


class _Day:
    """The sightings of one school's day, by person and theme in the order of time."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self.keys: set[tuple[Identity, str]] = set()
        self.by_theme: dict[str, dict[str, list[Sighting]]] = {}
        for one in sightings:
            self.add(one)

    def add(self, one: Sighting) -> None:
        self.keys.add((one.identity, one.theme))
        insort(self.by_theme.setdefault(one.who, {}).setdefault(one.theme, []), one, key=_at)


class Memory:
    """Sightings that may still matter. ``load`` gives those on record of a school's day, ``grave`` whom it names."""

    def __init__(
        self,
        zone: ZoneInfo,
        load: Callable[[SchoolDay], Iterable[Sighting]],
        grave: Callable[[str], Iterable[tuple[str, str]]],
    ) -> None:
        """Nothing is loaded before it is needed. ``grave``: person and theme of a school's grave sightings so far."""
        self._zone = zone
        self._load = load
        self._load_grave = grave
        self._days: dict[SchoolDay, _Day] = {}
        self._grave: dict[str, set[tuple[str, str]]] = {}

    def day_of(self, one: Sighting) -> SchoolDay:
        """The school's day to which a sighting belongs."""
        return SchoolDay(one.school, local_day(one.at, self._zone))

    def add(self, one: Sighting, noted: int) -> Sighting | None:
        """The sighting put to its finding, unless it has one; None when it is known, or the browser asked again."""
        near = self._near(one)
        if any((one.identity, one.theme) in day.keys for day in self._around(one)):
            return None
        if any(again(one, other) for other in near if abs(other.at - one.at) < AGAIN_MS):
            return None
        put = msgspec.structs.replace(
            one,
            finding=one.finding or self._finding(one, near),
            noted=one.noted or noted,
            first=self._is_first(one),
        )
        self._day(self.day_of(one)).add(put)
        return put

    def of_person(self, one: Sighting) -> list[Sighting]:
        """Everything of the same person on that day, the day before and the day after."""
        return [each for day in self._around(one) for same in day.by_theme.get(one.who, {}).values() for each in same]

    def forget(self) -> None:
        """Let go of days long past, once there is much; they are loaded again should they be needed."""
        if len(self._days) > DAYS_HELD or sum(len(day.keys) for day in self._days.values()) > SIGHTINGS_HELD:
            newest = max(owner.day for owner in self._days)
            self._days = {owner: day for owner, day in self._days.items() if newest - owner.day <= 2 * ONE_DAY}

    def _around(self, one: Sighting) -> Iterator[_Day]:
        school, day = self.day_of(one)
        return (self._day(SchoolDay(school, each)) for each in (day - ONE_DAY, day, day + ONE_DAY))

    def _day(self, owner: SchoolDay) -> _Day:
        if owner not in self._days:
            self._days[owner] = _Day(self._load(owner))
        return self._days[owner]

    def _near(self, one: Sighting) -> list[Sighting]:
        """Those of the same person and theme within an hour, in the order of time."""
        near: list[Sighting] = []
        for day in self._around(one):
            same = day.by_theme.get(one.who, {}).get(one.theme, [])
            begin = bisect_left(same, one.at - HOUR_MS, key=_at)
            end = bisect_left(same, one.at + HOUR_MS + 1, key=_at)
            near += same[begin:end]
        return near

    def _finding(self, one: Sighting, near: list[Sighting]) -> str:
        """The finding of the neighbour before it, else after it, else one of its own."""
        night = school_night(one.at, self._zone)
        joined = [other for other in near if school_night(other.at, self._zone) == night]
        before = [other for other in joined if other.at <= one.at]
        if joined:
            return (before[-1] if before else joined[0]).finding
        return new_id(one.school, one.who, one.theme, one.identity)

    def _is_first(self, one: Sighting) -> bool:
        """Whether nothing grave of this theme is on record of this person or device; an address may be anybody's."""
        if one.theme not in GRAVE or one.level is Level.ADVISORY or not (one.person or one.device):
            return False
        known = self._grave.get(one.school)
        if known is None:
            known = self._grave[one.school] = set(self._load_grave(one.school))
        fresh = (one.who, one.theme) not in known
        known.add((one.who, one.theme))
        return fresh
