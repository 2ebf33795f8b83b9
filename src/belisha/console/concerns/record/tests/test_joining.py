"""Concerns that are linked, put together and taken apart: nothing is lost, and nobody sees more than before."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.queries import verify
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject, add_subject
from belisha.console.concerns.actions.writing import add_entry, correct, erase
from belisha.console.concerns.models import Concern, Entry, Subject, Tie
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.queries.visible import concern_for, visible
from belisha.console.concerns.record.actions.joining import end_tie, link, merge
from belisha.console.concerns.record.actions.splitting import split
from belisha.console.concerns.record.queries.chronology import chronology, concerns_of
from belisha.console.concerns.record.queries.entries import entries_of
from belisha.console.concerns.record.queries.people import numbered_subjects, ties_for
from belisha.console.concerns.record.tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_link_is_shown_to_those_who_see_both(scene: Scene) -> None:
    head, one, other = scene.by(Role.HEAD), scene.concern(), scene.about(Role.TEACHER)
    link(by=head, concern=one, other=other, reason="The same lesson")
    assert [found for _n, _tie, found in ties_for(head, one)] == [other]
    assert ties_for(scene.by(Role.DSL), one) == []
    with pytest.raises(ValidationError):
        link(by=head, concern=other, other=one, reason="Again")
    with pytest.raises(NotAllowedError):
        link(by=scene.by(Role.DSL), concern=one, other=other, reason="Guessed")
    end_tie(by=head, tie=Tie.objects.get())
    assert ties_for(head, one) == []


def test_of_two_put_together_the_more_closed_route_holds_and_nothing_is_lost(scene: Scene) -> None:
    head = scene.by(Role.HEAD)
    one, other = scene.concern("Xanadu began"), scene.about(Role.TEACHER, "Shangri began")
    add_entry(by=scene.by(Role.DSL), concern=one, kind=Entry.Kind.NOTE, text="And later")
    let_in(by=scene.by(Role.DSL), concern=one, user=scene.people[Role.DEPUTY_DSL], reason="Needs to know")
    merge(by=head, concern=other, into=one, reason="One and the same")
    one.refresh_from_db()
    assert one.route == Concern.Route.HEAD
    assert {str(row) for row in one.subjects.filter(ended_at=None)} == {
        "Amina Yusuf",
        scene.people[Role.TEACHER].person.name,
    }
    assert sorted(each.entry.text for each in entries_of(one)) == ["And later", "Shangri began", "Xanadu began"]
    for role in (Role.DSL, Role.TEACHER, Role.CHAIR, Role.DPO):
        assert not visible(scene.by(role), scene.school).filter(pk__in=[one.pk, other.pk]).exists()
    assert list(visible(head, scene.school)) == [one], "the one that went in is seen through the other"
    with pytest.raises(Http404):
        concern_for(head, scene.school, other.reference)
    assert list(found_by(head, scene.school, "shangri xanadu")) == [one]
    assert verify(one.chain).fault is None


def test_three_put_together_are_one(scene: Scene) -> None:
    dsl = scene.by(Role.DSL)
    first, second, third = scene.concern("First"), scene.concern("Second"), scene.concern("Third")
    merge(by=dsl, concern=first, into=second, reason="Same")
    second.refresh_from_db()
    merge(by=dsl, concern=second, into=third, reason="Same")
    third.refresh_from_db()
    assert [each.entry.text for each in entries_of(third)] == ["First", "Second", "Third"]
    assert [each.number for each in entries_of(third)] == [1, 1, 1]
    first.refresh_from_db()
    with pytest.raises(NotAllowedError):
        merge(by=dsl, concern=first, into=third, reason="Again")


def test_somebody_alleged_in_one_is_so_in_the_two_together(scene: Scene) -> None:
    dsl = scene.by(Role.DSL)
    pupil = scene.child
    one = scene.concern("One", "bullying", NewSubject(Subject.Role.WITNESS, pupil))
    other = scene.concern("Other", "bullying", NewSubject(Subject.Role.ALLEGED, pupil, restricted=True))
    merge(by=dsl, concern=other, into=one, reason="Same")
    row = one.subjects.get(ended_at=None)
    assert (row.role, row.restricted) == ("alleged", True)


def test_a_concern_of_words_only_stays_so_when_put_together(scene: Scene) -> None:
    one, other = scene.concern(), scene.concern("It", "sexual-images")
    merge(by=scene.by(Role.DSL), concern=other, into=one, reason="Same")
    one.refresh_from_db()
    assert one.words_only
    assert one.child_protection


def test_what_is_split_off_is_copied_with_where_it_comes_from(scene: Scene) -> None:
    dsl, one = scene.by(Role.DSL), scene.concern("It began")
    note = add_entry(by=dsl, concern=one, kind=Entry.Kind.NOTE, text="And her brother too")
    correct(by=dsl, entry=note, text="Her cousin", reason="Wrong")
    chosen = [each for each in entries_of(one) if each.entry == note]
    people = [row for _n, row in numbered_subjects(dsl, one)]
    new = split(by=dsl, concern=one, category="wellbeing", entries=chosen, subjects=people, reason="Another child")
    (copy,) = new.entries.all()
    assert copy.text == note.text
    assert copy.details["from"]["concern"] == one.reference
    assert copy.details["from"]["entry"] == 2
    assert copy.details["from"]["seal"] == note.seal
    assert copy.details["corrected"][0]["text"] == "Her cousin"
    assert one.entries.count() == 3
    assert [tie.kind for _n, tie, _other in ties_for(dsl, one)] == ["split"]
    erase(by=scene.by(Role.DPO), entry=note, reason="Order of the court")
    copy.refresh_from_db()
    assert copy.text == "", "what is erased is erased in its copies"


def test_a_part_is_as_closed_as_the_whole(scene: Scene) -> None:
    head, one = scene.by(Role.HEAD), scene.about(Role.TEACHER)
    new = split(by=head, concern=one, category="wellbeing", entries=entries_of(one), subjects=[], reason="The children")
    assert new.route == Concern.Route.HEAD
    assert not visible(scene.by(Role.DSL), scene.school).exists()


def test_a_chronology_has_what_its_reader_may_see_and_no_more(scene: Scene) -> None:
    dsl, teacher = scene.by(Role.DSL), scene.by(Role.TEACHER)
    one, two = scene.concern("First"), scene.concern("Second")
    hidden = scene.about(Role.TEACHER, "Hidden")
    add_subject(by=scene.by(Role.HEAD), concern=hidden, subject=NewSubject(Subject.Role.HARMED, scene.child))
    texts = {role: texts_for(scene, role) for role in (Role.DSL, Role.HEAD)}
    assert texts == {Role.DSL: ["First", "Second"], Role.HEAD: ["First", "Second", "Hidden"]}
    with pytest.raises(Http404):
        concerns_of(teacher, scene.school, scene.child.pk)
    let_in(by=dsl, concern=one, user=scene.people[Role.TEACHER], reason="Their teacher")
    let_in(by=dsl, concern=two, user=scene.people[Role.TEACHER], reason="Their teacher")
    two.subjects.update(restricted=True)
    assert texts_for(scene, Role.TEACHER) == ["First"]


def texts_for(scene: Scene, role: Role) -> list[str]:
    by = scene.by(role)
    _person, concerns = concerns_of(by, scene.school, scene.child.pk)
    return [moment.text for moment in chronology(by, concerns) if moment.kind == "report"]
