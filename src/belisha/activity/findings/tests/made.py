"""Sightings, requests and journal lines for tests."""

from datetime import datetime

import msgspec

from belisha.activity.days import LONDON, milliseconds
from belisha.activity.findings.model import Hours, Kind, Request, Sighting
from belisha.activity.findings.rules import new_id
from belisha.activity.tests.written import at as at_time
from belisha.activity.tests.written import line
from belisha.engine.themes import Because, Level


def ms(text: str) -> int:
    """School time on Monday 16 November 2026: ``09:00:00``, or with a day before it."""
    return milliseconds(at_time(text if "-" in text else f"2026-11-16 {text}", LONDON))


def sighting(when: str | int = "09:00:00", **fields: object) -> Sighting:
    """One of amy, of caution about self-harm."""
    moment = ms(when) if isinstance(when, str) else when
    one = Sighting(
        finding="",
        noted=moment,
        at=moment,
        school="oak",
        site="main",
        person="amy",
        group="class-4",
        device="",
        address="10.1.0.7",
        theme="suicide-and-self-harm",
        level=Level.CAUTION,
        kind=Kind.SEARCH,
        text="cutting",
        verdict="allow",
        hours=Hours.SCHOOL,
        first=False,
        because=Because("cutting", ("cutting",), "1", "“cutting” stands there."),
        gateway="gw",
        segment="gw-1.log",
        offset=moment % 1_000_000_007,
    )
    one = msgspec.structs.replace(one, **fields)
    return msgspec.structs.replace(one, finding=one.finding or new_id(one.school, one.who, one.theme, one.identity))


def request(when: str = "09:00:00", **fields: object) -> Request:
    """An allowed page of the rivers."""
    one = Request(
        begun=ms(when),
        ended=ms(when),
        school="oak",
        site="main",
        person="amy",
        group="class-4",
        device="",
        address="10.1.0.7",
        method="GET",
        scheme="https",
        host="www.rivers.example",
        port=443,
        path="/",
        search_engine="",
        search_term="",
        verdict="allow",
        category="",
        list_version="",
        status=200,
        content_type="text/html",
        squid_tag="TCP_MISS",
        tls="bump",
        gateway="gw",
        segment="gw-1.log",
        offset=ms(when) % 1_000_000_007,
    )
    return msgspec.structs.replace(one, **fields)


def search(term: str, when: str | datetime = "2026-11-16 09:00:00", **fields: str) -> bytes:
    """A journal's line of a search."""
    return line(when, host="www.google.com", path="/search", query=f"q={term.replace(' ', '+')}", **fields)
