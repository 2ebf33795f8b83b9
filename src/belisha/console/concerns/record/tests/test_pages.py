"""The pages of a concern's record, as somebody turns them."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from belisha.console.access.models import Session
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.models import Concern, Entry, EntryDraft, Subject
from belisha.console.concerns.record.tests.scene import Scene
from console.visitors import sign_in

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def signed_in(scene: Scene, role: Role) -> Client:
    return sign_in(Client(), scene.people[role])


def at(name: str, concern: Concern, *rest: object) -> str:
    return reverse(name, args=[concern.school.code, concern.reference, *rest])


def words(response: HttpResponse) -> str:
    return response.content.decode()


def test_what_is_written_down_is_sealed_with_when_and_with_whom(scene: Scene) -> None:
    dsl, concern = signed_in(scene, Role.DSL), scene.concern()
    typed = {
        "kind": "call", "who": "Mrs Yusuf", "day_day": "1", "day_month": "9", "day_year": "2026", "clock": "14:30",
        "text": "She said: “He is safe.”",
    }  # fmt: skip
    form = dsl.get(at("concern-write", concern))
    names = re.findall(r'name="([a-z_0-9]+)"', words(form))
    typed = {**{name: "" for name in names if name not in {"later", "csrfmiddlewaretoken"}}, **typed}
    day = [name for name in names if name.startswith("day")]
    typed |= dict(zip(day, ("1", "9", "2026"), strict=True))
    assert dsl.post(at("concern-write", concern), typed).status_code == 302
    entry = concern.entries.get(kind="call")
    assert entry.details == {"with": "Mrs Yusuf"}
    assert timezone.localtime(entry.about).strftime("%d %m %H:%M") == "01 09 14:30"
    page = words(dsl.get(at("concern", concern)))
    assert "“He is safe.”" in page
    assert "With: Mrs Yusuf" in page


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(scene: Scene) -> None:
    dsl, concern = signed_in(scene, Role.DSL), scene.concern()
    response = dsl.post(at("concern-write", concern), {"kind": "voice", "text": "I want to go home", "clock": "late"})
    assert "Say whose words they are." in words(response)
    assert "I want to go home" in words(response)
    assert "I want to go home" in words(dsl.get(at("concern-write", concern))), "also after a power cut"
    assert "I want to go home" not in words(signed_in(scene, Role.HEAD).get(at("concern-write", concern)))


def test_a_draft_is_kept_by_the_script_shown_to_its_writer_and_thrown_away(scene: Scene) -> None:
    dsl, concern = signed_in(scene, Role.DSL), scene.concern()
    typed = {"text": "Half a sen\x00tence", "kind": "note", "Odd Name": "x", "clock": ""}
    assert dsl.post(at("concern-keep", concern, "write"), typed).status_code == 204
    assert EntryDraft.objects.get().typed == {"text": "Half a sen tence", "kind": "note"}
    assert "Go on writing" in words(dsl.get(at("concern", concern)))
    assert "Go on writing" not in words(signed_in(scene, Role.HEAD).get(at("concern", concern)))
    assert dsl.post(at("concern-keep", concern, "anything"), typed).status_code == 404
    dsl.post(at("concern-drop", concern, "write"))
    assert not EntryDraft.objects.exists()


def test_a_correction_stands_beneath_what_it_corrects(scene: Scene) -> None:
    dsl, concern = signed_in(scene, Role.DSL), scene.concern("It was at nine")
    add_entry(by=scene.by(Role.HEAD), concern=concern, kind=Entry.Kind.NOTE, text="Something else")
    mark = concern.entries.order_by("pk")[0].seal[:16]
    dsl.post(at("concern-correct", concern, mark), {"text": "It was at ten", "reason": "Wrong hour"})
    page = words(dsl.get(at("concern", concern)))
    assert page.index("It was at nine") < page.index("It was at ten") < page.index("Something else")
    assert "Wrong hour" in page


def test_marks_are_put_on_the_body_from_the_list_and_printed_with_their_words(scene: Scene) -> None:
    dsl, concern = signed_in(scene, Role.DSL), scene.concern()
    typed = {
        "text": "Seen at PE", "mark-1-part": "left-knee", "mark-1-kind": "bruise", "mark-1-words": "Blue, round",
        "mark-2-part": "lower-back", "mark-2-words": "Scratch", "mark-2-x": "90", "mark-2-y": "170",
    }  # fmt: skip
    assert "More marks" in words(dsl.get(at("concern-body-map-new", concern)))
    more = words(dsl.post(at("concern-body-map-new", concern), {**typed, "more": "1"}))
    assert "Mark 5" in more
    assert "Blue, round" in more
    assert dsl.post(at("concern-body-map-new", concern), typed).status_code == 302
    entry = concern.entries.get(kind="body-map")
    assert [(mark["part"], mark["x"], mark["y"]) for mark in entry.details["marks"]] == [
        ("left-knee", 116, 287),
        ("lower-back", 90, 170),
    ]
    page = words(dsl.get(at("concern-body-map", concern, entry.seal[:16])))
    assert "Left knee" in page
    assert "Blue, round" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"text": "Seen"},
        {"text": "Seen", "mark-1-part": "left-knee"},
        {"text": "Seen", "mark-1-words": "Blue"},
        {"text": "Seen", "mark-1-part": "no-such-part", "mark-1-words": "Blue"},
        {"text": "Seen", "mark-1-part": "left-knee", "mark-1-words": "Blue", "mark-1-x": "9999", "mark-1-y": "1"},
    ],
)
def test_a_body_map_without_place_or_words_is_not_written(scene: Scene, typed: dict[str, str]) -> None:
    concern = scene.concern()
    response = signed_in(scene, Role.DSL).post(at("concern-body-map-new", concern), typed)
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert not concern.entries.filter(kind="body-map").exists()


def test_who_was_let_in_reads_and_writes_and_sees_neither_readers_nor_looks(scene: Scene) -> None:
    concern = scene.concern("It began", "bullying", NewSubject(Subject.Role.HARMED, name="Sam Rest", restricted=True))
    let_in(by=scene.by(Role.DSL), concern=concern, user=scene.people[Role.TEACHER], reason="Their teacher")
    teacher = signed_in(scene, Role.TEACHER)
    page = words(teacher.get(at("concern", concern)))
    assert "It began" in page
    for hidden in ("Sam Rest", "Who looked", "Who else may read it", "Put it together"):
        assert hidden not in page
    for shut in ("concern-looks", "concern-reader-new", "concern-subject-new", "concern-link", "concern-merge"):
        assert teacher.get(at(shut, concern)).status_code == 403
    assert "It began" not in words(teacher.get(reverse("concerns-all", args=[scene.school.code])))
    assert concern.reference in words(teacher.get(reverse("concerns-all", args=[scene.school.code])))


def test_every_look_is_on_record_for_those_who_work_on_it(scene: Scene) -> None:
    concern = scene.concern()
    signed_in(scene, Role.HEAD).get(at("concern", concern))
    signed_in(scene, Role.HEAD).get(reverse("concern-chronology", args=[scene.school.code, scene.child.pk]))
    page = words(signed_in(scene, Role.DSL).get(at("concern-looks", concern)))
    assert page.count(scene.people[Role.HEAD].name) == 2
    assert "Chronology of a child" in page


def test_history_asks_once_more_who_somebody_is(scene: Scene) -> None:
    concern, dsl = scene.concern(), signed_in(scene, Role.DSL)
    Session.objects.update(confirmed_at=None)
    assert dsl.get(at("concern", concern)).status_code == 200
    chronology = reverse("concern-chronology", args=[scene.school.code, scene.child.pk])
    assert "confirm" in dsl.get(chronology).headers["Location"]
    long_ago = timezone.now() - timedelta(days=31)
    Concern.objects.update(state="closed", closed_at=long_ago)
    assert "confirm" in dsl.get(at("concern", concern)).headers["Location"]


def test_a_list_taken_away_is_defused_and_on_record(scene: Scene) -> None:
    concern = scene.concern("It began", "bullying", NewSubject(Subject.Role.HARMED, name="=HYPERLINK(1)"))
    answer = signed_in(scene, Role.DSL).get(reverse("concerns-all", args=[scene.school.code]), {"format": "csv"})
    assert "'=HYPERLINK(1)" in answer.content.decode("utf-8-sig")
    assert concern.reference in answer.content.decode()


def test_the_officer_erases_words_without_reading_them(scene: Scene) -> None:
    concern, officer = scene.concern("A secret"), signed_in(scene, Role.DPO)
    address = reverse("concern-erasure", args=[scene.school.code])
    typed = {"reference": concern.reference.lower(), "number": "1", "reason": "Order of the court"}
    page = words(officer.post(address, typed))
    assert "Is this the entry?" in page
    assert "A secret" not in page
    assert concern.entries.get().text == "A secret"
    officer.post(address, {**typed, "sure": "1"})
    assert concern.entries.get().text == ""
    assert "The words were erased by law" in words(signed_in(scene, Role.DSL).get(at("concern", concern)))
    assert "There is no such entry." in words(officer.post(address, {**typed, "number": "7"}))


def test_the_officer_neither_finds_nor_erases_what_is_about_themselves(scene: Scene) -> None:
    concern = scene.about(Role.DPO, "About the officer")
    typed = {"reference": concern.reference, "number": "1", "reason": "Mine", "sure": "1"}
    page = signed_in(scene, Role.DPO).post(reverse("concern-erasure", args=[scene.school.code]), typed)
    assert "There is no such entry." in words(page)
    assert concern.entries.get().text == "About the officer"


def test_a_chronology_comes_as_tagged_paper_whose_name_says_nothing(scene: Scene) -> None:
    scene.concern("It began")
    address = reverse("concern-chronology-paper", args=[scene.school.code, scene.child.pk])
    answer = signed_in(scene, Role.DSL).get(address)
    assert b"pdfuaid:part" in PdfReader(BytesIO(answer.content)).trailer["/Root"]["/Metadata"].get_data()
    assert "Amina" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("page", ["concerns-all", "concern"])
def test_pages_ask_the_database_no_more_for_more(
    scene: Scene, page: str, django_assert_max_num_queries: object, django_assert_num_queries: object
) -> None:
    concern, dsl = scene.concern(), signed_in(scene, Role.DSL)
    address = at("concern", concern) if page == "concern" else reverse(page, args=[scene.school.code])
    dsl.get(address)
    with django_assert_max_num_queries(30) as few:  # type: ignore[operator]
        dsl.get(address)
    for number in range(8):
        scene.concern(f"Number {number}")
        add_entry(by=scene.by(Role.HEAD), concern=concern, kind=Entry.Kind.NOTE, text="More")
    with django_assert_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        dsl.get(address)
