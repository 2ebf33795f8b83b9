"""A child's file goes to the next school and is taken in there; nobody learns from it what they may not see."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.needs import Urgency
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.leaving import needs
from belisha.console.concerns.leaving.actions.handing import confirm, download, end, sent
from belisha.console.concerns.leaving.actions.receiving import hold, make_key, take_in
from belisha.console.concerns.leaving.queries import hand_overs, leavers, received
from belisha.console.concerns.leaving.reading import DATA, LIST, read_package
from belisha.console.concerns.leaving.rules import due_on
from belisha.console.concerns.models import Concern, EvidenceFile, ReceivedFile, Subject
from belisha.console.concerns.rules.sealing import seal_of
from belisha.engine.policy.model import Calendar
from cast import a_parent, a_person, a_pupil, a_school, somebody
from console.examples_of_leaving import SYSTEM, a_hand_over, a_leaver, a_package
from console.visitors import sign_in
from files_of_evidence import a_png, upload

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


@pytest.fixture
def next_school() -> School:
    return a_school("millbrook")


@pytest.fixture
def their_lead(next_school: School) -> User:
    return somebody(next_school, Role.DSL)


def told(school: School, category: str, words: str, *subjects: NewSubject) -> Concern:
    about = Told(Concern.Origin.STAFF)
    return report(by=SYSTEM, school=school, category=category, words=words, subjects=subjects, told=about)


def bring(by: User, school: School, content: bytes) -> ReceivedFile:
    return hold(by=By(by), school=school, upload=SimpleUploadedFile("file.age", content))


def carried(dsl: User, child: Person, next_school: School, lead: User, **options: Any) -> ReceivedFile:
    """From one school to the next, with the real lock."""
    key = make_key(by=By(lead), school=next_school).public
    row = a_hand_over(child.school, child, key=key, **options)
    return bring(lead, next_school, download(by=By(dsl), hand_over=row))


def rezipped(content: bytes, change: Any = None, **more: bytes) -> bytes:
    """A package with other data in it, its list of hashes right again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != LIST}
    if change:
        data = json.loads(parts[DATA])
        change(data)
        parts[DATA] = json.dumps(data).encode()
    parts |= more
    parts[LIST] = json.dumps({name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}).encode()
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return sink.getvalue()


def test_a_file_goes_from_one_school_to_the_next_whole(
    school: School, dsl: User, next_school: School, their_lead: User
) -> None:
    child = a_leaver(school)
    concern = Concern.objects.get()
    put(by=SYSTEM, concern=concern, upload=upload(a_png(), "screen.png"))
    EvidenceFile.objects.update(state="clean", scanned_at=timezone.now())
    row = carried(dsl, child, next_school, their_lead)
    there = a_pupil(next_school, "Amina Yusuf")
    take_in(by=By(their_lead), row=row, number=there.pk)
    row.refresh_from_db()
    new = Concern.objects.get(school=next_school)
    assert (new.origin, new.category, new.route) == ("transfer", "bullying", "team")
    assert new.reported_at == concern.reported_at
    assert {str(each): each.role for each in new.subjects.all()}[str(there)] == "harmed"
    assert "Kevin" not in " ".join(str(each) for each in new.subjects.all())
    report_ = new.entries.get(kind="report")
    source = report_.details["from"]
    assert report_.text == "It happened again."
    assert source["seal"] == concern.entries.get(kind="report").seal
    assert source["school"] == school.name
    assert report_.seal == seal_of(report_.salt, "report", report_.text, report_.details)
    assert new.files.get().sha256 == concern.files.get().sha256
    assert (row.entries, row.files, row.refused, row.references) == (2, 1, 0, [concern.reference])
    assert concern.entries.count() == 2, "the school keeps its own"


def test_others_are_named_where_that_was_chosen(
    school: School, dsl: User, next_school: School, their_lead: User
) -> None:
    row = carried(dsl, a_leaver(school), next_school, their_lead, named=True)
    take_in(by=By(their_lead), row=row, number=a_pupil(next_school, "Amina Yusuf").pk)
    assert Subject.objects.filter(concern__school=next_school, name="Kevin Older").exists()


