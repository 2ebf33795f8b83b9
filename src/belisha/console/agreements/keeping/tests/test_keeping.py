"""What has been kept long enough goes when somebody has looked, leaves a tombstone, and the proof stays whole."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from agreements_scene import all_right, issued
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.agreements.consents.actions.answering import answer
from belisha.console.agreements.consents.actions.showing import Entry, end_publication, publish
from belisha.console.agreements.keeping.actions import let_go
from belisha.console.agreements.keeping.declared import LONGER
from belisha.console.agreements.keeping.queries import due_at
from belisha.console.agreements.keeping.rules import classes, ends_on
from belisha.console.agreements.models import ConsentAnswer, Decline, LetGo, Publication, Shown, Signature
from belisha.console.agreements.signing.actions.signatures import decline, sign
from belisha.console.agreements.signing.queries import whole
from belisha.console.agreements.signing.queries.whole import broken
from belisha.console.audit.models import Body
from belisha.console.audit.queries import verify
from belisha.console.people.refusals import RefusedError
from cast import a_class, a_parent, a_pupil, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db

SIGNED = datetime(2026, 9, 7, 9, tzinfo=UTC)
LEFT = date(2027, 7, 21)
YEAR_LATER, MUCH_LATER = datetime(2028, 7, 23, 9, tzinfo=UTC), datetime(2033, 7, 23, 9, tzinfo=UTC)


@pytest.fixture
def school() -> School:
    return a_school("oakfield")


@pytest.fixture
def ben(school: School) -> Person:
    """A pupil who signed, of whom a parent answered on pictures, and who left."""
    with time_machine.travel(SIGNED, tick=False):
        child = a_pupil(school, "Ben Carter", in_class=a_class(school))
        mother = a_parent(school, of=child)
        agreement = issued(school, "pupil-ks2")
        sign(
            by=By(child.user), person=child, agreement=agreement, form="plain", way="own", answers=all_right(agreement)
        )
        sign(
            by=By(mother.user), person=mother, agreement=issued(school, "parent"), form="plain", way="own", child=child
        )
        answer(by=By(mother.user), person=mother, about=child, purpose="website", yes=True, way="portal")
    child.left = LEFT
    child.save(update_fields=["left"])
    return child


def due(school: School, now: datetime) -> list[tuple[int, int]]:
    return [(len(each.signatures), len(each.answers)) for each in due_at(school, now.date())]


def test_each_class_has_its_clock_and_a_school_can_only_lengthen_it(school: School, ben: Person) -> None:
    assert all(one.source and one.years for one in classes().values())
    assert ends_on(date(2028, 2, 29), "pupil", 0) == date(2029, 3, 1)
    assert due(school, datetime(2028, 7, 21, tzinfo=UTC)) == []
    assert due(school, YEAR_LATER) == [(2, 0)], "what they and their parent signed; pictures are another matter"
    assert due(school, MUCH_LATER) == [(2, 1)]
    change_setting(By(somebody(school, Role.HEAD)), at=school, key=LONGER.key, value=3)
    assert due(school, YEAR_LATER) == []
    assert ben.pk


def test_answers_stay_while_a_picture_is_shown(school: School, ben: Person) -> None:
    head = somebody(school, Role.HEAD)
    shown = Publication.objects.create(
        school=school, purpose="website", what="Fair", place="x", on=LEFT, owner=head, at=SIGNED
    )
    Shown.objects.create(publication=shown, child=ben, permitted=True)
    assert due(school, MUCH_LATER) == [(2, 0)]


def test_where_somebody_was_shown_and_that_they_never_signed_is_kept_no_longer(school: School) -> None:
    head, child = somebody(school, Role.HEAD), a_pupil(school, "Cai Doyle", joined=SIGNED.date())
    other = a_pupil(school, "Eve Finch", joined=SIGNED.date())
    with time_machine.travel(SIGNED, tick=False):
        decline(by=By(child.user), person=child, agreement=issued(school, "pupil-ks2"), reason="My mum says no")
        entry = Entry("website", "Fair", "/news", SIGNED.date(), head, already=True)
        alone, both = (
            publish(by=By(head), school=school, entry=entry, children=who) for who in ([child], [child, other])
        )
        for each in (alone, both):
            end_publication(by=By(head), publication=each, words="Gone")
    child.left = LEFT
    child.save(update_fields=["left"])
    [early] = due_at(school, YEAR_LATER.date())
    assert [len(early.around), len(early.shown)] == [1, 0]
    with time_machine.travel(MUCH_LATER, tick=False):
        assert let_go(by=By(head), school=school, people=[child.pk]) == 3
    assert not Decline.objects.exists()
    assert list(Shown.objects.values_list("publication", "child")) == [(both.pk, other.pk)]
    assert list(Publication.objects.all()) == [both], "what shows nobody is gone whole"
    kept = [str(body.content) for body in Body.objects.filter(link__about=f"publication:{alone.pk}")]
    assert kept == []
    assert not any("My mum" in str(body.content) for body in Body.objects.all())


def test_a_leader_lets_go_a_tombstone_stays_and_the_proof_is_whole(school: School, ben: Person) -> None:
    head, teacher = somebody(school, Role.HEAD), somebody(school, Role.TEACHER)
    client = Client()
    token = Signature.objects.get(person=ben).token
    with time_machine.travel(MUCH_LATER, tick=False):
        with pytest.raises(NotAllowedError):
            let_go(by=By(teacher), school=school, people=[ben.pk])
        page = reverse("agreements-keeping", args=[school.code])
        client.force_login(head)
        assert b"Ben Carter" in client.get(page).content
        let_go(by=By(head), school=school, people=[ben.pk])
        assert b"Ben Carter" not in client.get(page).content
        with pytest.raises(RefusedError):
            let_go(by=By(head), school=school, people=[ben.pk])
    assert not Signature.objects.exists()
    assert not ConsentAnswer.objects.exists()
    assert sorted(LetGo.objects.values_list("what", "record_class")) == [
        ("answer", "consent"),
        ("signature", "pupil"),
        ("signature", "pupil"),
    ]
    assert broken(school) == []
    assert verify(school.chain).fault is None
    assert not any("Ben Carter" in str(body.content) for body in Body.objects.filter(link__event="agreements.signed"))
    shown = Client().get(reverse("genuine", args=[token])).content.decode()
    assert "It was genuine" in shown
    assert "Ben" not in shown


def test_the_database_lets_nothing_go_without_its_tombstone_and_a_tombstone_stays(school: School, ben: Person) -> None:
    row, given = Signature.objects.get(person=ben), ConsentAnswer.objects.get()
    stone = {"school": school, "record_class": "pupil", "due_on": LEFT, "at": YEAR_LATER}
    LetGo.objects.create(what="signature", number=row.pk, seal="0" * 64, **stone)
    other = LetGo.objects.create(what="answer", number=given.pk + 1, seal="0" * 64, **stone)
    for attempt in (row.delete, given.delete, other.delete, lambda: LetGo.objects.update(due_on=SIGNED.date())):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_signature_that_is_gone_without_a_tombstone_is_found(school: School, ben: Person) -> None:
    recorded = whole._recorded(school)
    assert list(whole._gone(school, recorded)) == []
    assert [each.what for each in whole._gone(school, recorded | {"signature:0": "x"})] == ["signature:0"]
    assert ben.pk
