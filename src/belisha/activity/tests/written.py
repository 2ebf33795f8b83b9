"""Journals for tests, written as Squid writes them."""

import os
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import LONDON, Period, milliseconds
from belisha.activity.events import WHO_AND_WHY, Event
from belisha.activity.manifest import activity_folder
from belisha.activity.store import Scope, Store, View

LONG = Period(date(2000, 1, 1), date(2099, 12, 31))
_DEFAULTS = {
    "duration_ms": "4",
    "address": "10.1.0.7",
    "method": "GET",
    "scheme": "https",
    "host": "www.rivers.example",
    "port": "443",
    "path": "/",
    "query": "-",
    "status": "200",
    "bytes": "264",
    "content_type": "text/html",
    "squid_tag": "TCP_MISS",
    "sign_in": "-",
}
_ENDING = {"tls": "bump", "sni": "-", "marks": "-"}
_WHO = {
    "school": "oak",
    "site": "main",
    "person": "amy",
    "group": "class-4",
    "how_known": "sign-in",
    "profile": "juniors",
    "verdict": "allow",
}


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    """School time: ``2026-11-16 09:00:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def escaped(text: str) -> str:
    return quote(text, safe="/:,.@*=+!()") if text else "-"


def line(when: str | datetime = "2026-11-16 09:00:00", **fields: str) -> bytes:
    """One line; fields by the names of events.LINE_FIELDS and WHO_AND_WHY, as plain text; two as Squid writes them."""
    ms = milliseconds(at(when) if isinstance(when, str) else when)
    plain = {name: escaped(fields.get(name, value)) if name in fields else value for name, value in _DEFAULTS.items()}
    plain["path"] = fields.get("url") or _url(plain)
    ending = [escaped(fields[name]) if name in fields else value for name, value in _ENDING.items()]
    who = "|".join(escaped(fields.get(name, _WHO.get(name, ""))) for name in WHO_AND_WHY)
    who = fields.get("who_and_why", who)
    return " ".join(["B1", f"{ms // 1000}.{ms % 1000:03d}", *plain.values(), who, *ending]).encode() + b"\n"


def _url(plain: dict[str, str]) -> str:
    """As Squid logs it: a "?" in place of the query, and of a tunnel no more than where it leads."""
    if plain["method"] == "CONNECT":
        return f"{plain['host']}:{plain['port']}"
    query = "" if plain["query"] == "-" else "?"
    return f"{plain['scheme']}://{plain['host']}:{plain['port']}{plain['path']}{query}"


class Journal:
    """A data folder with a journal that can be written and rotated."""

    def __init__(self, home: Path, gateway: str = "gw") -> None:
        self.home = home
        self.gateway = gateway
        self.count = 0
        (home / "journal").mkdir(parents=True, exist_ok=True)
        self.rotate()

    @property
    def current(self) -> Path:
        return self.home / "journal" / f"{self.gateway}-20261116T08{self.count:04d}Z.log"

    def write(self, *lines: bytes) -> None:
        with self.current.open("ab") as handle:
            handle.write(b"".join(lines))

    def rotate(self) -> None:
        self.count += 1
        self.current.touch()
        link = self.home / "journal" / "current.log.new"
        link.symlink_to(self.current.name)
        link.replace(self.home / "journal" / "current.log")

    def grow_quiet(self) -> None:
        """Make it as if nobody had written for a while, except to the current segment."""
        for path in (self.home / "journal").glob("*.log"):
            if not path.is_symlink() and path != self.current:
                os.utime(path, (1_000_000_000, 1_000_000_000))


class Id(msgspec.Struct, frozen=True, order=True):
    segment: str
    offset: int
    path: str
    school: str


def gateway_folder(home: Path, gateway: str) -> Path:
    """Where a gateway's record lies as long as nothing else is set."""
    return activity_folder(home) / gateway


def everything(home: Path, *schools: str) -> list[Id]:
    """Every event that the store gives, in order."""
    store = Store.open(home)
    named = schools or store.schools()
    return store.ask(Scope(named, LONG), _everything) if named else []


def _everything(view: View) -> list[Id]:
    return view.rows(Id, 'SELECT segment, "offset", path, school FROM in_scope ORDER BY segment, "offset"')


def events(home: Path, *schools: str) -> list[Event]:
    """The same with all columns."""
    question = 'SELECT * REPLACE (epoch_ms(time) / 1000 AS time) FROM in_scope ORDER BY time, segment, "offset"'
    return Store.open(home).ask(Scope(schools or ("oak",), LONG), lambda view: view.rows(Event, question))
