"""`belisha retention`: what is kept, for how long; delete what is kept no longer; the record of what was deleted."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec

from belisha.activity.counted import counted
from belisha.activity.escapes import visible
from belisha.activity.keep import Hold, Keep, Kind, read_keep
from belisha.activity.lookups import operating_user
from belisha.activity.register import read_register
from belisha.activity.retention.run import deletions, retain, strangers, would_go
from belisha.activity.retention.shelves import Held
from belisha.cli.data_folder import data_folder
from belisha.cli.plain_errors import plain_errors

_home = click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
_json = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One kind at one school. ``keep_days``: None where somebody decides. ``due``: how many days would go."""

    kind: Kind
    school: str
    keep_days: int | None
    first: date
    last: date
    days: int
    rows: int
    bytes: int
    due: int


class Overview(msgspec.Struct, frozen=True):
    """What is kept; what is held back today; what a run would delete; schools of the settings that are not there."""

    kept: tuple[Shown, ...]
    holds: tuple[Hold, ...]
    due: tuple[Held, ...]
    unknown: list[str]


@click.group()
def command() -> None:
    """Keep no longer than promised. What is kept how long is in retention.yaml: see docs/operate/keeping.md."""


@command.command()
@_json
@_home
def show(*, as_json: bool, home: Path | None) -> None:
    """What is kept, by kind, school and days, and what a run would delete."""
    home = data_folder(home)
    with plain_errors():
        keep = read_keep(home)
        overview = _overview(home, keep, _today(read_register(home).zone))
    if as_json:
        click.echo(msgspec.json.encode(overview).decode())
        return
    for line in _overview_lines(overview):
        click.echo(line)


def _today(zone: ZoneInfo) -> date:
    return datetime.now(zone).date()


def _overview(home: Path, keep: Keep, today: date) -> Overview:
    state = would_go(home, keep, today)
    groups: dict[tuple[Kind, str], list[Held]] = {}
    for each in state.before:
        groups.setdefault((each.kind, each.school), []).append(each)
    due = set(state.deleted)
    shown = tuple(
        Shown(
            kind=kind,
            school=school,
            keep_days=keep.days(kind, school),
            first=min(one.day for one in days),
            last=max(one.day for one in days),
            days=len({one.day for one in days}),
            rows=sum(one.rows for one in days),
            bytes=sum(one.bytes for one in days),
            due=len({one.day for one in days if one in due}),
        )
        for (kind, school), days in groups.items()
    )
    holds = tuple(hold for hold in keep.holds if today <= hold.until)
    unknown = strangers(home, [*keep.schools, *(hold.school for hold in holds)], state.before)
    return Overview(shown, holds, state.deleted, unknown)


def _overview_lines(overview: Overview) -> Iterator[str]:
    if not overview.kept:
        yield "Nothing is kept yet."
    for one in overview.kept:
        long = "until somebody lets go" if one.keep_days is None else counted(one.keep_days, "day")
        span = f"{one.first} to {one.last}, {counted(one.days, 'day')}"
        due = f"; {counted(one.due, 'day is', 'days are')} due to go" if one.due else ""
        what = f"{one.kind:9} {visible(one.school or '-'):16}"
        yield f"{what} {span}: {one.rows:,} ({one.bytes:,} bytes), kept {long}{due}"
    for hold in overview.holds:
        yield f"Held back at {visible(hold.school)}{_span(hold)} until {hold.until}: {visible(hold.reason)}"
    for school in overview.unknown:
        yield f"retention.yaml names the school {visible(school)}, which is neither in the policy nor on record."


def _span(hold: Hold) -> str:
    first = f" from {hold.first}" if hold.first > date.min else ""
    return first + (f" to {hold.last}" if hold.last < date.max else "")


@command.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@_json
@_home
def run(*, dry_run: bool, as_json: bool, home: Path | None) -> None:
    """Delete the days that are kept no longer, now; the recorder does so once a day."""
    home = data_folder(home)
    with plain_errors():
        zone = read_register(home).zone
        keep, today = read_keep(home), _today(zone)
        done = would_go(home, keep, today) if dry_run else retain(home, keep, today, by=operating_user(), zone=zone)
    if as_json:
        click.echo(msgspec.json.encode(done).decode())
        return
    click.echo(f"Before: {_totals(done.before)}")
    for line in _gone(done.deleted, "Would go" if dry_run else "Deleted"):
        click.echo(line)
    click.echo(f"After:  {_totals(done.after)}")


def _totals(days: Sequence[Held]) -> str:
    kinds = {kind: [each for each in days if each.kind is kind] for kind in Kind}
    told = [f"{sum(each.rows for each in some):,} {kind}" for kind, some in kinds.items() if some]
    return f"{', '.join(told)}; {sum(each.bytes for each in days):,} bytes." if told else "nothing on record."


def _gone(days: Sequence[Held], verb: str) -> Iterator[str]:
    for day in days:
        of = f"{day.kind} of school {visible(day.school or '-')}, {day.day}"
        yield f"{verb}: {of}: {day.rows:,}, {day.bytes:,} bytes."
    if not days:
        yield f"{verb}: nothing; no day is older than its school keeps."


@command.command()
@_json
@_home
def record(*, as_json: bool, home: Path | None) -> None:
    """What was deleted, when and by whom: the durable record, which names nobody it was about."""
    with plain_errors():
        done = list(deletions(data_folder(home)))
        if not done and not as_json:
            click.echo("Nothing was deleted yet.")
        for each in done:
            if as_json:
                click.echo(msgspec.json.encode(each).decode())
                continue
            click.echo(f"{each.at:%Y-%m-%d %H:%M} {each.state} by {visible(each.by)}: {_totals(each.days)}")
            for day in each.days:
                click.echo(
                    f"  {day.kind} of {visible(day.school or '-')}, {day.day}: {day.rows:,}, {day.bytes:,} bytes"
                )
