"""Invents a journal as Squid would write it for a primary school: people, devices, sites, searches and blocks.

400 people and 300 devices over school weeks: classes have their hours at the computers, staff work all day, little
happens at lunch, after school and at weekends. The same seed gives the same bytes. Run it:
`.venv/bin/python bench/activity_data.py 5000000 --weeks 4 -o FILE`.
"""

import argparse
import itertools
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

SEED = 20_261_116
SCHOOL = "oakfield"
PEOPLE = 400  # pupils and staff
DEVICES = 300
CLASSES = 14
STAFF_EVERY = 8
SITES = 6_000
FIRST = datetime(2026, 10, 26, tzinfo=UTC)  # the Monday after the clocks changed: school time is UTC until March
SCHOOL_DAY = {7: 2, 8: 10, 9: 22, 10: 17, 11: 22, 12: 7, 13: 20, 14: 20, 15: 12, 16: 5, 17: 2, 19: 1}  # share by hour
WEEKEND_SHARE = 0.01  # of a school day
LESSONS_A_DAY = 2  # hours in which a class has the computers
IN_LESSON, OUT_OF_LESSON, STAFF = 12, 1, 6  # how much somebody does
_CONSONANTS = "bcdfghklmnprstv"
_VOWELS = "aeio"
_TOPICS = ("romans", "volcanoes", "fractions", "egypt", "rivers", "planets", "dinosaurs", "poems", "magnets", "verbs")
_KINDS = (
    ("js", "text/javascript", 28_000),
    ("css", "text/css", 9_000),
    ("png", "image/png", 14_000),
    ("jpg", "image/jpeg", 60_000),
    ("woff2", "font/woff2", 22_000),
    ("json", "application/json", 3_000),
)
_BLOCKED = (
    ("games", "ut1/games"),
    ("social-networks", "ut1/social_networks"),
    ("gambling", "ut1/gambling"),
    ("adverts", "ut1/publicite"),
    ("proxies-and-vpns", "ut1/vpn"),
)
_BY_NAME_SHARE = 0.35
_BLOCKED_SHARE = 0.04


class Person(NamedTuple):
    """Somebody with a device, and the start of who_and_why for all that they do."""

    sign_in: str
    address: str
    device: str
    group: str
    known: str


class Site(NamedTuple):
    """A site: where its pages and its files come from, and what happens when it is asked for."""

    host: str
    files: str
    by_name: bool
    blocked: tuple[str, str] | None


