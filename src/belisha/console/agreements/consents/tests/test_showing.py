"""What is shown, and what comes down when somebody says no."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.agreements.consents.actions.showing import Entry, end_publication, finish_take_down, publish
from belisha.console.agreements.consents.needs import late_take_downs, own_take_downs
from belisha.console.agreements.consents.tests.scene import Family, a_family, says
from belisha.console.agreements.models import Publication, TakeDown
from belisha.console.people.refusals import RefusedError
from cast import a_class, a_pupil, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import User
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return a_family()


def shows(
    family: Family, *, by: User | None = None, children: list[Person] | None = None, already: bool = False
) -> Publication:
    day = timezone.localdate()
    entry = Entry("website", "Year 4 at the pond", "/news/pond", day, family.teacher, already)
    return publish(by=By(by or family.teacher), school=family.school, entry=entry, children=children or [family.child])


def test_nothing_is_entered_as_shown_while_a_child_has_no_permission(family: Family) -> None:
    with pytest.raises(RefusedError, match="Ada Bell"):
        shows(family)
    says(family.mother, family.child, "website", yes=True)
    assert shows(family).shown.get().permitted
    friend = a_pupil(family.school, "Ben Rush", in_class=a_class(family.school))
    with pytest.raises(RefusedError, match="Ben Rush"):
        shows(family, children=[family.child, friend])
    assert Publication.objects.count() == 1


def test_a_teacher_enters_children_of_their_own_classes_alone(family: Family) -> None:
    other = a_pupil(family.school, in_class=a_class(family.school, "5 Elm", "year-5"))
    with pytest.raises(RefusedError, match="own classes"):
        shows(family, children=[other], already=True)
    shows(family, by=somebody(family.school, Role.HEAD), children=[other], already=True)


def test_a_no_makes_a_task_of_every_place_once_and_it_stays_until_done(family: Family) -> None:
    says(family.mother, family.child, "website", yes=True)
    shows(family)
    shows(family)
    says(family.father, family.child, "website", yes=False)
    says(family.mother, family.child, "website", yes=False)
    assert TakeDown.objects.open().count() == 2, "two places, each once though both said no"
    assert [need.text for need in own_take_downs(family.teacher, family.school)] == [
        "Take down pictures of children: 2"
    ]
    task = TakeDown.objects.order_by("pk")[0]
    finish_take_down(by=By(family.teacher), task=task, outcome="down", words="Gone from the page and its gallery")
    with pytest.raises(RefusedError):
        finish_take_down(by=By(family.teacher), task=task, outcome="down", words="Again")
    assert TakeDown.objects.open().count() == 1


def test_a_no_to_something_else_takes_nothing_down(family: Family) -> None:
    says(family.mother, family.child, "website", yes=True)
    shows(family)
    says(family.mother, family.child, "social", yes=False)
    assert not TakeDown.objects.exists()


def test_a_late_task_is_seen_by_leaders(family: Family) -> None:
    shows(family, already=True)
    head = somebody(family.school, Role.HEAD)
    assert list(late_take_downs(head, family.school)) == []
    TakeDown.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert [need.text for need in late_take_downs(head, family.school)] == ["Pictures that must come down are late: 1"]


def test_what_is_shown_already_without_permission_is_a_task_at_once(family: Family) -> None:
    row = shows(family, already=True)
    assert not row.shown.get().permitted
    task = TakeDown.objects.get()
    assert task.owner == family.teacher
    with pytest.raises(RefusedError, match="may not stay"):
        finish_take_down(by=By(family.teacher), task=task, outcome="permitted", words="They said so")
    says(family.mother, family.child, "website", yes=True)
    finish_take_down(by=By(family.teacher), task=task, outcome="permitted", words="Their mother said yes today")


def test_nobody_else_says_that_it_is_done_but_leaders(family: Family) -> None:
    shows(family, already=True)
    task = TakeDown.objects.get()
    with pytest.raises(NotAllowedError):
        finish_take_down(by=By(somebody(family.school, Role.TEACHER)), task=task, outcome="down", words="I did it")
    finish_take_down(by=By(somebody(family.school, Role.HEAD)), task=task, outcome="down", words="I did it")


def test_what_is_shown_no_more_has_nothing_to_take_down(family: Family) -> None:
    row = shows(family, already=True)
    end_publication(by=By(family.teacher), publication=row, words="The page is gone")
    assert not TakeDown.objects.open().exists()
    says(family.mother, family.child, "website", yes=False)
    assert not TakeDown.objects.open().exists()
