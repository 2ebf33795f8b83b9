"""Six weeks of the sample federation, invented: what two schools did on the internet, with a story or two in it."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from belisha.activity.compact import compact
from belisha.activity.days import LONDON, Period
from belisha.activity.findings.rescan import Rescan
from belisha.activity.ingest import ingest
from belisha.activity.tests.written import Journal, at, line
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.published import publish_policy
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample import sample_policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.engine.policy.model import Person, School

FIRST, LAST = date(2026, 10, 12), date(2026, 11, 20)
WEEK = "2026-W47"
CLASSES = {"oakfield": ("maple", "rowan"), "st-brigids": ("kestrel",)}
SITES = (
    ("www.bbc.co.uk", 14), ("www.topmarks.co.uk", 12), ("play.ttrockstars.com", 11), ("www.purplemash.com", 9),
    ("en.wikipedia.org", 8), ("www.natgeokids.com", 6), ("www.oxfordowl.co.uk", 6), ("scratch.mit.edu", 5),
    ("www.nhm.ac.uk", 4), ("www.english-heritage.org.uk", 3), ("www.metoffice.gov.uk", 3), ("kids.britannica.com", 3),
    ("www.bl.uk", 2), ("www.wwf.org.uk", 2), ("www.tate.org.uk", 2), ("www.sciencemuseum.org.uk", 2),
)  # fmt: skip
SEARCHES = (
    "roman roads", "longest river in africa", "how do volcanoes erupt", "7 times table", "haiku examples",
    "who was boudicca", "life cycle of a butterfly", "facts about saturn", "ancient egypt gods", "fractions games",
)  # fmt: skip
BLOCKS = (
    ("www.friv.com", "games", "ut1/games"), ("poki.com", "games", "ut1/games"),
    ("www.tiktok.com", "social-networks", "ut1/social_networks"), ("ads.example.net", "adverts", "ut1/publicite"),
)  # fmt: skip
ROUND = ("www.croxyproxy.com", "proxies-and-vpns", "ut1/vpn")
QUIET, STORY = 3, 8  # which pupil of the first class is quiet, and whose week is not


class Seat(NamedTuple):
    """Somebody at a device."""

    school: str
    person: Person
    device: str
    address: str

    def fields(self) -> dict[str, str]:
        """What every line of theirs says."""
        return {
            "school": self.school,
            "person": self.person.id,
            "sign_in": self.person.sign_in,
            "group": self.person.class_ or "",
            "device": self.device,
            "address": self.address,
        }


def seats(school_id: str, school: School) -> list[Seat]:
    """The pupils of some classes, each at the laptop they usually take."""
    pupils = [one for one in school.people if one.class_ in CLASSES[school_id]]
    laptops = [(one, device.address or "") for one, device in school.devices.items() if "laptop" in one]
    return [Seat(school_id, one, *laptops[number % len(laptops)]) for number, one in enumerate(pupils)]


class Life:
    """Invents what is done; the same seed gives the same weeks."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)

    def lesson(self, seat: Seat, day: date) -> Iterator[bytes]:
        """Half an hour of somebody's school day."""
        begin = datetime.combine(
            day, time(self._random.choice((9, 9, 10, 11, 13, 14)), self._random.randrange(30)), LONDON
        )
        hosts, weights = zip(*SITES, strict=True)
        for host in self._random.choices(hosts, weights, k=self._random.randint(1, 3)):
            for _ in range(self._random.randint(1, 3)):
                begin += timedelta(seconds=self._random.randint(20, 200))
                yield self.page(seat, begin, host)
        if self._random.random() < 0.3:
            yield self.search(seat, begin + timedelta(seconds=40), self._random.choice(SEARCHES))
        if self._random.random() < 0.05:
            yield self.block(seat, begin + timedelta(seconds=90), self._random.choice(BLOCKS))
        if self._random.random() < 0.04:
            nobody = {"person": "", "group": "", "sign_in": "-", "how_known": "room"}
            yield line(begin + timedelta(seconds=5), **(seat.fields() | nobody), host="www.bbc.co.uk")

    def page(self, seat: Seat, when: datetime, host: str) -> bytes:
        size = str(self._random.randint(20_000, 400_000))
        return line(when, **seat.fields(), host=host, path="/", bytes=size)

    def search(self, seat: Seat, when: datetime, term: str) -> bytes:
        asked = {"host": "www.google.com", "path": "/search", "query": f"q={quote(term)}"}
        return line(when, **seat.fields(), **asked)

    def block(self, seat: Seat, when: datetime, what: tuple[str, str, str]) -> bytes:
        host, category, source = what
        why = {"verdict": "block", "category": category, "list": source, "list_version": "2026-11-01"}
        return line(when, **seat.fields(), **why, host=host, status="403", squid_tag="TCP_DENIED")


def story(life: Life, seat: Seat) -> Iterator[bytes]:
    """The week of a child who is not well, and who would rather play."""
    tuesday, thursday = at("2026-11-17 10:12:00"), at("2026-11-19 21:34:00")
    yield life.search(seat, tuesday, "i feel sad all the time")
    yield life.search(seat, tuesday + timedelta(minutes=2), "how to talk to childline")
    for minute in range(0, 40, 4):
        yield life.block(seat, tuesday + timedelta(hours=3, minutes=minute), BLOCKS[minute % 3])
    for minute in range(4):
        yield life.block(seat, tuesday + timedelta(hours=4, minutes=2 * minute), ROUND)
    for minute in range(12):
        yield life.page(seat, thursday + timedelta(minutes=minute), "www.crazygames-hub.example")


def build_weeks(home: Path) -> list[Seat]:
    """Publish the sample federation, write six weeks of journal, and bring them into the record; who sat where."""
    journal = Journal(home, "oak-1")
    policy = read_checked_policy(sample_policy())
    publish_policy(home, policy)
    life, all_seats = Life(), []
    for school_id, school in policy.schools.items():
        here = seats(school_id, school)
        all_seats += here
        days = [day for day in Period(FIRST, LAST).days() if is_school_day(school.calendar, day)]
        for day in days:
            busy = [seat for number, seat in enumerate(here) if number != QUIET or day.weekday() < 2]
            journal.write(*(each for seat in busy for each in life.lesson(seat, day)))
    journal.write(*story(life, all_seats[STORY]))
    ingest(home, zone=LONDON)
    compact(home, LAST + timedelta(days=1))
    Rescan(home).run(sorted(policy.schools), Period(FIRST, LAST), lambda _: None)
    return all_seats
