"""Finding concerns by words, for those who may see them."""

from __future__ import annotations

import pytest

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject, change_subject
from belisha.console.concerns.actions.writing import add_entry, correct, erase
from belisha.console.concerns.models import Entry, Subject, Word, WordPlace
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.record.tests.scene import Scene
from cast import a_school, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def found(scene: Scene, role: Role, typed: str) -> list[str]:
    return sorted(found_by(scene.by(role), scene.school, typed).values_list("reference", flat=True))


def test_a_concern_is_found_by_the_beginnings_of_all_words_typed(scene: Scene) -> None:
    one = scene.concern("She cried about her telephone at Zoë's")
    scene.concern("Somebody took a telephone")
    for typed in ("cried telephone", "CRI tele", "zoe", "zoes cried", "play tele cri", "amina cried"):
        assert found(scene, Role.DSL, typed) == [one.reference], typed
    for typed in ("ried", "cried bicycle", "zoo", "cried tele\u0000 nothing"):
        assert found(scene, Role.DSL, typed) == [], typed


def test_words_that_say_nothing_are_not_looked_for(scene: Scene) -> None:
    one = scene.concern("He and she")
    assert found(scene, Role.DSL, "the and a") == [one.reference], "nothing to look for: all of them"


def test_a_reference_finds_its_concern_alone(scene: Scene) -> None:
    one = scene.concern()
    scene.concern()
    assert found(scene, Role.DSL, f" {one.reference.lower()} ") == [one.reference]


def test_what_is_hidden_is_not_found(scene: Scene) -> None:
    one = scene.about(Role.TEACHER, "He shouted abracadabra")
    assert found(scene, Role.HEAD, "abracadabra") == [one.reference]
    for role in (Role.DSL, Role.DEPUTY_DSL, Role.TEACHER, Role.DPO, Role.CHAIR):
        assert found(scene, role, "abracadabra") == []
        assert found(scene, role, one.reference) == []


def test_a_reader_does_not_find_by_the_name_of_somebody_restricted(scene: Scene) -> None:
    named = NewSubject(Subject.Role.WITNESS, name="Quentin Xylo", restricted=True)
    known = NewSubject(Subject.Role.HARMED, scene.child, restricted=True)
    one = scene.concern("It happened", "bullying", named, known)
    let_in(by=scene.by(Role.DSL), concern=one, user=scene.people[Role.TEACHER], reason="Their teacher")
    for typed in ("quentin", "xylo", "amina"):
        assert found(scene, Role.DSL, typed) == [one.reference]
        assert found(scene, Role.TEACHER, typed) == []
    assert found(scene, Role.TEACHER, "happened") == [one.reference]
    for subject in one.subjects.all():
        change_subject(
            by=scene.by(Role.DSL), subject=subject, role=subject.role, restricted=False, reason="They agree to it"
        )
    assert found(scene, Role.TEACHER, "quentin amina") == [one.reference]


def test_a_name_entered_by_mistake_is_no_longer_found(scene: Scene) -> None:
    one = scene.concern("It happened", "bullying", NewSubject(Subject.Role.WITNESS, name="Quentin Xylo"))
    change_subject(
        by=scene.by(Role.DSL), subject=one.subjects.get(), role="witness", restricted=False, reason="No", ends=True
    )
    assert found(scene, Role.DSL, "quentin") == []


def test_entries_and_corrections_are_found_and_erased_words_are_gone_from_the_index(scene: Scene) -> None:
    one = scene.concern("It began")
    note = add_entry(
        by=scene.by(Role.DSL), concern=one, kind=Entry.Kind.NOTE, text="Xanadu began", details={"with": ["Mrs Perth"]}
    )
    correct(by=scene.by(Role.DSL), entry=note, text="Shangri", reason="Wrong place")
    for typed in ("xanadu", "perth", "shangri", "began"):
        assert found(scene, Role.DSL, typed) == [one.reference]
    erase(by=scene.by(Role.DPO), entry=note, reason="Order of the court")
    assert found(scene, Role.DSL, "xanadu") == found(scene, Role.DSL, "perth") == []
    assert found(scene, Role.DSL, "began shangri") == [one.reference]
    assert not Word.objects.filter(text__in=[b"xanadu", b"perth"]).exists()


def test_erasing_a_report_takes_its_place_out_of_the_header_and_the_index(scene: Scene) -> None:
    one = scene.concern("It began")
    erase(by=scene.by(Role.DPO), entry=one.entries.get(), reason="Order of the court")
    one.refresh_from_db()
    assert one.where == ""
    assert not WordPlace.objects.filter(concern=one).exists()


def test_one_school_does_not_find_what_another_holds(scene: Scene) -> None:
    scene.concern("Xanadu")
    elsewhere = a_school("st-brigids")
    assert not found_by(By(somebody(elsewhere, Role.DSL)), elsewhere, "xanadu").exists()
