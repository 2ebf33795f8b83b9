"""`belisha log`: look at what was recorded, count it again, compact it."""

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click
import msgspec

from belisha.activity.compact import compact as compact_parts
from belisha.activity.escapes import visible
from belisha.activity.events import Event
from belisha.activity.follow import Follower
from belisha.activity.ingest import ingest, sweep
from belisha.activity.keep import read_keep
from belisha.activity.lookups import Lookup, operating_user, record_lookup
from belisha.activity.questions import counts, latest
from belisha.activity.register import Kind, Register, read_register
from belisha.activity.store import Extent, Scope, Store, View
from belisha.activity.subjects import find_subject
from belisha.activity.verify import Verified
from belisha.activity.verify import verify as count_again
from belisha.cli.plain_errors import plain_errors
from belisha.gateway.settings import default_home

FOLLOW_SECONDS = 0.3
_COLOURS = {"allow": "green", "block": "red"}
_home = click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
_json = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")


class Wanted(NamedTuple):
    """Which events to show. ``person``: nobody in particular when empty; ``school``: any when None."""

    person: str
    school: str | None
    blocked: bool
    every: bool

    def wants(self, event: Event) -> bool:
        """Whether to show this event."""
        return (
            self.person in ("", event.person)
            and self.school in (None, event.school)
            and (not self.blocked or event.verdict == "block")
            and (self.every or counts(event))
        )


@click.group()
def command() -> None:
    """Look at what was recorded, and look after it."""


@command.command()
@click.option("-n", "count", default=50, show_default=True, type=click.IntRange(0, 100_000), help="How many events.")
@click.option("--follow", is_flag=True, help="Go on with what happens from now; Ctrl-C ends it.")
@click.option("--person", help="Only this person: id, sign-in name or full name.")
@click.option("--school", help="Only this school.")
@click.option("--blocked", is_flag=True, help="Only what was blocked.")
@click.option("--every-line", "every", is_flag=True, help="Also lines that are no request of their own.")
@click.option("--for", "purpose", default="", help="What you look for; kept with the record of this look.")
@_json
@_home
def tail(
    *,
    count: int,
    follow: bool,
    person: str | None,
    school: str | None,
    blocked: bool,
    every: bool,
    purpose: str,
    as_json: bool,
    home: Path | None,
) -> None:
    """The last events, one a line. Looking goes on record."""
    home = home or default_home()
    register = read_register(home)

    def show(event: Event) -> None:
        click.echo(msgspec.json.encode(event).decode() if as_json else line(event, register.zone))

    with plain_errors():
        store, follower = Store.open(home), Follower(home)
        extent = store.extent(register.zone)
        wanted = _wanted(store, register, extent.schools, (person, school), blocked=blocked, every=every)
        record_lookup(home, _lookup(register.zone, wanted, purpose))
        for event in _latest(store, extent, register.zone, count, wanted):
            if not follow or follower.begins_after(event):
                show(event)
        while follow:
            for event in filter(wanted.wants, follower.events()):
                show(event)
            time.sleep(FOLLOW_SECONDS)


def _wanted(
    store: Store,
    register: Register,
    on_record: Sequence[str],
    who: tuple[str | None, str | None],
    *,
    blocked: bool,
    every: bool,
) -> Wanted:
    person, school = who
    schools: Sequence[str] = sorted({*register.schools, *on_record})
    if school is not None:
        school = find_subject(store, register, Kind.SCHOOL, school, schools).id
        schools = [school]
    if person is None:
        return Wanted("", school, blocked, every)
    found = find_subject(store, register, Kind.PERSON, person, schools)
    return Wanted(found.id, found.school, blocked, every)


def _latest(store: Store, extent: Extent, zone: ZoneInfo, count: int, wanted: Wanted) -> list[Event]:
    if extent.period is None:
        click.echo("Nothing recorded yet.", err=True)
        return []
    scope = Scope(extent.schools if wanted.school is None else (wanted.school,), extent.period, zone)
    return store.ask(scope, lambda view: _latest_wanted(view, count, wanted))


def _latest_wanted(view: View, count: int, wanted: Wanted) -> list[Event]:
    return latest(view, count, person=wanted.person, blocked=wanted.blocked, every=wanted.every)


def _lookup(zone: ZoneInfo, wanted: Wanted, purpose: str) -> Lookup:
    now = datetime.now(zone)
    return Lookup(
        at=now,
        by=operating_user(),
        what="log tail",
        kind="person" if wanted.person else "everybody",
        subject=wanted.person,
        schools=() if wanted.school is None else (wanted.school,),
        first="",
        last=now.date().isoformat(),
        purpose=purpose,
    )


def line(event: Event, zone: ZoneInfo) -> str:
    """An event as one line to read: when, who, what was answered, what was asked for, and why."""
    who = event.person or event.sign_in or event.device or event.address
    if not event.person:
        who += f" ({event.how_known or 'not signed in'})"
    verdict = click.style(f"{event.verdict or '-':5}", fg=_COLOURS.get(event.verdict))
    port = "" if event.port in (0, 80, 443) else f":{event.port}"
    asked = f"{event.scheme}://{event.host}{port}{event.path}" + (f"?{event.query}" if event.query else "")
    why = " ".join(text for text in (event.category, event.rule, event.list) if text)
    searched = f" searched “{event.search_term}”" if event.search_term else ""
    when = event.time.astimezone(zone)
    text = f"{event.method} {asked} {event.status or '-'}{searched}" + (f" [{why}]" if why else "")
    return f"{when:%Y-%m-%d %H:%M:%S} {visible(event.school or '-')} {visible(who)} {verdict} {visible(text)}"


@command.command()
@_json
@_home
def verify(*, as_json: bool, home: Path | None) -> None:
    """Count again: is all that the journal holds in Parquet, each event once? Exit status 1 when not."""
    home = home or default_home()
    with plain_errors():
        zone = read_register(home).zone
        found = count_again(home, read_keep(home), datetime.now(zone).date(), zone=zone)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        for each in found:
            click.echo(_verified(each))
        if not found:
            click.echo("Nothing recorded yet.")
    if any(each.faults for each in found):
        raise SystemExit(1)


def _verified(each: Verified) -> str:
    lines = [
        f"{each.gateway}: {each.events:,} events in {each.parts:,} Parquet files, {each.rejects:,} rejected lines.",
        f"  Segments of the journal: {each.segments:,}, with {each.again:,} of these events, counted again,",
        f"  and {each.waiting:,} events not yet brought in.",
        *(f"  WRONG: {fault}" for fault in each.faults),
    ]
    return "\n".join(lines if each.faults else [*lines, "  Each is there exactly once."])


@command.command()
@_json
@_home
def compact(*, as_json: bool, home: Path | None) -> None:
    """Bring the journal into Parquet now, merge small files, and remove what is no longer needed."""
    home = home or default_home()
    with plain_errors():
        zone = read_register(home).zone
        brought = ingest(home, zone=zone)
        merged = compact_parts(home, datetime.now(zone).date())
        swept = sweep(home)
    if as_json:
        click.echo(msgspec.json.encode({"brought": brought, "merged": merged, "swept": swept}).decode())
        return
    click.echo(f"Brought in: {brought.events:,} events, {brought.rejects:,} rejected lines.")
    click.echo(f"Merged: {merged.before:,} files into {merged.after:,}.")
    click.echo(f"Removed: {len(swept.segments):,} segments of the journal, {swept.files:,} files no longer needed.")
