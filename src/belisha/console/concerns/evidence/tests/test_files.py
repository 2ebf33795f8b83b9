"""Files of a concern: who adds, sees and takes them, what the scanner says, and where nobody may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.audit.queries import verify
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.actions.keeping import keep
from belisha.console.concerns.evidence.actions.looking import shown, taken
from belisha.console.concerns.evidence.actions.scanning import scan_waiting
from belisha.console.concerns.evidence.actions.sealing import rotate, words_only
from belisha.console.concerns.evidence.store import Locked
from belisha.console.concerns.models import Concern, Entry, EvidenceFile, Subject
from cast import a_person, a_school, somebody
from clamav import EICAR
from console.examples_of_concerns import a_sent_report
from files_of_evidence import a_jpeg, a_png, a_zip, upload

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    user = somebody(school, Role.DSL)
    a_person(school, "staff", user=user)
    return user


def told(school: School, category: str = "bullying", *subjects: NewSubject) -> Concern:
    return report(
        by=By(None, system="test"),
        school=school,
        category=category,
        words="They said: it happened again.",
        subjects=subjects,
        told=Told(Concern.Origin.STAFF),
    )


def a_file(concern: Concern, by: User, content: bytes | None = None) -> EvidenceFile:
    return keep(by=By(by), concern=concern, upload=upload(content or a_png()), shows="screenshot", about="On Friday")


def pages(concern: Concern, kept: EvidenceFile | None = None) -> list[str]:
    here = f"/schools/{concern.school.code}/concerns/{concern.reference}/files/"
    each = [here, f"{here}add/", f"{here}words-only/"]
    return each + ([f"{here}{kept.key}/{rest}" for rest in ("", "picture/", "original/")] if kept else [])


def test_a_file_is_scanned_hashed_encrypted_and_told_of(scanner: str, school: School, dsl: User) -> None:
    concern, content = told(school), a_png()
    kept = a_file(concern, dsl, content)
    assert kept.state == EvidenceFile.State.CLEAN
    assert kept.scanner.startswith("ClamAV")
    held = store.file_of(kept.key).read_bytes()
    assert content not in held
    assert b"PNG" not in held
    assert store.file_of(kept.key).stat().st_mode & 0o077 == 0
    assert (store.file_of(kept.key).parents[2] / store.KEYS).stat().st_mode & 0o077 == 0
    assert taken(by=By(dsl), kept=kept, reason="For the police") == content
    entry = concern.entries.get(kind=Entry.Kind.FILE)
    assert entry.details["sha256"] == kept.sha256
    assert verify(concern.chain).fault is None


def test_what_the_scanner_finds_is_kept_and_given_to_nobody(scanner: str, school: School, dsl: User) -> None:
    kept = a_file(told(school), dsl, EICAR)
    assert kept.state == EvidenceFile.State.INFECTED
    assert "Eicar" in kept.found
    with pytest.raises(ValidationError, match="scanner found"):
        taken(by=By(dsl), kept=kept, reason="To see it")
    assert store.file_of(kept.key).exists()


def test_a_file_waits_while_the_scanner_is_down(
    no_scanner: None, school: School, dsl: User, settings: SettingsWrapper, clamd_socket: str
) -> None:
    concern = told(school)
    kept = a_file(concern, dsl)
    assert kept.state == EvidenceFile.State.WAITING
    for handed_out in (lambda: shown(by=By(dsl), kept=kept), lambda: taken(by=By(dsl), kept=kept, reason="x")):
        with pytest.raises(ValidationError, match="waits for the virus scanner"):
            handed_out()
    assert scan_waiting(timezone.now()) == ""
    settings.SCANNER = clamd_socket
    assert scan_waiting(timezone.now()) == "scanned 1 of 1 waiting files"
    kept.refresh_from_db()
    assert shown(by=By(dsl), kept=kept).startswith(b"\xff\xd8\xff")


def test_each_look_is_on_record_in_the_chain_of_concerns_alone(scanner: str, school: School, dsl: User) -> None:
    concern = told(school)
    kept = a_file(concern, dsl)
    shown(by=By(dsl), kept=kept)
    taken(by=By(dsl), kept=kept, reason="For the police")
    events = set(Link.objects.filter(chain=concern.chain).values_list("event", flat=True))
    assert {"evidence.kept", "evidence.scanned", "evidence.shown", "evidence.taken"} <= events
    assert not Link.objects.filter(chain=school.chain, event__startswith="evidence.").exists()


def test_a_reader_sees_pictures_and_takes_nothing_away(scanner: str, school: School, dsl: User, client: Client) -> None:
    concern, teacher = told(school), somebody(school, Role.TEACHER)
    kept = a_file(concern, dsl)
    with pytest.raises(NotAllowedError):
        shown(by=By(teacher), kept=kept)
    let_in(by=By(dsl), concern=concern, user=teacher, reason="Class teacher")
    assert shown(by=By(teacher), kept=kept)
    with pytest.raises(NotAllowedError):
        taken(by=By(teacher), kept=kept, reason="Curious")
    with pytest.raises(NotAllowedError):
        words_only(by=By(teacher), concern=concern, reason="x")


@pytest.mark.parametrize("role", [Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.DPO, Role.TEACHER])
def test_files_about_somebody_are_hidden_from_them(
    role: Role, no_scanner: None, school: School, client: Client
) -> None:
    user = somebody(school, role)
    person = a_person(school, user.kind, user=user)
    concern = told(school, "wellbeing", NewSubject(Subject.Role.ALLEGED, person))
    kept = keep(by=By(None, system="test"), concern=concern, upload=upload(a_png()))
    client.force_login(user)
    for address in pages(concern, kept):
        assert client.get(address).status_code in {403, 404}
        assert client.post(address).status_code in {403, 404}


def test_another_concerns_file_is_not_found_at_ones_own(no_scanner: None, school: School, dsl: User) -> None:
    mine, other = told(school), told(school, "wellbeing")
    kept = a_file(other, dsl)
    from django.test import Client

    client = Client()
    client.force_login(dsl)
    address = pages(mine, kept)[3]
    assert client.get(address).status_code == 404


def test_what_is_handed_out_runs_nowhere(scanner: str, school: School, dsl: User, client: Client) -> None:
    concern = told(school)
    kept = keep(by=By(dsl), concern=concern, upload=upload(a_jpeg(), "evil.html\r\nX: y"), shows="picture")
    client.force_login(dsl)
    shown_page, original = (
        client.get(pages(concern, kept)[4]),
        client.post(pages(concern, kept)[5], {"reason": "Police"}),
    )
    assert shown_page.headers["Content-Type"] == "image/jpeg"
    assert original.headers["Content-Disposition"] == f'attachment; filename="{concern.reference}-evil-html-X-y.jpg"'
    for answer in (shown_page, original):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
        assert "no-store" in answer.headers["Cache-Control"]
    assert original.content == a_jpeg()


def test_words_are_not_lost_when_a_file_is_refused(scanner: str, school: School, dsl: User, client: Client) -> None:
    concern = told(school)
    client.force_login(dsl)
    answer = client.post(
        pages(concern)[1], {"file": upload(b"<svg/>"), "shows": "messages", "about": "Saved by her mother"}
    )
    assert answer.status_code == 200
    assert "Saved by her mother" in answer.content.decode()
    assert "are not taken" in answer.content.decode()
    assert not concern.files.exists()


def test_the_same_file_twice_is_one(no_scanner: None, school: School, dsl: User) -> None:
    concern = told(school)
    a_file(concern, dsl)
    with pytest.raises(ValidationError, match="already"):
        a_file(concern, dsl)


def test_evidence_is_never_a_picture_of_a_child(no_scanner: None, school: School, dsl: User, client: Client) -> None:
    """No field, no path: page, form, action, and words that hold a picture."""
    concern = told(school, "sexual-images")
    assert concern.words_only
    client.force_login(dsl)
    page = client.get(pages(concern)[1]).content.decode()
    assert 'type="file"' not in page
    assert "Report Remove" in page
    answer = client.post(pages(concern)[1], {"file": upload(a_png()), "shows": "picture"})
    assert answer.status_code == 409
    with pytest.raises(ValidationError, match="words only"):
        a_file(concern, dsl)
    with pytest.raises(ValidationError, match="words only"):
        add_entry(by=By(dsl), concern=concern, kind="note", text="data:image/png;base64,iVBORw0KGgo=")
    assert not EvidenceFile.objects.exists()


def test_files_are_sealed_away_when_it_turns_out_to_be_about_sexual_images(
    scanner: str, school: School, dsl: User, client: Client
) -> None:
    concern = told(school)
    kept = a_file(concern, dsl)
    client.force_login(dsl)
    client.post(pages(concern)[2], {"reason": "She said what it shows.", "sure": "on"})
    concern.refresh_from_db()
    kept.refresh_from_db()
    assert concern.words_only
    assert kept.state == EvidenceFile.State.SEALED
    kept = EvidenceFile.objects.get(pk=kept.pk)
    for address in pages(concern, kept):
        answer = client.get(address)
        assert 'type="file"' not in answer.content.decode()
        assert not answer.content.startswith(b"\xff\xd8")
    assert client.post(pages(concern, kept)[5], {"reason": "Police"}).headers["Content-Type"].startswith("text/html")
    assert "999" in client.get(pages(concern)[0]).content.decode()
    assert store.file_of(kept.key).exists(), "nothing is destroyed: the police may need it"


def test_a_words_only_flag_alone_shuts_every_file(scanner: str, school: School, dsl: User) -> None:
    """Whoever sets it, and however: the flag itself is what counts."""
    concern = told(school)
    kept = a_file(concern, dsl)
    Concern.objects.filter(pk=concern.pk).update(words_only=True)
    kept = EvidenceFile.objects.get(pk=kept.pk)
    for handed_out in (lambda: shown(by=By(dsl), kept=kept), lambda: taken(by=By(dsl), kept=kept, reason="x")):
        with pytest.raises(ValidationError, match="sealed away"):
            handed_out()


def test_a_changed_file_is_noticed(scanner: str, school: School, dsl: User) -> None:
    kept = a_file(told(school), dsl)
    held = bytearray(store.file_of(kept.key).read_bytes())
    held[-1] ^= 1
    store.file_of(kept.key).write_bytes(bytes(held))
    with pytest.raises(ValidationError, match="cannot be opened"):
        taken(by=By(dsl), kept=kept, reason="Police")


def test_one_files_content_cannot_stand_for_anothers(scanner: str, school: School, dsl: User) -> None:
    first = a_file(told(school), dsl)
    second = a_file(told(school), dsl, a_jpeg())
    store.file_of(first.key).write_bytes(store.file_of(second.key).read_bytes())
    first.locked_key = second.locked_key
    with pytest.raises(store.StoreError):
        store.read(first.key, Locked(first.locked_key, first.lock))


def test_a_new_key_opens_the_old_files_and_the_old_key_is_gone(scanner: str, school: School, dsl: User) -> None:
    content = a_zip({"chat.txt": b"you are not coming\n"})
    kept = a_file(told(school), dsl, content)
    before = Locked(kept.locked_key, kept.lock)
    assert rotate(by=By(None, system="keys")) == 1
    kept = EvidenceFile.objects.get(pk=kept.pk)
    assert kept.lock != before.lock
    assert taken(by=By(dsl), kept=kept, reason="Police") == content
    with pytest.raises(store.StoreError):
        store.read(kept.key, before)


def test_the_database_keeps_no_file_that_was_scanned_without_saying_when(
    no_scanner: None, school: School, dsl: User
) -> None:
    kept = a_file(told(school), dsl)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceFile.objects.filter(pk=kept.pk).update(state="clean")


def test_whoever_reported_it_adds_what_they_saved_and_sees_nothing(
    no_scanner: None, school: School, client: Client
) -> None:
    teacher = somebody(school, Role.TEACHER)
    token = a_sent_report(school, teacher)["token"]
    address = f"/schools/{school.code}/concerns/report/{token}/file/"
    client.force_login(teacher)
    answer = client.post(address, {"file": upload(a_png()), "shows": "screenshot", "about": "Her tablet"}, follow=True)
    assert answer.status_code == 200
    concern = Concern.objects.get()
    assert concern.files.get().by == teacher
    assert client.get(pages(concern)[0]).status_code in {403, 404}
    client.force_login(somebody(school, Role.TEACHER))
    assert client.post(address, {"file": upload(a_jpeg()), "shows": "screenshot"}).status_code == 404
    Concern.objects.update(words_only=True)
    client.force_login(teacher)
    page = client.get(address).content.decode()
    assert 'type="file"' not in page
    assert "Report Remove" in page
    assert client.post(address, {"file": upload(a_jpeg()), "shows": "screenshot"}).status_code == 409
    assert concern.files.count() == 1
