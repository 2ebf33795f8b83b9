"""`belisha report`: what a person, group, device, room, school or federation visited, was refused and searched for."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TypedDict, TypeVar, Unpack

import click
import msgspec

from belisha.activity.days import Period, read_week
from belisha.activity.lookups import operating_user
from belisha.activity.questions import Only
from belisha.activity.register import Kind, read_register
from belisha.activity.reports.counting import Desk, make_report
from belisha.activity.reports.everybody import write_everybody
from belisha.activity.reports.periods import Length, Stretch, check_begun, earlier, find_term
from belisha.activity.reports.report import Making, Report, Sort, Wanted
from belisha.activity.reports.spreadsheet import write_requests
from belisha.activity.reports.text import as_text
from belisha.activity.reports.writing import Files, note_look, places, school_folder, write_report
from belisha.activity.store import Scope, Store
from belisha.activity.subjects import Subject, calendar_of, find_subject, is_in_policy, whole_federation
from belisha.cli.moments import Day
from belisha.cli.plain_errors import plain_errors
from belisha.engine.address import read_host
from belisha.gateway.settings import default_home

MOST_NAMED = 20


class Options(TypedDict):
    """What every kind of report can be asked with."""

    person: str | None
    class_: str | None
    group: str | None
    device: str | None
    room: str | None
    school: str | None
    federation: bool
    everybody: bool
    names: bool
    site: str
    category: str
    verdict: str
    search: str
    sort: str
    html: Path | None
    csv: Path | None
    pdf: bool
    requests: bool
    purpose: str
    as_json: bool
    home: Path | None


_file = click.Path(path_type=Path, dir_okay=False)
_sorts = click.Choice([each.value for each in Sort])
_OPTIONS = (
    click.option("--person", help="Id, sign-in name or full name."),
    click.option("--class", "class_", help="A class."),
    click.option("--group", help="A class, year, key stage or other group."),
    click.option("--device", help="Id or name of a device, or its address."),
    click.option("--room", help="The devices of a room, and what its network carries."),
    click.option("--school", help="The school; alone, the report is about all of it."),
    click.option("--federation", is_flag=True, help="All schools, side by side, without a name."),
    click.option("--everybody", is_flag=True, help="A report of each person (of --school, or of all)."),
    click.option("--names", is_flag=True, help="Name people where the report is not about one; goes on record."),
    click.option("--site", default="", help="Only this site."),
    click.option("--category", default="", help="Only what was blocked for this category."),
    click.option("--verdict", default="", type=click.Choice(["", "allow", "block"]), help="Only allowed or blocked."),
    click.option("--search", default="", help="Only what has this text in its address or search term."),
    click.option("--sort", default="most", type=_sorts, show_default=True, help="Order of the lists."),
    click.option("--html", type=_file, help="Where the page goes."),
    click.option("--csv", type=_file, help="Where the spreadsheet goes."),
    click.option("--pdf", is_flag=True, help="For paper as well: a tagged PDF beside the page."),
    click.option("--requests", is_flag=True, help="Write every single request to a spreadsheet as well."),
    click.option("--for", "purpose", default="", help="What the report is for; kept with the record of this look."),
    click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object."),
    click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var)."),
)
_Command = TypeVar("_Command", bound=Callable[..., None])


def _asked(function: _Command) -> _Command:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def _read_week(_: click.Context, __: click.Parameter, text: str | None) -> Period | None:
    try:
        return read_week(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_day = Day()


class _Reports(click.Group):
    """The kinds of report, and `schedule`, which is loaded only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "schedule"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "schedule":
            loaded: click.Command = import_module("belisha.cli.report_schedule").schedule
            return loaded
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Reports)
def command() -> None:
    """Reports of internet use. Every look at a person, device, group or school goes on record."""


@command.command()
@click.option("--day", "of_day", type=_day, help="As 2026-11-16. Default: today.")
@_asked
def day(*, of_day: datetime | None, **options: Unpack[Options]) -> None:
    """One day, compared with the school day before."""

    def chosen(today: date, _: Sequence[str]) -> Stretch:
        wanted = of_day.date() if of_day else today
        return Stretch(Length.DAY, Period(wanted, wanted))

    _run(options, chosen)


@command.command()
@click.option("--week", "of_week", callback=_read_week, help="As 2026-W47. Default: the seven days that end today.")
@_asked
def week(*, of_week: Period | None, **options: Unpack[Options]) -> None:
    """A week, compared with the week before."""

    def chosen(today: date, _: Sequence[str]) -> Stretch:
        return Stretch(Length.WEEK, of_week or Period(today - timedelta(days=6), today))

    _run(options, chosen)


@command.command()
@click.option("--term", "of_term", default="", help="The term's name in the policy. Default: the term of today.")
@_asked
def term(*, of_term: str, **options: Unpack[Options]) -> None:
    """A term of the school's calendar, compared with the term before."""

    def chosen(today: date, schools: Sequence[str]) -> Stretch:
        register = read_register(options["home"] or default_home())
        return find_term(calendar_of(register, schools), of_term, today)

    _run(options, chosen)


@command.command(name="range")
@click.option("--from", "first", type=_day, required=True, help="First day, as 2026-11-16.")
@click.option("--to", "last", type=_day, help="Last day (default: today).")
@_asked
def any_range(*, first: datetime, last: datetime | None, **options: Unpack[Options]) -> None:
    """Any days, compared with as many school days before them."""

    def chosen(today: date, _: Sequence[str]) -> Stretch:
        period = Period(first.date(), last.date() if last else today)
        if period.first > period.last:
            message = f"The period ends ({period.last}) before it begins ({period.first})."
            raise click.UsageError(message)
        return Stretch(Length.RANGE, period)

    _run(options, chosen)


