"""A few days of two schools, invented at random but always the same, with everything that questions tell apart."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from belisha.activity.days import LONDON
from belisha.activity.tests.written import line

FIRST = datetime(2026, 10, 24, 7, 0, tzinfo=LONDON)
_PEOPLE = [("amy", "class-4"), ("ben", "class-5"), ("cat", "class-4"), ("", ""), ("", "")]
_SITES = ["www.rivers.example", "img.rivers.example", "news.example", "games.example", "10.9.8.7", "www.google.com"]
_KINDS = ["text/html", "text/html", "image/png", "text/javascript", ""]


def lines_of_a_school(seed: str, count: int = 1_600) -> Iterator[bytes]:
    """Lines in the order of time, some at the same instant, over the night in which clocks go back."""
    choose = random.Random(seed)
    moment = FIRST
    for _ in range(count):
        moment += timedelta(milliseconds=choose.choice((0, 1, 900, 20_000, 61_000, 700_000)))
        yield _line(choose, moment)


def _line(choose: random.Random, moment: datetime) -> bytes:
    person, group = choose.choice(_PEOPLE)
    number = choose.randrange(4)
    fields = {
        "school": choose.choice(("oak", "oak", "elm-road")),
        "person": person,
        "group": group,
        "device": choose.choice(("", f"lap-{number}")),
        "address": f"10.1.0.{number}",
        "how_known": "sign-in" if person else choose.choice(("device", "unknown")),
        "host": choose.choice(_SITES),
        "path": choose.choice(("/", "/rivers", f"/{number}", "/search")),
        "content_type": choose.choice(_KINDS),
        "status": choose.choice(("200", "200", "304", "404")),
        "bytes": str(choose.randrange(90_000)),
        "duration_ms": str(choose.randrange(900)),
    }
    return line(moment, **fields | choose.choice((_NOTHING, _NOTHING, _TUNNEL, _OPENED, _BLOCK, _SEARCH)))


_NOTHING: dict[str, str] = {}
_TUNNEL = {"method": "CONNECT", "path": "", "content_type": "", "squid_tag": "TCP_TUNNEL"}
_OPENED = {"method": "CONNECT", "path": "", "content_type": "", "squid_tag": "NONE_NONE"}
_BLOCK = {"verdict": "block", "category": "games", "list": "ut1/games", "list_version": "7", "squid_tag": "TCP_DENIED"}
_SEARCH = {"host": "www.google.com", "path": "/search", "query": "q=Rivers of Wales"}
