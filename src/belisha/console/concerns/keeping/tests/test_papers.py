"""That files went and came has a clock as well, and nothing is deleted of whom something is held."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Body, Link
from belisha.console.concerns.keeping.actions.deciding import decide
from belisha.console.concerns.keeping.actions.holding import hold_person, look_again, release
from belisha.console.concerns.keeping.actions.proposing import propose
from belisha.console.concerns.keeping.needs import holds_to_look_at
from belisha.console.concerns.keeping.queries import due_papers, person_holds, reviews
from belisha.console.concerns.keeping.tests.made import LONG_AGO, close_long_ago, grown_up, put_up
from belisha.console.concerns.models import HandOver, KeepingReview, ReceivedFile
from belisha.console.concerns.record.tests.scene import Scene
from belisha.console.people.models import Relationship
from cast import a_pupil, just_confirmed
from console.visitors import sign_in

if TYPE_CHECKING:
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SOON = timedelta(days=90)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    grown_up(scene.child)
    return scene


def went(scene: Scene, **given: Any) -> HandOver:
    """Their file went long ago, and the next school said that it has it."""
    told: dict[str, Any] = {
        "key": "a1b2c3d4" * 4, "school": scene.school, "child": scene.child, "to_school": "Next School", "lead": "Dana",
        "recipient": "age1", "due": LONG_AGO.date(), "moves_on": LONG_AGO.date(), "made_at": LONG_AGO,
        "receipt_on": LONG_AGO.date(), "outcome": "received",
    }  # fmt: skip
    return HandOver.objects.create(**told | given)


def came(scene: Scene, child: Person, **given: Any) -> ReceivedFile:
    told: dict[str, Any] = {
        "key": "e5f6a7b8" * 4, "school": scene.school, "child": child, "from_school": "First School", "lock": "",
        "sha256": "0" * 64, "came_at": LONG_AGO, "taken_in_at": LONG_AGO, "by": scene.people[Role.DSL],
    }  # fmt: skip
    return ReceivedFile.objects.create(**told | given)


def test_that_a_file_went_is_kept_six_years_after_the_receipt_and_as_long_as_a_record_goes_by_it(scene: Scene) -> None:
    concern = close_long_ago(scene.concern())
    row = went(scene, receipt_on=TODAY() - timedelta(days=365 * 5))

    def due() -> list[HandOver | ReceivedFile]:
        return [paper for paper, _clock in due_papers(scene.school, TODAY())]

    assert due() == []
    HandOver.objects.update(receipt_on=LONG_AGO.date())
    assert [(paper, clock.until) for paper, clock in due_papers(scene.school, TODAY())] == [(row, date(2007, 3, 1))]
    HandOver.objects.update(concerns=[concern.pk])
    assert due() == [], "our copy goes by its receipt"
    HandOver.objects.update(concerns=[], receipt_on=None, outcome="ended")
    assert due() == [row], "where they never said so, after it began"
    HandOver.objects.update(outcome="open")
    assert due() == []


def test_that_a_file_came_is_kept_to_the_25th_birthday_and_while_the_child_is_in_any_record(scene: Scene) -> None:
    young = a_pupil(scene.school, born=TODAY() - timedelta(days=365 * 20))
    came(scene, young, key="9" * 32, sha256="1" * 64)
    row = came(scene, scene.child)
    came(scene, young, key="8" * 32, sha256="2" * 64)
    ReceivedFile.objects.filter(key="8" * 32).update(child=None, taken_in_at=None)
    assert [paper for paper, _clock in due_papers(scene.school, TODAY())] == [row]
    scene.concern()
    assert [paper for paper, _clock in due_papers(scene.school, TODAY())] == []


def test_two_people_decide_on_it_who_are_not_near_the_child_and_then_it_is_gone(scene: Scene) -> None:
    row = went(scene)
    propose(timezone.now())
    assert propose(timezone.now()) == "", "once is enough, and it is still due"
    review = KeepingReview.objects.get()
    dsl, dpo, head = scene.by(Role.DSL), scene.by(Role.DPO), scene.by(Role.HEAD)
    assert (review.record_class, review.reference, review.paper) == ("hand-over", "A1B2C3D4", row)
    tie = Relationship.objects.create(adult=scene.people[Role.DSL].person, child=scene.child, kind="mother")
    assert not reviews(dsl, scene.school).exists()
    with pytest.raises(NotAllowedError):
        decide(by=dsl, review=review, place="lead", says="delete", reason="Away")
    tie.delete()
    client = sign_in(Client(), scene.people[Role.DPO])
    just_confirmed(client)
    page = client.get(reverse("concern-keeping-one", args=[scene.school.code, review.key])).content.decode()
    assert "Next School" in page
    assert scene.child.name not in page, "the officer need not know whose file it was"
    decide(by=head, review=review, place="lead", says="delete", reason="Its time is over")
    assert HandOver.objects.exists()
    decide(by=dpo, review=review, place="data", says="delete", reason="Its time is over")
    review.refresh_from_db()
    assert (review.state, review.paper, HandOver.objects.exists()) == ("deleted", None, False)
    assert Link.objects.filter(event="keeping.deleted").exists()
    assert not Body.objects.filter(link__about=f"handover:{row.pk}").exists()


def test_what_is_kept_longer_comes_back_and_what_is_no_longer_due_is_taken_back(scene: Scene) -> None:
    came(scene, scene.child)
    propose(timezone.now())
    scene.concern()
    assert "1 were taken back" in propose(timezone.now())
    assert KeepingReview.objects.get().state == "withdrawn"


def test_of_somebody_who_is_held_nothing_is_deleted_until_it_is_lifted(scene: Scene) -> None:
    review, paper = put_up(scene.concern()), went(scene)
    dpo, head, dsl = scene.by(Role.DPO), scene.by(Role.HEAD), scene.by(Role.DSL)
    for by in (dsl, scene.by(Role.TEACHER)):
        with pytest.raises(NotAllowedError):
            hold_person(by=by, school=scene.school, person=scene.child, reason="A claim", review_on=TODAY() + SOON)
    for reason, on in ((" ", TODAY() + SOON), ("A claim", TODAY()), ("A claim", TODAY() + timedelta(days=900))):
        with pytest.raises(ValidationError):
            hold_person(by=head, school=scene.school, person=scene.child, reason=reason, review_on=on)
    held = hold_person(by=head, school=scene.school, person=scene.child, reason="A claim", review_on=TODAY() + SOON)
    with pytest.raises(ValidationError, match="already"):
        hold_person(by=head, school=scene.school, person=scene.child, reason="Again", review_on=TODAY() + SOON)
    with pytest.raises(ValidationError, match="no longer due"):
        decide(by=dpo, review=review, place="data", says="delete", reason="Away")
    propose(timezone.now())
    review.refresh_from_db()
    assert review.state == "withdrawn"
    close_long_ago(scene.concern("Written later"))
    assert propose(timezone.now()) == ""
    assert [each for each, _clock in due_papers(scene.school, TODAY())] == []
    assert Link.objects.filter(event="keeping.held", chain=f"concerns:{scene.school.pk}").count() == 1
    look_again(by=dpo, held=held, reason="It goes on", review_on=TODAY() + SOON)
    release(by=dpo, held=held, reason="It was settled")
    propose(timezone.now())
    assert KeepingReview.objects.filter(state="open").count() == 3
    assert paper in [each.paper for each in KeepingReview.objects.filter(state="open")]


def test_a_hold_of_somebody_is_shown_with_who_and_why_and_to_nobody_near_them(scene: Scene) -> None:
    teacher = scene.people[Role.TEACHER].person
    head, dpo = scene.by(Role.HEAD), scene.by(Role.DPO)
    client = sign_in(Client(), scene.people[Role.HEAD])
    just_confirmed(client)
    page = reverse("concern-holds", args=[scene.school.code])
    found = client.get(reverse("concern-hold-whom", args=[scene.school.code]), {"q": teacher.name[:4]})
    new = reverse("concern-hold-person-new", args=[scene.school.code, teacher.pk])
    assert new in found.content.decode()
    day = TODAY() + SOON
    named = {"review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year}
    typed = {"reason": "A tribunal", "review_on": day.isoformat(), **named}
    assert client.post(new, typed).status_code == 302
    text = client.get(page).content.decode()
    for part in (teacher.name, "A tribunal", scene.people[Role.HEAD].name):
        assert part in text
    own = scene.people[Role.DPO].person
    assert client.get(new.replace(str(teacher.pk), str(scene.people[Role.HEAD].person.pk))).status_code == 404
    hold_person(by=head, school=scene.school, person=own, reason="Another", review_on=TODAY() + SOON)
    assert [each.person for each in person_holds(dpo, scene.school)] == [teacher]
    person_holds(head, scene.school).update(review_on=TODAY())
    (need,) = holds_to_look_at(scene.people[Role.HEAD], scene.school)
    assert "2 records" in need.text