class Inventor:
    """Invents page loads, one bundle of lines each."""

    def __init__(self, seed: int = SEED) -> None:
        self._random = random.Random(seed)
        self.people = [self._person(n) for n in range(PEOPLE)]
        self._sites = [self._site() for _ in range(SITES)]
        self._weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(SITES)))
        self._busy = {(day, hour): self._who_is_busy() for day in range(7) for hour in SCHOOL_DAY}

    def _who_is_busy(self) -> list[float]:
        """How much each person does in an hour of the week, added up along the people."""
        at_computers = {f"class-{number}" for number in self._random.sample(range(CLASSES), 3 * LESSONS_A_DAY)}
        return list(itertools.accumulate(_share(person, at_computers) for person in self.people))

    def _word(self, syllables: int) -> str:
        choose = self._random.choice
        return "".join(choose(_CONSONANTS) + choose(_VOWELS) for _ in range(syllables))

    def _person(self, number: int) -> Person:
        sign_in = f"{self._word(2)}.{self._word(3)}{number}"
        device = number % DEVICES
        address = f"10.1.{device // 250}.{device % 250 + 2}"
        group, profile = (f"class-{number % CLASSES}", "juniors") if number % STAFF_EVERY else ("staff", "staff")
        known = f"{SCHOOL}|main|{sign_in}|{group}|sign-in|laptop-{device}|{profile}"
        return Person(sign_in, address, f"laptop-{device}", group, known)

    def _site(self) -> Site:
        name = f"{self._word(self._random.randint(2, 4))}.example"
        blocked = self._random.choice(_BLOCKED) if self._random.random() < _BLOCKED_SHARE else None
        by_name = self._random.random() < _BY_NAME_SHARE
        return Site(f"www.{name}", f"{self._random.choice(('cdn', 'static', 'img'))}.{name}", by_name, blocked)

    def load(self, at_ms: int) -> Iterator[bytes]:
        """The lines of one page load that begins at this time: in the order in which Squid would finish them."""
        moment = datetime.fromtimestamp(at_ms / 1000, UTC)
        busy = self._busy[moment.weekday(), moment.hour]
        person = self._random.choices(self.people, cum_weights=busy)[0]
        site = self._random.choices(self._sites, cum_weights=self._weights)[0]
        if self._random.random() < 0.03:
            yield from self._search(person, at_ms)
        elif site.blocked:
            yield from self._block(person, site, site.blocked, at_ms)
        elif site.by_name:
            yield from self._tunnels(person, site, at_ms)
        else:
            yield from self._page(person, site, at_ms)

    def _line(self, person: Person, at_ms: int, request: str, reply: str, why: str, tls: str) -> bytes:
        duration = self._random.randint(2, 400)
        moment = f"{at_ms // 1000}.{at_ms % 1000:03d}"
        who = f"{person.sign_in} {person.known}|{why}"
        return f"B1 {moment} {duration} {person.address} {request} {reply} {who} {tls}\n".encode()

    def _open(self, person: Person, host: str, at_ms: int, mode: str) -> bytes:
        request, reply = f"CONNECT - {host} 443 {host}:443 -", "200 0 - NONE_NONE"
        return self._line(person, at_ms, request, reply, "allow|-|-|-|-", f"{mode} {host} -")

    def _get(self, person: Person, host: str, path: str, at_ms: int, reply: str, query: str = "-") -> bytes:
        request = f"GET https {host} 443 https://{host}{path}{'' if query == '-' else '?'} {query}"
        return self._line(person, at_ms, request, f"200 {reply} TCP_MISS", "allow|-|-|-|-", f"bump {host} -")

    def _page(self, person: Person, site: Site, at_ms: int) -> Iterator[bytes]:
        yield self._open(person, site.host, at_ms, "bump")
        path = f"/{self._word(2)}/{self._word(3)}"
        yield self._get(
            person, site.host, path, at_ms + 90, f"{self._random.randint(4_000, 90_000)} text/html;%20charset=utf-8"
        )
        yield self._open(person, site.files, at_ms + 110, "bump")
        for number in range(self._random.randint(3, 24)):
            ending, kind, size = self._random.choice(_KINDS)
            name = f"/assets/{self._random.randrange(400):x}/{self._random.randrange(40)}.{ending}"
            yield self._get(
                person, site.files, name, at_ms + 130 + 12 * number, f"{self._random.randint(200, 2 * size)} {kind}"
            )

    def _tunnels(self, person: Person, site: Site, at_ms: int) -> Iterator[bytes]:
        for host in (site.host, site.files, site.files):
            yield self._open(person, host, at_ms, "splice")
        for number, host in enumerate((site.files, site.files, site.host)):
            reply = f"200 {self._random.randint(2_000, 900_000)} - TCP_TUNNEL"
            request = f"CONNECT http {host} 443 {host}:443 -"
            yield self._line(person, at_ms + 900 + number, request, reply, "allow|-|-|-|-", f"splice {host} -")

    def _block(self, person: Person, site: Site, blocked: tuple[str, str], at_ms: int) -> Iterator[bytes]:
        why = f"block|{blocked[0]}|-|{blocked[1]}|2026-11-01"
        denied = f"CONNECT - {site.host} 443 {site.host}:443 -"
        yield self._line(person, at_ms, denied, "200 0 - TCP_DENIED", why, f"bump {site.host} -")
        page = f"GET https {site.host} 443 - - 403 5120 text/html NONE_NONE {person.sign_in} - - {site.host} -\n"
        moment = f"{(at_ms + 8) // 1000}.{(at_ms + 8) % 1000:03d}"
        yield f"B1 {moment} 0 {person.address} {page}".encode()

    def _search(self, person: Person, at_ms: int) -> Iterator[bytes]:
        term = f"{self._random.choice(_TOPICS)} {self._random.choice(_TOPICS)} {self._random.randrange(60)}"
        query = quote(f"q={quote(term)}&safe=active")
        host = "www.google.com"
        yield self._open(person, host, at_ms, "bump")
        yield self._get(person, host, "/search", at_ms + 60, "64000 text/html;%20charset=utf-8", query)
        for number in range(4):
            yield self._get(person, host, f"/images/{number}.png", at_ms + 100 + number, "2200 image/png")


def _share(person: Person, at_computers: set[str]) -> int:
    if person.group == "staff":
        return STAFF
    return IN_LESSON if person.group in at_computers else OUT_OF_LESSON


def hours(weeks: int, first: datetime = FIRST) -> list[tuple[datetime, float]]:
    """Every hour in which something happens, with its share of all that happens."""
    shares = [
        (first + timedelta(days=day, hours=hour), share * (1 if day % 7 < 5 else WEEKEND_SHARE))
        for day in range(7 * weeks)
        for hour, share in SCHOOL_DAY.items()
    ]
    total = sum(share for _, share in shares)
    return [(moment, share / total) for moment, share in shares]


def journal(count: int, *, weeks: int = 1, first: datetime = FIRST, seed: int = SEED) -> Iterator[bytes]:
    """``count`` lines over so many weeks from a Monday on, in the order in which pages were begun."""
    inventor = Inventor(seed)
    made, due = 0, 0.0
    for begin, share in hours(weeks, first):
        before, due = due, due + share * count
        while made < round(due):
            within = (made - before) / (due - before)
            at_ms = int(begin.timestamp() * 1000) + max(0, int(within * 3_600_000))
            for line in inventor.load(min(at_ms, int(begin.timestamp() * 1000) + 3_599_999)):
                if made < count:
                    yield line
                made += 1


def main() -> None:
    """Write a journal of so many lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--weeks", type=int, default=1)
    wanted = parser.parse_args()
    with wanted.output.open("wb") as handle:
        handle.writelines(journal(wanted.count, weeks=wanted.weeks))
    sys.stdout.write(f"{wanted.count} lines, {wanted.output.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