_Chosen = Callable[[date, Sequence[str]], Stretch]
_ALONE = ("person", "class_", "group", "device", "room", "federation", "html", "csv", "requests")


def _run(options: Options, chosen: _Chosen) -> None:
    home = options["home"] or default_home()
    with plain_errors():
        register = read_register(home)
        making = Making(by=operating_user(), at=datetime.now(register.zone), purpose=options["purpose"])
        desk = Desk(home, Store.open(home), register, making)
        if options["everybody"]:
            _everybody(desk, options, chosen)
            return
        subject = _subject(desk, options)
        wanted = _wanted(desk, options, chosen, subject.schools)
        note_look(home, making, [subject], wanted, scheduled=False)
        report = make_report(desk, subject, wanted)
        files = write_report(report, _files(desk, options, subject, wanted))
        if files.requests:
            write_requests(desk.store, subject, _scope(desk, subject, wanted), files.requests)
    click.echo(_as_json(report, files) if options["as_json"] else _as_text(report, files))


def _wanted(desk: Desk, options: Options, chosen: _Chosen, schools: Sequence[str]) -> Wanted:
    today = desk.making.at.date()
    stretch = chosen(today, schools)
    check_begun(stretch, today)
    return Wanted(
        stretch=stretch,
        earlier=earlier(stretch, calendar_of(desk.register, schools), today),
        only=Only(_site(options["site"]), options["category"], options["verdict"], options["search"]),
        sort=Sort(options["sort"]),
        names=options["names"],
    )


def _site(text: str) -> str:
    host = read_host(text) if text else ""
    if not isinstance(host, str):
        raise click.UsageError(host.reason)
    return host


def _scope(desk: Desk, subject: Subject, wanted: Wanted) -> Scope:
    return Scope(subject.schools, wanted.stretch.period, desk.register.zone)


def _subject(desk: Desk, options: Options) -> Subject:
    named = {
        Kind.PERSON: options["person"],
        Kind.CLASS: options["class_"],
        Kind.GROUP: options["group"],
        Kind.DEVICE: options["device"],
        Kind.ROOM: options["room"],
    }
    about = {kind: text for kind, text in named.items() if text is not None}
    if len(about) + options["federation"] > 1:
        kinds = [*about, *([Kind.FEDERATION] if options["federation"] else [])]
        message = f"Ask about one of these at a time: {', '.join(f'--{kind}' for kind in kinds)}."
        raise click.UsageError(message)
    if options["federation"]:
        return whole_federation(desk.register, _schools(desk))
    schools: Sequence[str] | None = None
    if options["school"] is not None:
        school = _found(desk, Kind.SCHOOL, options["school"], None)
        if not about:
            return school
        schools = [school.id]
    if not about:
        message = "Say about whom: --person, --class, --group, --device, --room, --school or --federation."
        raise click.UsageError(message)
    kind, text = next(iter(about.items()))
    return _found(desk, kind, text, schools)


def _found(desk: Desk, kind: Kind, text: str, schools: Sequence[str] | None) -> Subject:
    """By the policy alone where it names it: what is only on record takes longer to look through."""
    named = sorted(desk.register.schools)
    if schools is None:
        schools = named if is_in_policy(desk.register, kind, text, named) else _schools(desk)
    return find_subject(desk.store, desk.register, kind, text, schools)


def _schools(desk: Desk) -> list[str]:
    return sorted({*desk.register.schools, *desk.store.schools()})


def _files(desk: Desk, options: Options, subject: Subject, wanted: Wanted) -> Files:
    if options["requests"] and subject.kind is not Kind.PERSON and not options["names"]:
        message = "--requests names people: ask for --names too, which goes on record."
        raise click.UsageError(message)
    usual = places(school_folder(desk.home, subject), subject, wanted, pdf=options["pdf"])
    html = options["html"] or usual.html
    return Files(
        html,
        options["csv"] or usual.csv,
        html.with_suffix(".pdf") if usual.pdf else None,
        usual.csv.with_suffix(".requests.csv") if options["requests"] else None,
    )


def _as_text(report: Report, files: Files) -> str:
    return "\n".join([as_text(report), *(f"Written: {path}" for path in files if path)])


def _as_json(report: Report, files: Files) -> str:
    return msgspec.json.encode({"report": report, "files": files.written()}).decode()


def _everybody(desk: Desk, options: Options, chosen: _Chosen) -> None:
    besides = [f"--{name.rstrip('_')}" for name in _ALONE if options.get(name)]
    if besides:
        message = f"--everybody is everybody of --school, or of all schools: leave {' and '.join(besides)} out."
        raise click.UsageError(message)
    schools: Sequence[str] = list(filter(None, _schools(desk)))
    if options["school"] is not None:
        schools = [find_subject(desk.store, desk.register, Kind.SCHOOL, options["school"], schools).id]
    wanted = {school: _wanted(desk, options, chosen, [school]) for school in schools}  # each has a calendar of its own
    written = [one for school in schools for one in write_everybody(desk, [school], wanted[school], pdf=options["pdf"])]
    if options["as_json"]:
        click.echo(msgspec.json.encode(written).decode())
        return
    click.echo(f"{len(written):,} reports in {desk.home / 'reports'}.")
    first = sorted((one for one in written if one.worth), key=lambda one: -one.worth[0].weight)
    for one in first[:MOST_NAMED]:
        click.echo(f"{one.name}: {one.worth[0].sentence} {one.files['html']}")
