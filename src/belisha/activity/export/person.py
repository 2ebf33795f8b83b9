"""Gathering all that is held of one person into a folder, telling apart what may go out and what must be read first."""

import csv
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from belisha.activity.days import Period
from belisha.activity.errors import ActivityError
from belisha.activity.events import Event
from belisha.activity.export.rows import (
    BLOCK_COLUMNS,
    SEARCH_COLUMNS,
    SIGN_IN_COLUMNS,
    Searches,
    SignIns,
    block_row,
    event_row,
    released,
)
from belisha.activity.findings import findings, frozen_of
from belisha.activity.findings.files import days_with_findings
from belisha.activity.lookups import Lookup, lookups, record_lookup
from belisha.activity.questions import lines, prepare_lines
from belisha.activity.register import Kind, Register
from belisha.activity.reports.spreadsheet import cell_text
from belisha.activity.reports.words import Cell
from belisha.activity.store import Scope, Store, View
from belisha.activity.subjects import Subject
from belisha.engine.policy.members import groups_of_person, lineage_of
from belisha.engine.policy.model import Person, School

REVIEW: Final = "review-first"
README: Final = "README.html"
LOOK_COLUMNS: Final = ("at", "by", "about", "what", "first", "last", "purpose")
_environment = Environment(
    loader=PackageLoader("belisha.activity.export", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class ExportError(ActivityError):
    """The export cannot be made; the text says what to change."""


class Form(NamedTuple):
    """What somebody sent by one of the portal's forms. ``client``: the address it came from; ``said``: all of it."""

    name: str
    client: str
    said: Mapping[str, object]


class Made(NamedTuple):
    """Who makes the export, when, and what for."""

    by: str
    at: datetime
    purpose: str


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written. ``files``: how many entries each holds; those in ``review-first`` are not in ``zip``."""

    person: str
    name: str
    school: str
    folder: str
    zip: str
    first: str
    last: str
    files: dict[str, int]


def export_person(
    home: Path, register: Register, subject: Subject, forms: Mapping[str, Sequence[Form]], folder: Path, made: Made
) -> Exported:
    """Write all that is held of a person into a new folder, and a zip file beside it. Goes on record first.

    ``forms``: what came in by the portal's forms, by kind: ``asks`` and ``worries``. Raises ExportError, OSError.
    """
    _check_empty(folder)
    store = Store.open(home)
    period = store.period(register.zone) or Period(made.at.date(), made.at.date())
    record_lookup(home, _look(subject, period, made))
    with _all_or_nothing(folder):
        (folder / REVIEW).mkdir(mode=0o700)
        scope = Scope((subject.school,), period, register.zone)
        files = store.ask(scope, lambda view: _write_events(view, subject, folder))
        school = register.schools.get(subject.school)
        person = next((one for one in school.people if one.id == subject.id), None) if school else None
        files["register.json"] = _write_json(folder / "register.json", _registered(school, person))
        theirs = {kind: [form for form in sent if _is_theirs(form, school, person)] for kind, sent in forms.items()}
        files["asks.json"] = _write_json(folder / "asks.json", [form.said for form in theirs.get("asks", ())])
        files |= _write_review(home, subject, scope, [form.said for form in theirs.get("worries", ())], folder / REVIEW)
        exported = Exported(
            person=subject.id,
            name=subject.name,
            school=subject.school,
            folder=str(folder),
            zip=str(_packed(folder)),
            first=period.first.isoformat(),
            last=period.last.isoformat(),
            files=files,
        )
        _write_readmes(folder, exported, subject, made)
        for path in folder.rglob("*.*"):
            path.chmod(0o600)  # also when the files are moved out of their folder
        _pack(folder, Path(exported.zip))
        return exported


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    """Half of somebody's record is of no use, and must not lie about."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        _packed(folder).unlink(missing_ok=True)
        raise


def _packed(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.zip")


def _check_empty(folder: Path) -> None:
    packed = _packed(folder)
    try:
        taken = packed.exists() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    except PermissionError as error:
        message = f"You may not look into {folder}: name a folder of your own."
        raise ExportError(message) from error
    if taken:
        message = f"{folder} or {packed.name} holds something already: name a folder that is not there yet."
        raise ExportError(message)


def _look(subject: Subject, period: Period, made: Made) -> Lookup:
    return Lookup(
        at=made.at,
        by=made.by,
        what="export person",
        kind=Kind.PERSON,
        subject=subject.id,
        schools=(subject.school,),
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        purpose=made.purpose,
    )


class _Sheet:
    """A spreadsheet being written, row by row."""

    def __init__(self, stack: ExitStack, path: Path, columns: Sequence[str]) -> None:
        self._writer = csv.writer(_open(stack, path))
        self._writer.writerow(columns)
        self.count = 0

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            self._writer.writerow(row)
            self.count += 1


def _open(stack: ExitStack, path: Path) -> TextIO:
    return stack.enter_context(path.open("w", newline="", encoding="utf-8"))


def _write_events(view: View, subject: Subject, folder: Path) -> dict[str, int]:
    """One pass over the person's lines, however many there are; the question may be asked again from the beginning."""
    prepare_lines(view, subject.choices)
    zone = view.scope.zone
    searches, sign_ins = Searches(), SignIns()
    with ExitStack() as stack:
        sheets = {
            "events.csv": _Sheet(stack, folder / "events.csv", Event.__struct_fields__),
            "searches.csv": _Sheet(stack, folder / "searches.csv", SEARCH_COLUMNS),
            "blocks.csv": _Sheet(stack, folder / "blocks.csv", BLOCK_COLUMNS),
            "sign-ins.csv": _Sheet(stack, folder / "sign-ins.csv", SIGN_IN_COLUMNS),
        }
        listing = _open(stack, folder / "events.json")
        listing.write("[")
        for event in map(released, lines(view)):
            listing.write(",\n" if sheets["events.csv"].count else "\n")
            listing.write(msgspec.json.encode(event).decode())
            sheets["events.csv"].write([event_row(event, zone)])
            sheets["searches.csv"].write(searches.rows(event, zone))
            sheets["blocks.csv"].write([block_row(event, zone)] if event.verdict == "block" else [])
            sign_ins.add(event, zone)
        listing.write("\n]\n")
        sheets["sign-ins.csv"].write(sign_ins.rows(zone))
    return {name: sheet.count for name, sheet in sheets.items()} | {"events.json": sheets["events.csv"].count}


def _write_json(path: Path, content: Sequence[object]) -> int:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(content)) + b"\n")
    return len(content)


def _registered(school: School | None, person: Person | None) -> list[object]:
    if school is None or person is None:
        return []
    groups = [member.group.name for member in lineage_of(school, groups_of_person(person))]
    devices = [device.name for device in school.devices.values() if device.person == person.id]
    return [{"school": school.name, "person": person, "groups": groups, "devices": devices}]


def _is_theirs(form: Form, school: School | None, person: Person | None) -> bool:
    """Whether their own name was written in it, or it came from the address of a device that is theirs alone."""
    if school is None or person is None:
        return False
    written = " ".join(form.name.split()).casefold()
    own = {device.address for device in school.devices.values() if device.person == person.id and device.address}
    return written in {person.name.casefold(), person.sign_in.casefold()} or form.client in own


def _write_review(
    home: Path, subject: Subject, scope: Scope, worries: Sequence[object], folder: Path
) -> dict[str, int]:
    """What somebody must read before it goes out."""
    days = days_with_findings(home, subject.school)  # they may be kept for longer than the record
    every = findings(home, scope.schools, Period(days[0], days[-1]), scope.zone) if days else []
    found = [one for one in every if one.person == subject.id]
    about = [one for one in frozen_of(home, subject.school) if one.finding.person == subject.id]
    looks = list(_looks(home, subject))
    with ExitStack() as stack:
        _Sheet(stack, folder / "lookups.csv", LOOK_COLUMNS).write(looks)
    return {
        f"{REVIEW}/findings.json": _write_json(folder / "findings.json", [*found, *about]),
        f"{REVIEW}/lookups.csv": len(looks),
        f"{REVIEW}/worries.json": _write_json(folder / "worries.json", worries),
    }


def _looks(home: Path, subject: Subject) -> Iterator[list[Cell]]:
    """Looks at the person alone, and at lists in which they were among others of their school."""
    for look in lookups(home):
        if look.schools and subject.school not in look.schools:
            continue
        if look.kind == Kind.PERSON and look.subject != subject.id:
            continue
        alone = look.kind == Kind.PERSON
        about = "this person" if alone else f"{look.kind} {look.subject}".strip()
        told = (f"{look.at:%Y-%m-%d %H:%M:%S %Z}", look.by, about, look.what, look.first, look.last, look.purpose)
        yield [cell_text(one) for one in told]


def _write_readmes(folder: Path, exported: Exported, subject: Subject, made: Made) -> None:
    """A page for whoever gets the files, and one for whoever reads first: the one does not say what the other holds."""
    template = _environment.get_template("readme.html.j2")
    words = {
        "exported": exported,
        "subject": subject,
        "made": made,
        "made_at": f"{_day(made.at)} at {made.at:%H:%M}",
        "first": _day(date.fromisoformat(exported.first)),
        "last": _day(date.fromisoformat(exported.last)),
    }
    for place in ("", f"{REVIEW}/"):
        page = template.render(words, review=bool(place), place=place)
        (folder / place / README).write_text(page, encoding="utf-8")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _pack(folder: Path, target: Path) -> None:
    """Everything but what must be read first."""
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                packed.write(path, path.name)
    target.chmod(0o600)