def test_it_opens_for_the_next_school_alone(school: School, dsl: User, next_school: School, their_lead: User) -> None:
    make_key(by=By(their_lead), school=next_school)
    for_another = a_hand_over(school, key=str(x25519.Identity.generate().to_public()))
    content = download(by=By(dsl), hand_over=for_another)
    assert b"happened" not in content
    with pytest.raises(ValidationError, match="another key"):
        bring(their_lead, next_school, content)


def test_what_the_maker_may_not_see_is_not_in_it(school: School, dsl: User) -> None:
    child = a_leaver(school)
    teacher = a_person(school, "staff")
    told(
        school, "adult-conduct", "HEADONLY", NewSubject(Subject.Role.HARMED, child),
        NewSubject(Subject.Role.ALLEGED, teacher),
    )  # fmt: skip
    row = a_hand_over(school, child, other_routes=True)
    package = the_package(dsl, row.key, school)
    assert [case["category"] for case in package["concerns"]] == ["bullying"]
    assert "HEADONLY" not in json.dumps(package)


def the_package(user: User, key: str, school: School) -> dict[str, Any]:
    """What somebody would send, opened."""
    own = x25519.Identity.generate()
    row = hand_overs(By(user), school).get(key=key)
    row.recipient = str(own.to_public())
    row.save()
    from pyrage import decrypt

    with zipfile.ZipFile(io.BytesIO(decrypt(download(by=By(user), hand_over=row), [own]))) as archive:
        found: dict[str, Any] = json.loads(archive.read(DATA))
    return found


def test_a_child_who_only_saw_it_has_no_file_by_that(school: School, dsl: User) -> None:
    child = a_pupil(school, "Ben Small", left=TODAY())
    told(school, "bullying", "He saw it", NewSubject(Subject.Role.WITNESS, child))
    assert leavers(By(dsl), school, TODAY()) == []
    with pytest.raises(Http404):
        a_hand_over(school, child)


def test_words_alone_go_where_words_alone_are_taken(school: School, dsl: User) -> None:
    child = a_pupil(school, "Amina Yusuf", left=TODAY())
    told(school, "sexual-images", "In words", NewSubject(Subject.Role.HARMED, child))
    case = the_package(dsl, a_hand_over(school, child).key, school)["concerns"][0]
    assert case["words_only"]
    assert case["files"] == []
    assert case["entries"][0]["text"] == "In words"


def test_a_parent_who_works_here_learns_nothing_of_their_childs_file(school: School, dsl: User) -> None:
    child = a_leaver(school)
    row = a_hand_over(school, child)
    parent = a_parent(school, of=child)
    parent.user = dsl
    type(parent).objects.filter(pk=parent.pk).update(email=dsl.email)
    assert list(hand_overs(By(dsl), school)) == []
    assert leavers(By(dsl), school, TODAY()) == []
    assert list(needs.files_without_receipt(dsl, school)) == []
    with pytest.raises(NotAllowedError):
        download(by=By(dsl), hand_over=row)
    client = sign_in(Client(), dsl)
    for name in ("one", "download", "sent", "receipt", "end"):
        page = reverse(f"concern-leaving-{name}", args=[school.code, row.key])
        assert client.get(page).status_code == 404
    assert client.get(reverse("concern-leaving-new", args=[school.code, child.pk])).status_code == 404
    assert "Amina" not in client.get(reverse("concern-leaving", args=[school.code])).content.decode()


def test_every_download_goes_on_record_apart_from_the_schools_own(school: School, dsl: User) -> None:
    row = a_hand_over(school)
    for _each in range(2):
        download(by=By(dsl), hand_over=row)
    links = Link.objects.filter(chain=f"concerns:{school.pk}", event="leaving.downloaded")
    assert links.count() == 2
    assert not Link.objects.filter(chain=school.chain, event__startswith="leaving.").exists()


