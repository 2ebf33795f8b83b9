"""`belisha lists`: what category lists there are, where they come from, newer editions, an index of them."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from belisha.cli.downloads import Downloader
from belisha.cli.lists_tables import (
    categories_text,
    counts_in_force,
    expressions_text,
    inventory_text,
    lists_text,
    outcome_text,
    report_text,
    take_inventory,
)
from belisha.engine.lists import (
    ListError,
    Updater,
    categories,
    gather,
    import_locked,
    installation,
    locked_ids,
    record_upstream,
    sources,
    uses,
)
from belisha.engine.published import NothingPublishedError
from belisha.engine.published.preparing import compile_lists
from belisha.engine.snapshot import NamedList, SnapshotError, build
from belisha.gateway.settings import default_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from belisha.engine.lists import InstalledList, Outcome, ReadReport, Source
    from belisha.engine.snapshot import BuildReport

home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
smaller_option = click.option(
    "--accept-smaller", is_flag=True, help="Take a list that shrank by more than half; look at why first."
)
slot_argument = click.argument("slot", type=click.Choice(locked_ids()))


@click.group(invoke_without_command=True)
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
@json_option
@click.pass_context
def command(ctx: click.Context, *, home: Path | None, as_json: bool) -> None:
    """Category lists: what there is, newer editions, an index of them. Without a command: show."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, list_id=None, home=home, as_json=as_json)


@command.command()
@click.argument("list_id", metavar="[LIST]", required=False)
@home_option
@json_option
def show(*, list_id: str | None, home: Path | None, as_json: bool) -> None:
    """What lists there are; or, for one LIST, what reading it gives and which lines were rejected."""
    home = home or default_home()
    today = datetime.now(UTC).date()
    with _explained():
        if list_id:
            report = _read_one(home, list_id)
            _say(report.as_data(), report_text(report, samples=100), as_json=as_json)
            return
        found = take_inventory(home, today)
    _say(found, inventory_text(found, today), as_json=as_json)


@command.command("categories")
@home_option
@json_option
def categories_(*, home: Path | None, as_json: bool) -> None:
    """The categories that a policy can name, in plain words, with what the index in force holds of each."""
    counts = counts_in_force(home or default_home())
    data = [{"entries": counts.get(each.id, 0), **msgspec.to_builtins(each)} for each in categories().values()]
    _say(data, categories_text(counts), as_json=as_json)


def _read_one(home: Path, list_id: str) -> ReadReport:
    with installation(home) as lists:
        each = next((each for each in lists if each.id == list_id), None)
        if each is None:
            raise ListError(f"There is no list '{list_id}' here; 'belisha lists' names those that are.")
        for _ in each.entries:
            pass
        return each.report


@command.command()
@click.option("--only", metavar="ID", help="One source (ut1) or one list (ut1/gambling).")
@smaller_option
@home_option
@json_option
def update(*, only: str | None, accept_smaller: bool, home: Path | None, as_json: bool) -> None:
    """Fetch each publisher's newest edition. A broken or shrunken one never replaces a good one.

    Exit status 1 when something could not be had.
    """
    updater = Updater(home or default_home(), Downloader(), datetime.now(UTC), accept_smaller=accept_smaller)
    outcomes = []
    with _explained():
        for outcome in _updated(updater, only or ""):
            outcomes.append(outcome)
            click.echo(outcome_text(outcome), err=as_json)
    offline = bool(outcomes) and all(outcome.result == "offline" for outcome in outcomes)
    data = {"offline": offline, "outcomes": [outcome._asdict() for outcome in outcomes]}
    _say(data, _advice(outcomes, offline=offline), as_json=as_json)
    if any(outcome.result not in {"updated", "unchanged"} for outcome in outcomes):
        raise SystemExit(1)


def _updated(updater: Updater, only: str) -> Iterator[Outcome]:
    for source, name in _chosen(only):
        click.echo(f"{source.title} ...", err=True)
        yield from updater.update(source, name)


def _chosen(only: str) -> Iterable[tuple[Source, str]]:
    """The sources to update that have an address of a newer edition, each with the one list wanted or ""."""
    able = {source.id: source for source in sources().values() if source.update or _has_address(source)}
    source_id, _, name = only.partition("/")
    if not only:
        return [(source, "") for source in able.values()]
    if source_id not in able or (name and only not in uses()):
        raise ListError(f"There is no '{only}' to update; there are {', '.join(able)} and their lists.")
    return [(able[source_id], name)]


def _has_address(source: Source) -> bool:
    return any(file.update for file in source.lists.values())


