"""An export holds all that is known to be one person's, and nothing of anybody else."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from belisha.activity.export.person import README, REVIEW, Exported, ExportError, Form, Made, export_person
from belisha.activity.export.rows import WITHHELD, why
from belisha.activity.findings.files import SIGHTINGS, append, day_folder
from belisha.activity.findings.tests.made import sighting
from belisha.activity.ingest import ingest
from belisha.activity.lookups import Lookup, lookups, record_lookup
from belisha.activity.register import Kind, read_register
from belisha.activity.school_days import SchoolDay
from belisha.activity.store import Store
from belisha.activity.subjects import find_subject
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, at, events, line

MADE = Made("office", datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "request 7")
FORMS = {
    "asks": [Form("Amy  NG", "10.1.0.9", {"reason": "romans"}), Form("Ben Fox", "10.1.0.9", {"reason": "bens-own"})],
    "worries": [Form("amy.ng", "", {"text": "somebody-was-unkind"}), Form("", "", {"text": "nobodys-worry"})],
}


def look(kind: str, subject: str, *schools: str) -> Lookup:
    who = {"by": "jane", "what": "report", "kind": kind, "subject": subject, "purpose": f"about-{kind}-{subject}"}
    return Lookup(at=at("2026-11-17 08:00:00"), schools=schools, first="", last="", **who)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "home")
    publish(journal.home)
    journal.write(
        line("2026-11-16 09:00:00", path="/first", device="lap-1", sign_in="amy.ng"),
        line("2026-11-16 09:00:01", host="www.google.com", path="/search", query="q=otters"),
        line("2026-11-16 09:00:02", host="www.google.com", path="/search", query="q=otters"),
        line("2026-11-16 09:00:03", path="/bens", person="ben", device="lap-1"),
        line("2026-11-16 09:00:04", path="/shared", person="", how_known="device", device="lap-1"),
        line("2026-11-17 09:00:00", host="games.example", verdict="block", category="games", list="ut1/games"),
        line("2026-11-17 09:00:01", host="unspeakable.example", verdict="block", category="iwf", list="iwf"),
        line("2026-11-17 09:00:02", path="/elm", school="elm"),
    )
    ingest(journal.home)
    journal.write(line("2026-11-17 09:00:03", path="/=1+1", person="amy"))
    day = SchoolDay("oak", date(2026, 11, 16))
    rows = [sighting("09:00:01", text="otters"), sighting("09:00:02", person="ben", text="bens-search")]
    append(day_folder(journal.home, day) / SIGHTINGS, rows)
    for one in (
        look("person", "amy", "oak"),
        look("person", "ben", "oak"),
        look("school", "oak", "oak"),
        look("person", "amy", "elm"),
    ):
        record_lookup(journal.home, one)
    return journal


@pytest.fixture
def export(journal: Journal, tmp_path: Path) -> Callable[..., Exported]:
    def make(who: str = "amy", folder: Path = tmp_path / "out") -> Exported:
        register = read_register(journal.home)
        subject = find_subject(Store.open(journal.home), register, Kind.PERSON, who, ("oak",))
        return export_person(journal.home, register, subject, FORMS, folder, MADE)

    return make


Export = Callable[..., Exported]


def rows(exported: Exported, name: str) -> list[dict[str, str]]:
    with (Path(exported.folder) / name).open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_request_of_theirs_is_in_both_forms(journal: Journal, export: Export) -> None:
    done = export()
    told = json.loads((Path(done.folder) / "events.json").read_text())
    assert [one["path"] for one in told] == ["/first", "/search", "/search", "/", WITHHELD, "/=1+1"]
    assert [row["path"] for row in rows(done, "events.csv")] == [one["path"] for one in told]
    assert len(told) == sum(event.person == "amy" for event in events(journal.home))
    assert rows(done, "events.csv")[0]["time"] == "2026-11-16 09:00:00"


def test_searches_and_blocks_are_told_with_their_reason(export: Export) -> None:
    done = export()
    assert [(row["search_engine"], row["search_term"]) for row in rows(done, "searches.csv")] == [("Google", "otters")]
    first, _ = rows(done, "blocks.csv")
    assert first["address"] == "https://games.example/"
    assert first["why"] == "It is in the category “Games”, by the list ut1/games."


def test_an_unlawful_address_is_shown_to_nobody(export: Export) -> None:
    done = export()
    assert not [path for path in Path(done.folder).rglob("*") if path.is_file() and b"unspeak" in path.read_bytes()]
    assert rows(done, "blocks.csv")[1]["address"] == f"https://{WITHHELD}{WITHHELD}"


def test_sign_ins_say_where_and_when(export: Export) -> None:
    first, *_ = rows(export(), "sign-ins.csv")
    assert (first["day"], first["device"], first["address"]) == ("2026-11-16", "", "10.1.0.7")
    assert (first["first"], first["last"], first["requests"]) == ("2026-11-16 09:00:01", "2026-11-16 09:00:02", "2")


@pytest.mark.parametrize("strange", ["bens", "shared", "Ben Fox", "/elm", "about-person-ben", "nobodys-worry"])
def test_nothing_of_anybody_else_is_in_any_file(export: Export, strange: str) -> None:
    folder = Path(export().folder)
    assert [path.name for path in folder.rglob("*") if path.is_file() and strange in path.read_text()] == []


def test_what_the_register_says_and_what_they_asked_is_there(export: Export) -> None:
    folder = Path(export().folder)
    (held,) = json.loads((folder / "register.json").read_text())
    assert (held["person"]["sign_in"], held["groups"]) == ("amy.ng", ["Key Stage 2", "Year 4", "4 Ash"])
    assert json.loads((folder / "asks.json").read_text()) == [{"reason": "romans"}]


def test_what_must_be_read_first_is_not_in_the_zip_file(export: Export) -> None:
    done = export()
    review = Path(done.folder) / REVIEW
    assert [one["person"] for one in json.loads((review / "findings.json").read_text())] == ["amy"]
    assert [row["purpose"] for row in rows(done, f"{REVIEW}/lookups.csv")] == [
        "about-person-amy",
        "about-school-oak",
        "request 7",
    ]
    assert json.loads((review / "worries.json").read_text()) == [{"text": "somebody-was-unkind"}]
    names = set(ZipFile(done.zip).namelist())
    assert names == {path.name for path in Path(done.folder).iterdir() if path.is_file()}
    assert not [name for name in names if REVIEW in name]


@pytest.mark.parametrize("place", [".", REVIEW])
def test_a_page_explains_every_file_beside_it(export: Export, place: str) -> None:
    done = export()
    folder = Path(done.folder) / place
    page = (folder / README).read_text()
    beside = {path.name for path in folder.iterdir() if path.is_file() and path.name != README}
    assert {name for name in beside if f'<th scope="row">{name}</th>' in page} == beside
    assert page.count('<th scope="row">') == len(beside)
    assert "request 7" in page


def test_what_is_handed_over_does_not_say_what_must_be_read_first(export: Export) -> None:
    folder = Path(export().folder)
    assert "must not be handed over unread" in (folder / REVIEW / README).read_text()
    assert not [word for word in ("finding", "welfare", "looked at", "worr") if word in (folder / README).read_text()]


def test_an_export_goes_on_record_before_anything_is_written(journal: Journal, export: Export) -> None:
    export()
    (*_, last) = lookups(journal.home)
    assert (last.what, last.subject, last.purpose, last.first) == ("export person", "amy", "request 7", "2026-11-16")


def test_a_look_that_cannot_be_recorded_exports_nothing(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("belisha.activity.export.person.record_lookup", full)
    with pytest.raises(OSError, match="No space"):
        export()
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(export: Export, tmp_path: Path) -> None:
    export()
    with pytest.raises(ExportError, match="not there yet"):
        export()
    (tmp_path / "other.zip").touch()
    with pytest.raises(ExportError, match="not there yet"):
        export(folder=tmp_path / "other")


def test_only_their_owner_may_open_what_was_written(export: Export) -> None:
    done = export()
    assert [Path(path).stat().st_mode & 0o077 for path in (done.folder, done.zip)] == [0, 0]


def test_somebody_who_is_only_on_record_can_be_exported(journal: Journal, export: Export) -> None:
    journal.write(line("2026-11-17 09:10:00", person="p-gone", path="/left"))
    done = export("p-gone")
    assert done.files["events.csv"] == 1
    assert json.loads((Path(done.folder) / "register.json").read_text()) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rule": "oak-1"}, "The rule oak-1 blocks it."),
        ({"category": "file-kind", "rule": "installers"}, "It is a kind of file that is not let in (installers)."),
        ({"category": "of-our-own"}, "It is in the category “of-our-own”."),
        ({}, "No reason is on record."),
    ],
)
def test_every_reason_is_said_in_words(journal: Journal, fields: dict[str, str], said: str) -> None:
    journal.write(line("2026-11-18 09:00:00", path="/why", verdict="block", **fields))
    assert [why(event) for event in events(journal.home) if event.path == "/why"] == [said]


def test_times_are_the_schools_own_in_summer_too(journal: Journal, export: Export) -> None:
    journal.write(line("2026-07-01 09:00:00", path="/summer"))
    first, *_ = rows(export(), "events.csv")
    assert (first["path"], first["time"]) == ("/summer", "2026-07-01 09:00:00")


def test_findings_that_are_kept_for_longer_than_the_record_are_there(journal: Journal, export: Export) -> None:
    append(day_folder(journal.home, SchoolDay("oak", date(2025, 3, 3))) / SIGHTINGS, [sighting("2025-03-03 09:00:00")])
    review = Path(export().folder) / REVIEW
    assert [one["first"][:10] for one in json.loads((review / "findings.json").read_text())][-1] == "2025-03-03"


def test_nobody_else_may_read_any_file_even_moved_out_of_its_folder(export: Export) -> None:
    done = export()
    files = [Path(done.zip), *(path for path in Path(done.folder).rglob("*") if path.is_file())]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_nothing_is_left_of_an_export_that_failed(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("belisha.activity.export.person._pack", fails)
        with pytest.raises(OSError, match="No space"):
            export()
    assert not (tmp_path / "out").exists()
    assert Path(export().zip).exists()