def test_a_receipt_comes_after_sending_and_ends_it(school: School, dsl: User) -> None:
    row = a_hand_over(school)
    with pytest.raises(ValidationError, match="downloaded"):
        sent(by=By(dsl), hand_over=row, how="mail", on=TODAY())
    download(by=By(dsl), hand_over=row)
    with pytest.raises(ValidationError, match="when it was sent"):
        confirm(by=By(dsl), hand_over=row, who="Dana Reid", on=TODAY())
    sent(by=By(dsl), hand_over=row, how="mail", on=TODAY())
    confirm(by=By(dsl), hand_over=row, who="Dana Reid", on=TODAY())
    assert leavers(By(dsl), school, TODAY()) == []
    with pytest.raises(ValidationError, match="ended"):
        end(by=By(dsl), hand_over=row, reason="Twice")


def test_a_leaver_without_a_receipt_turns_red_after_five_school_days(school: School, dsl: User) -> None:
    child = a_leaver(school)
    (need,) = needs.files_without_receipt(dsl, school)
    assert need.urgency == Urgency.SOON
    assert "Amina" not in need.text + need.link
    child.left = TODAY() - timedelta(days=10)
    child.save()
    (need,) = needs.files_without_receipt(dsl, school)
    assert need.urgency == Urgency.NOW
    row = a_hand_over(school, child)
    assert leavers(By(dsl), school, TODAY())[0].hand_over == row
    end(by=By(dsl), hand_over=row, reason="Stays here after all")
    assert list(needs.files_without_receipt(dsl, school)) == []


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_without_a_calendar_five_school_days_are_a_week(last: date) -> None:
    due = due_on(last, Calendar())
    assert due.weekday() < 5
    assert timedelta(days=5) <= due - last <= timedelta(days=7)


def deep(data: dict[str, Any]) -> None:
    nest: dict[str, Any] = {}
    for _each in range(30):
        nest = {"a": nest}
    data["concerns"][0]["entries"][0]["details"] = nest


def other_words(data: dict[str, Any]) -> None:
    data["concerns"][0]["entries"][0]["text"] = "It never happened."


def no_concern(data: dict[str, Any]) -> None:
    data["concerns"] = []


def other_form(data: dict[str, Any]) -> None:
    data["form"] = "belisha child-protection file 99"


def picture_of_a_child(data: dict[str, Any]) -> None:
    case = data["concerns"][0]
    case["category"] = "sexual-images"
    case["files"] = [
        {"path": "files/" + "a" * 32, "name": "x", "shows": "other", "sha256": "0" * 64, "at": data["made"]}
    ]


@pytest.mark.parametrize("change", [deep, other_words, no_concern, other_form, picture_of_a_child])
def test_a_file_with_other_data_in_it_is_not_taken(school: School, change: Any) -> None:
    with pytest.raises(RefusedError):
        read_package(rezipped(a_package(school), change))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "files/" + "b" * 32, "virus.exe", "c:/x"])
def test_a_file_with_more_in_it_than_it_says_is_not_taken(school: School, name: str) -> None:
    with pytest.raises(RefusedError):
        read_package(rezipped(a_package(school), **{name: b"x"}))


def test_bombs_and_rubbish_are_not_taken(school: School) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DATA, b"0" * (50 << 20))
    whole = a_package(school)
    for content in (
        sink.getvalue(),
        b"",
        b"PK\x05\x06",
        b"hello",
        whole[:-50],
        whole.replace(b"manifest", b"manifesd"),
    ):
        with pytest.raises(RefusedError):
            read_package(content)


def test_details_of_strange_shapes_are_shown_and_break_no_page(next_school: School, their_lead: User) -> None:
    def strange(data: dict[str, Any]) -> None:
        entry = data["concerns"][0]["entries"][0]
        entry["details"] = {"marks": 7, "from": 3, "with": {"x": [1, {"y": None}]}, "whose": ["child"], "corrected": 1}
        entry["kind"] = "body-map"
        entry["seal"] = seal_of(entry["salt"], entry["kind"], entry["text"], entry["details"])

    row = bring(their_lead, next_school, rezipped(a_package(next_school), strange))
    there = a_pupil(next_school, "Amina Yusuf")
    take_in(by=By(their_lead), row=row, number=there.pk)
    concern = Concern.objects.get(school=next_school)
    client = sign_in(Client(), their_lead)
    for page in ("concern", "concern-chronology"):
        rest = concern.reference if page == "concern" else there.pk
        assert client.get(reverse(page, args=[next_school.code, rest])).status_code == 200