def _advice(outcomes: Iterable[Outcome], *, offline: bool) -> Iterator[str]:
    if offline:
        yield "There is no internet from here, or the publishers are shut off: nothing was changed."
    elif any(outcome.result == "updated" for outcome in outcomes):
        yield "Now run 'belisha lists compile' to put the new lists in force."


@command.command("compile")
@home_option
@json_option
def compile_(*, home: Path | None, as_json: bool) -> None:
    """Build this installation's index and put it in force."""
    with _explained():
        report = compile_lists(home or default_home(), _progress(quiet=as_json))
    _say_built(report, [], [], as_json=as_json)


@command.command("build")
@click.argument("places", metavar="[SOURCE]...", nargs=-1)
@click.option("-o", "out", type=click.Path(path_type=Path), required=True, help="The index file, or a folder for it.")
@click.option("--category", default="", help="The category of every SOURCE that names none itself.")
@home_option
@json_option
def build_(*, places: tuple[str, ...], out: Path, category: str, home: Path | None, as_json: bool) -> None:
    """Build an index from SOURCEs: a UT1 folder or tarball, or a file of any form, as PATH or CATEGORY=PATH.

    Without a SOURCE: the shipped and downloaded lists of this installation, never the locked ones.
    """
    expressions: list[ReadReport] = []
    with (
        _explained(),
        gather(places, category, expressions) if places else installation(home or default_home()) as lists,
    ):
        given = [each for each in lists if not each.locked]
        report = _build(given, out, _progress(quiet=as_json))
    _say_built(report, [each.report for each in given], expressions, as_json=as_json)


def _build(lists: Iterable[InstalledList], out: Path, progress: Callable[[str, int], None]) -> BuildReport:
    """Build beside the place where the index goes, then move it there: what was there stays if the build fails."""
    out.parent.mkdir(parents=True, exist_ok=True)
    named = [NamedList(each.id, each.version, each.categories, each.locked, each.entries) for each in lists]
    if out.is_dir():
        return build(named, out, progress)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".building-") as folder:
        report = build(named, Path(folder), progress)
        return report._replace(path=report.path.replace(out))


@command.command("import-locked")
@slot_argument
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@smaller_option
@home_option
@json_option
def import_locked_(*, slot: str, file: Path, accept_smaller: bool, home: Path | None, as_json: bool) -> None:
    """Take a licensed FILE (one address or host a line) into a locked slot. Its content is never shown again."""
    with _explained():
        report = import_locked(home or default_home(), slot, file, datetime.now(UTC), accept_smaller=accept_smaller)
    text = [*report_text(report, samples=0), "Now run 'belisha lists compile' to put it in force."]
    _say(report.as_data(), text, as_json=as_json)


@command.command("locked")
@slot_argument
@click.option("--upstream", metavar="WHO", required=True, help="The supplier who applies the list before us.")
@home_option
@json_option
def locked_(*, slot: str, upstream: str, home: Path | None, as_json: bool) -> None:
    """Record that a supplier upstream applies a locked list."""
    with _explained():
        record_upstream(home or default_home(), slot, upstream, datetime.now(UTC))
    said = {"id": slot, "upstream": upstream}
    _say(said, [f"{slot}: applied upstream by {upstream}, on record from now."], as_json=as_json)


def _say_built(
    report: BuildReport, read: Sequence[ReadReport], expressions: Sequence[ReadReport], *, as_json: bool
) -> None:
    """What was built and where; of each list that lost lines, why."""
    data = {
        "index": str(report.path),
        "digest": report.digest,
        "entries": sum(report.counts.values()),
        "categories": report.counts,
        "lists": {info.id: info.entries for info in report.lists if not info.locked},
        "read": [each.as_data() for each in read],
        "expressions": [each.as_data() for each in expressions],
    }
    faults = [line for each in read if each.rejected for line in report_text(each, samples=3)]
    text = [*lists_text(report.lists, report.counts), "", *faults, *expressions_text(expressions)]
    _say(data, [*text, f"index: {report.path}"], as_json=as_json)


def _say(data: object, lines: Iterable[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(data).decode())
        return
    for line in lines:
        click.echo(line)


def _progress(*, quiet: bool) -> Callable[[str, int], None]:
    """Says on a terminal what a long build is doing."""
    silent = quiet or not sys.stderr.isatty()

    def say(what: str, count: int) -> None:
        if not silent:
            click.echo(f"\r\033[K{what} {count:,}", err=True, nl=False)

    return say


@contextmanager
def _explained() -> Iterator[None]:
    """Turns what may go wrong with files into one plain sentence."""
    try:
        yield
    except (ListError, NothingPublishedError, SnapshotError, OSError) as error:
        raise click.ClickException(str(error)) from error
