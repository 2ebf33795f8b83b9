"""An old log comes in whole or not at all, with its files, and goes as a whole while nobody has added to it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.actions.clearing import clear_remnants
from belisha.console.concerns.evidence.actions.sealing import rotate
from belisha.console.concerns.evidence.store import Locked
from belisha.console.concerns.importing.actions.applying import apply_import, take_over_now
from belisha.console.concerns.importing.actions.taking import Zip, put_away, set_columns, set_words, take_in
from belisha.console.concerns.importing.actions.undoing import go_on, take_back_now, undo_import
from belisha.console.concerns.importing.queries import plan_of
from belisha.console.concerns.importing.rules.fields import guess
from belisha.console.concerns.importing.rules.reading import sheet_of
from belisha.console.concerns.models import (
    Concern,
    ConcernImport,
    Entry,
    EvidenceFile,
    ImportedFile,
    ImportedRow,
    Word,
    WordPlace,
)
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.queries.verify import verify
from belisha.console.concerns.queries.visible import visible
from cast import a_school, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db

LOG = (
    "Date,Pupil,Incident,Category,Status,Attachments\n"
    "03/05/2024,Jo,Called a zebra,Cyberbullying,Closed,chat.txt; scan/PAPER.txt\n"
    "04/05/2024,Jo,Came hungry,Neglect,Open,chat.txt;gone.txt\n"
    "05/05/2024,Jo,Told of pictures,Sexting,Open,chat.txt\n"
)
MEANT = {"cyberbullying": "bullying", "neglect": "abuse-neglect", "sexting": "sexual-images"}
FILES = {
    "export/chat.txt": b"Jo: go away",
    "scan/paper.txt": b"Seen by the nurse",
    "tool.txt": b"MZ\x90\x00",
    "more.txt": b"x",
}


@pytest.fixture
def school(settings: SettingsWrapper, tmp_path: Path) -> School:
    settings.HOME = tmp_path
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


def zipped(files: dict[str, bytes] = FILES) -> Zip:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("__MACOSX/._chat.txt", b"\x00\x05")
    return Zip("files.zip", out.getvalue())


def looked_at(dsl: User, school: School, archive: Zip | None = None) -> ConcernImport:
    by, data = By(dsl), LOG.encode()
    entry = take_in(by=by, school=school, name="log.csv", data=data, archive=archive)
    set_columns(by=by, entry=entry, columns=guess(sheet_of("log.csv", data).headers), unsaid="closed")
    set_words(by=by, entry=entry, words=MEANT, rest="wellbeing")
    entry.refresh_from_db()
    return entry


def taken_over(dsl: User, school: School, archive: Zip | None = None) -> ConcernImport:
    entry = looked_at(dsl, school, archive)
    apply_import(by=By(dsl), entry=entry, seen=plan_of(By(dsl), entry).seen)
    assert take_over_now(entry.pk) == "applied"
    entry.refresh_from_db()
    return entry


def test_files_come_in_with_the_rows_that_name_them_and_say_where_from(school: School, dsl: User) -> None:
    counts = plan_of(By(dsl), looked_at(dsl, school, zipped())).counts()
    named = {name: counts[f"files_{name}"] for name in ("missing", "shut", "refused", "unnamed")}
    assert (counts["files"], named) == (3, {"missing": 1, "shut": 1, "refused": 1, "unnamed": 1})
    taken_over(dsl, school, zipped())
    first = Concern.objects.get(category="bullying")
    chat, _paper = first.files.order_by("pk")
    assert (chat.name, chat.state) == ("chat", "waiting")
    assert store.read(chat.key, Locked(chat.locked_key, chat.lock)) == b"Jo: go away"
    entry = first.entries.filter(kind="file").order_by("pk")[0]
    source = {"file": "log.csv", "line": 2, "by": dsl.name, "archive": "files.zip", "path": "export/chat.txt"}
    assert entry.details["imported"] == source
    again = Concern.objects.get(category="abuse-neglect").files.get()
    assert again.key != chat.key, "each concern has content of its own: one can go without the other"
    assert store.read(again.key, Locked(again.locked_key, again.lock)) == b"Jo: go away"
    assert not Concern.objects.get(category="sexual-images").files.exists()
    assert not verify().broken


def test_no_content_of_a_zip_stays_that_no_concern_has(
    school: School, dsl: User, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # of pytest-django
        entry = looked_at(dsl, school, zipped())
        apply_import(by=By(dsl), entry=entry, seen=plan_of(By(dsl), entry).seen)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # of pytest-django
        take_over_now(entry.pk)
    held = set(EvidenceFile.objects.values_list("key", flat=True))
    assert {path.name for path in store.held_files()} == held
    away = looked_at(dsl, school, zipped())
    rotate(by=By(None, system="tests"))
    clear_remnants(timezone.now() + timedelta(days=9))
    waiting = ImportedFile.objects.exclude(key="").order_by("pk")[0]
    assert store.read(waiting.key, Locked(waiting.locked_key, waiting.lock)), "what waits is kept, and its key renewed"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # of pytest-django
        put_away(by=By(dsl), entry=away)
    assert ImportedFile.objects.count() == 0
    assert {path.name for path in store.held_files()} == held


@pytest.mark.parametrize(("content", "said"), [(b"no zip", "cannot be read"), (zipped({"../x": b"a"}).data, "outside")])
def test_what_is_no_good_zip_is_refused_with_a_sentence(school: School, dsl: User, content: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        take_in(by=By(dsl), school=school, name="log.csv", data=LOG.encode(), archive=Zip("x.zip", content))
    assert ConcernImport.objects.count() == 0


def test_it_is_taken_back_as_a_whole(school: School, dsl: User) -> None:
    entry = taken_over(dsl, school, zipped())
    kept = set(EvidenceFile.objects.values_list("key", flat=True))
    with pytest.raises(ValidationError, match="why"):
        undo_import(by=By(dsl), entry=entry, reason=" ")
    undo_import(by=By(dsl), entry=entry, reason="Another school's log")
    assert visible(By(dsl), school).count() == found_by(By(dsl), school, "zebra").count() == 0, "from that moment on"
    assert take_back_now(entry.pk) == "undone"
    for kind in (Concern, Entry, EvidenceFile, ImportedRow, WordPlace, Word):
        assert kind._default_manager.count() == 0, kind
    assert not kept & {path.name for path in store.held_files()}
    assert not verify().broken
    assert taken_over(dsl, school).counts["new"] == 3, "and can come in again"


def test_it_stays_once_anything_was_added(school: School, dsl: User) -> None:
    entry = taken_over(dsl, school)
    add_entry(by=By(dsl), concern=Concern.objects.get(category="bullying"), kind=Entry.Kind.NOTE, text="Asked him")
    with pytest.raises(ValidationError, match="added"):
        undo_import(by=By(dsl), entry=entry, reason="Wrong file")
    assert visible(By(dsl), school).count() == 3


def test_only_whoever_took_it_over_takes_it_back(school: School, dsl: User) -> None:
    entry = taken_over(dsl, school)
    for user in (somebody(school, Role.DEPUTY_DSL), somebody(school, Role.TEACHER)):
        with pytest.raises(NotAllowedError):
            undo_import(by=By(user), entry=entry, reason="x")


def test_the_database_lets_nothing_go_that_is_taken_over(school: School, dsl: User) -> None:
    taken_over(dsl, school)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()


def test_what_the_worker_left_half_way_is_ended_by_the_clock(school: School, dsl: User) -> None:
    entry = looked_at(dsl, school)
    apply_import(by=By(dsl), entry=entry, seen=plan_of(By(dsl), entry).seen)
    assert go_on(timezone.now()) == 0
    assert go_on(timezone.now() + timedelta(hours=2)) == 1
    entry.refresh_from_db()
    assert (entry.state, Concern.objects.count()) == ("preview", 0)
    done = taken_over(dsl, school)
    undo_import(by=By(dsl), entry=done, reason="Wrong file")
    assert go_on(timezone.now() + timedelta(hours=2)) == 1
    assert Concern.objects.count() == 0


def test_a_zip_is_given_and_a_log_taken_back_by_pages(client: Client, school: School, dsl: User) -> None:
    client = sign_in(client, dsl)
    here = reverse("concern-imports", args=[school.code])
    log = SimpleUploadedFile("log.csv", LOG.encode())
    answer = client.post(here, {"upload": log, "archive": SimpleUploadedFile("files.zip", b"no zip")})
    assert "The zip cannot be read" in answer.content.decode()
    log.seek(0)
    client.post(here, {"upload": log, "archive": SimpleUploadedFile("files.zip", zipped().data)})
    assert ImportedFile.objects.count() == len(FILES)
    entry = taken_over(dsl, school, zipped())
    page = client.get(reverse("concern-import", args=[school.code, entry.pk])).content.decode()
    assert "Files that came in with them" in page
    undo = reverse("concern-import-undo", args=[school.code, entry.pk])
    assert undo in page
    page = client.post(undo, {"reason": "Wrong file"}, follow=True).content.decode()
    assert "being taken back" in page
    take_back_now(entry.pk)
    assert "was removed" in client.get(reverse("concern-import", args=[school.code, entry.pk])).content.decode()