def test_the_same_file_is_taken_in_once_and_for_the_right_child(next_school: School, their_lead: User) -> None:
    content = a_package(next_school)
    row, again = bring(their_lead, next_school, content), bring(their_lead, next_school, content)
    stranger = a_pupil(next_school, "Zoe Nobody", born=date(2017, 5, 5))
    there = a_pupil(next_school, "Amina Yusuf")
    with pytest.raises(ValidationError):
        take_in(by=By(their_lead), row=row, number=stranger.pk)
    take_in(by=By(their_lead), row=row, number=there.pk)
    with pytest.raises(ValidationError, match="already"):
        take_in(by=By(their_lead), row=again, number=there.pk)
    with pytest.raises(ValidationError, match="already"):
        bring(their_lead, next_school, content)
    assert Concern.objects.filter(school=next_school).count() == 1


def test_what_came_is_seen_by_those_who_may_see_its_concerns(next_school: School, their_lead: User) -> None:
    row = bring(their_lead, next_school, a_package(next_school))
    other = somebody(next_school, Role.DEPUTY_DSL)
    page = reverse("concern-take-in-look", args=[next_school.code, row.key])
    assert sign_in(Client(), other).get(page).status_code == 404, "it is looked at by its bringer alone"
    child = a_pupil(next_school, "Amina Yusuf")
    take_in(by=By(their_lead), row=row, number=child.pk)
    assert list(received(By(other), next_school)) == [row]
    parent = a_parent(next_school, of=child)
    type(parent).objects.filter(pk=parent.pk).update(email=other.email)
    assert list(received(By(other), next_school)) == []


def test_the_way_through_the_pages(school: School, dsl: User, next_school: School, their_lead: User) -> None:
    theirs, ours = sign_in(Client(), their_lead), sign_in(Client(), dsl)
    theirs.post(reverse("concern-take-in-key", args=[next_school.code]))
    key = make_key(by=By(their_lead), school=next_school).public
    assert key in theirs.get(reverse("concern-take-in", args=[next_school.code])).content.decode()
    child = a_leaver(school)
    typed = {"to_school": "Millbrook", "lead": "Dana Reid", "recipient": "age1wrong", "moves_on": TODAY().isoformat()}
    new = reverse("concern-leaving-new", args=[school.code, child.pk])
    wrong = ours.post(new, typed).content.decode()
    assert "This is no public key" in wrong
    assert "Dana Reid" in wrong
    page = ours.post(new, typed | {"recipient": key}).headers["Location"]
    content = ours.post(page + "download/").content
    assert ours.post(page + "sent/", {"how": "mail", "on": TODAY().isoformat()}).status_code == 302
    assert ours.post(page + "receipt/", {"who": "Dana Reid", "on": TODAY().isoformat()}).status_code == 302
    there = a_pupil(next_school, "Amina Yusuf")
    brought = SimpleUploadedFile("file.age", content)
    look = theirs.post(reverse("concern-take-in", args=[next_school.code]), {"file": brought}).headers["Location"]
    assert "It happened again" not in theirs.get(look).content.decode()
    done = theirs.post(look, {"child": there.pk}).headers["Location"]
    sha256 = hand_overs(By(dsl), school).get().sha256
    assert sha256 in theirs.get(done).content.decode()
    assert sha256 in ours.get(page).content.decode()


def test_the_list_asks_as_often_for_many_as_for_one(
    school: School, dsl: User, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(Client(), dsl)
    for number in range(6):
        a_hand_over(school, a_leaver(school, f"Child Number{number}"))
    with django_assert_max_num_queries(60):
        page = client.get(reverse("concern-leaving", args=[school.code]))
    assert "Child Number5" in page.content.decode()
