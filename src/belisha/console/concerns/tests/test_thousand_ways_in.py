"""A thousand mutated logs, zips, files of leavers and texts: each comes in whole or is refused, and none is run.

Files of evidence: evidence/tests/test_thousand.py, whose seeds and mutations these are.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.evidence.store import Locked
from belisha.console.concerns.evidence.tests.test_thousand import HOSTILE, MANY, mutated, seeds_of
from belisha.console.concerns.importing.actions.applying import apply_import, take_over_now
from belisha.console.concerns.importing.actions.taking import set_columns, set_words, take_in
from belisha.console.concerns.importing.actions.unpacking import unpack
from belisha.console.concerns.importing.queries import plan_of
from belisha.console.concerns.importing.rules.fields import Mapping, guess
from belisha.console.concerns.importing.rules.reading import Fault, OldRow, rows_of, sheet_of
from belisha.console.concerns.leaving.reading import read_package
from belisha.console.concerns.models import Concern, ConcernImport, Entry, ImportedFile
from belisha.console.concerns.reporting.forms.doors import DoorForm
from belisha.console.concerns.reporting.rules.doors import DOORS
from belisha.console.people.roster.readers.shapes import RosterError
from cast import a_school, somebody
from console.examples_of_leaving import a_package
from files_of_evidence import a_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User

READ = 150  # files of leavers: each is unpacked and every part of it is hashed
LOG = (
    b"Date,Pupil,Incident,Category,Action taken,Attachments\n"
    + b'03/05/2024 14:10,"Hill, Amy","Said ""go"", then\ncried",Cyberbullying,Rang home,chat.txt\n' * 3
    + "04/05/2024;Zo\u00eb;=cmd|' /C calc'!A0;Neglect;;\n".encode()
)
MADE = {"chat.txt": b"you are not coming\n" * 9, "folder/paper.txt": b"seen", "a/b/c.txt": b"x"}


def logs(shared: Path) -> list[bytes]:
    """Ours, and real tables and texts that are no logs at all."""
    ours = [LOG, LOG.replace(b",", b";"), LOG.decode().encode("utf-16")]
    return [*ours * 9, *seeds_of(shared / "mis")[:30]]


def words(shared: Path) -> list[str]:
    """Real texts that break programs, ours, and mutations of both."""
    naughty = [text for text in json.loads((shared / "url/blns.json").read_text("utf-8")) if text.strip()]
    seeds = [text.encode("utf-8", "replace") for text in (*naughty, *HOSTILE)]
    return [each.decode("utf-8", "replace") for each in mutated(seeds, MANY)]


def test_no_row_of_a_mutated_log_is_lost(belisha_shared: Path) -> None:
    used = refused = 0
    for content in mutated(logs(belisha_shared), MANY):
        try:
            sheet = sheet_of("log.csv", content)
        except RosterError as error:
            refused += is_sentence(str(error))
            continue
        columns = guess(sheet.headers)
        found = list(rows_of(sheet, Mapping(columns=columns), timezone.localtime()))
        filled = [cells for _line, cells in sheet.rows if cells is None or cells]
        assert len(found) == len(filled), "each row comes in, or its line is named"
        for row, cells in zip(found, filled, strict=True):
            assert_whole(row, cells)
            used += isinstance(row, OldRow)
    assert (used > MANY // 5, refused > 0) == (True, True)


def is_sentence(*texts: str) -> bool:
    """Whether somebody can read why it was refused."""
    return all(" " in text and text.endswith((".", "?")) for text in texts)


def assert_whole(row: OldRow | Fault, cells: list[str] | None) -> None:
    """All that a row says is kept somewhere, or why it cannot be used."""
    if isinstance(row, Fault):
        assert row.why
        return
    kept = {*row.said.values(), *row.more.values()}
    assert not {cell.strip() for cell in cells or () if cell.strip()} - kept


@pytest.fixture
def school(settings: SettingsWrapper, tmp_path: Path) -> School:
    settings.HOME = tmp_path
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


@pytest.mark.django_db
def test_what_comes_in_of_a_mutated_log_says_what_stood_there(school: School, dsl: User) -> None:
    done = 0
    for number, content in enumerate(mutated([LOG], 20)):
        try:
            entry = take_in(by=By(dsl), school=school, name=f"{HOSTILE[number % len(HOSTILE)]}.csv", data=content)
            set_columns(by=By(dsl), entry=entry, columns=guess(sheet_of("x", content).headers), unsaid="closed")
            entry = set_words(by=By(dsl), entry=entry, words={}, rest="wellbeing")
        except ValidationError:
            continue
        plan = plan_of(By(dsl), entry)
        apply_import(by=By(dsl), entry=entry, seen=plan.seen)
        assert take_over_now(entry.pk) == "applied"
        told = Entry.objects.filter(kind="report", details__imported__line__in=[one.row.line for one in plan.rows])
        texts = list(
            told.filter(concern__in=[row.concern_id for row in entry.rows.all()]).values_list("text", flat=True)
        )
        assert sorted(texts) == sorted(one.row.said["words"] for one in plan.rows)
        done += len(texts)
    assert done > 10


@pytest.mark.django_db
def test_a_mutated_zip_gives_its_files_as_they_are_or_is_refused(school: School, dsl: User) -> None:
    entry = ConcernImport.objects.create(school=school, name="x", digest="0" * 64, at=timezone.now(), by=dsl)
    taken = refused = 0
    for content in zips():
        try:
            unpack(entry, content)
        except ValidationError as error:
            refused += is_sentence(*error.messages)
            continue
        for row in ImportedFile.objects.filter(source=entry).exclude(key=""):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert store.read(row.key, Locked(row.locked_key, row.lock)) == archive.read(row.name)
            taken += 1
        ImportedFile.objects.filter(source=entry).delete()
    assert (taken > 10, refused > 10) == (True, True)


def zips() -> Iterator[bytes]:
    """Mutated as they are, and with mutated files in them; most of the first are no zips any more."""
    yield from mutated([a_zip(MADE)], 150)
    inner = list(mutated([*MADE.values(), a_zip(MADE), b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n"], 60))
    yield from (a_zip({f"{number}.txt": each, "chat.txt": MADE["chat.txt"]}) for number, each in enumerate(inner))


@pytest.mark.django_db
def test_a_mutated_file_of_a_leaver_is_read_whole_or_refused_with_a_sentence(school: School) -> None:
    package = a_package(school)
    whole = read_package(package)
    same = 0
    for content in mutated([package], READ):
        try:
            found = read_package(content)
        except RefusedError as error:
            assert is_sentence(str(error)), error  # noqa: PT017 - of a thousand, some are refused
            continue
        assert found.package == whole.package, "nothing of it can be changed without being noticed"
        same += 1
    assert same < READ // 2


@pytest.mark.django_db
def test_an_open_form_keeps_every_text_or_shows_it_again(belisha_shared: Path, school: School) -> None:
    texts = words(belisha_shared)
    about = next(iter(DOORS["parents"].about))
    for text in texts:
        form = DoorForm(
            {"danger": "no", "about": about, "words": text, "names": "", "name": text[:160]}, door=DOORS["parents"]
        )
        if form.is_valid():
            assert form.cleaned_data["words"] == text.strip().replace("\r\n", "\n").replace("\r", "\n") or "\r" in text
        else:
            assert form.errors
            assert form["words"].value() == text, "nothing typed is lost"


@pytest.mark.django_db
def test_what_is_sent_through_an_open_form_stands_in_its_concern(
    belisha_shared: Path, client: Client, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("belisha.console.concerns.reporting.actions.doors.check_begun", lambda _mark: None)
    monkeypatch.setattr("belisha.console.concerns.reporting.actions.doors._count", lambda _school, _address: None)
    here, kept = reverse("report-door", args=[school.code, "parents"]), 0
    about = next(iter(DOORS["parents"].about))
    for text in words(belisha_shared)[::40]:
        before = Concern.objects.count()
        answer = client.post(here, {"danger": "no", "about": about, "words": text, "names": "", "name": ""})
        assert answer.status_code in {200, 302}
        if Concern.objects.count() > before:
            concern = Concern.objects.order_by("-pk")[0]
            said = concern.entries.get(kind="report").text
            assert text.strip().split() == said.split() or text.split()[0] in said
            kept += 1
        else:
            assert "There is a problem" in answer.content.decode()
    assert kept > 5
