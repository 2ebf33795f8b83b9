"""Who may answer, what counts, and that nothing said is ever changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Decision
from belisha.console.agreements.consents.actions.answering import answer, answer_many
from belisha.console.agreements.consents.declared import ASKED
from belisha.console.agreements.consents.queries.permitting import may_use, may_use_many
from belisha.console.agreements.consents.rules import Why, for_children
from belisha.console.agreements.consents.tests.scene import Family, a_family, says
from belisha.console.agreements.models import ConsentAnswer
from belisha.console.audit.models import Link
from belisha.console.people.actions.merging import merge
from belisha.console.people.models import Relationship
from belisha.console.people.refusals import RefusedError
from cast import a_class, a_parent, a_pupil, a_school

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return a_family()


def today() -> date:
    return timezone.localdate()


def test_nobody_has_said_yes_until_somebody_does(family: Family) -> None:
    assert may_use(family.child, "website", today()).why is Why.NOBODY_SAID
    says(family.mother, family.child, "website", yes=True)
    assert may_use(family.child, "website", today()).allowed
    assert not may_use(family.child, "social", today()).allowed, "a yes is for one purpose"


def test_the_strictest_of_two_parents_counts_until_they_agree(family: Family) -> None:
    says(family.mother, family.child, "website", yes=True)
    says(family.father, family.child, "website", yes=False)
    assert may_use(family.child, "website", today()).why is Why.DIFFER
    says(family.father, family.child, "website", yes=True)
    assert may_use(family.child, "website", today()).allowed


def test_a_yes_runs_out_and_one_may_choose_an_earlier_day(family: Family) -> None:
    made = says(family.mother, family.child, "website", yes=True, until=today() + timedelta(days=10))
    assert made
    assert may_use(family.child, "website", today() + timedelta(days=10)).allowed
    assert may_use(family.child, "website", today() + timedelta(days=11)).why is Why.RAN_OUT
    with pytest.raises(RefusedError):
        says(family.mother, family.child, "website", yes=True, until=today() - timedelta(days=1))


def test_whoever_has_no_responsibility_or_no_contact_cannot_answer(family: Family) -> None:
    grandmother = a_parent(
        family.school, "Una Bell", of=family.child, kind="grandparent", parental_responsibility=False
    )
    kept_away = a_parent(family.school, "Sid Crow", of=family.child, no_contact=True)
    stranger = a_parent(family.school, "Eve Moss", of=a_pupil(family.school))
    for adult in (grandmother, kept_away, stranger):
        with pytest.raises(NotAllowedError):
            says(adult, family.child, "website", yes=True)
    assert not ConsentAnswer.objects.exists()


def test_an_answer_counts_no_longer_once_its_giver_may_not_answer(family: Family) -> None:
    says(family.father, family.child, "website", yes=True)
    Relationship.objects.filter(adult=family.father).update(no_contact=True)
    assert may_use(family.child, "website", today()).why is Why.NOBODY_SAID
    Relationship.objects.filter(child=family.child).update(parental_responsibility=False)
    assert may_use(family.child, "website", today()).why is Why.NOBODY_MAY


def test_nobody_answers_in_the_name_of_another(family: Family) -> None:
    with pytest.raises(NotAllowedError):
        answer(
            by=By(family.father.user),
            person=family.mother,
            about=family.child,
            purpose="website",
            yes=True,
            way="portal",
        )
    with pytest.raises(NotAllowedError):
        answer(
            by=By(family.mother.user, behind=family.office),
            person=family.mother,
            about=family.child,
            purpose="website",
            yes=True,
            way="portal",
        )
    with pytest.raises(NotAllowedError):
        says(family.mother, family.child, "adult-website", yes=True)
    with pytest.raises(NotAllowedError):
        says(family.mother, family.father, "adult-website", yes=True)


def test_the_office_enters_paper_with_a_note_and_a_teacher_does_not(family: Family) -> None:
    told = {"person": family.mother, "about": family.child, "purpose": "website", "yes": True, "way": "paper"}
    with pytest.raises(RefusedError):
        answer(by=By(family.office), **told)
    with pytest.raises(NotAllowedError):
        answer(by=By(family.teacher), **told, note="Folder 1")
    made = answer(by=By(family.office), **told, note="Folder 1")
    assert made
    assert made.entered_by == family.office
    assert Link.objects.filter(event="consents.answered").count() == 1


def test_adults_answer_for_themselves_and_a_pupil_about_their_work(family: Family) -> None:
    says(family.mother, family.mother, "adult-website", yes=True)
    assert may_use(family.mother, "adult-website", today()).allowed
    assert may_use(family.mother, "website", today()).why is Why.NOT_THEIRS
    says(family.child, family.child, "work", yes=True)
    assert may_use(family.child, "work", today()).allowed
    says(family.father, family.child, "work", yes=False)
    assert not may_use(family.child, "work", today()).allowed
    with pytest.raises(NotAllowedError):
        says(family.child, family.child, "website", yes=True)


def test_the_same_answer_twice_is_one(family: Family) -> None:
    assert says(family.mother, family.child, "website", yes=True)
    assert says(family.mother, family.child, "website", yes=True) is None
    assert ConsentAnswer.objects.count() == 1
    answer_many(
        by=By(family.mother.user),
        person=family.mother,
        about=family.child,
        answers={"website": False, "social": True},
        way="portal",
    )
    assert ConsentAnswer.objects.count() == 3


def test_what_the_school_does_not_ask_is_not_done(family: Family) -> None:
    says(family.mother, family.child, "social", yes=True)
    Decision.objects.create(
        school=family.school,
        federation=family.school.federation,
        key=ASKED["social"].key,
        value="no",
        since=timezone.now(),
    )
    assert may_use(family.child, "social", today()).why is Why.NOT_ASKED
    with pytest.raises(RefusedError):
        says(family.mother, family.child, "social", yes=True)
    assert says(family.mother, family.child, "social", yes=False) is not None, "a yes is taken back on any day"


def test_whoever_has_left_is_shown_nowhere_new(family: Family) -> None:
    says(family.mother, family.child, "website", yes=True)
    family.child.left = today()
    assert may_use(family.child, "website", today()).allowed
    assert may_use(family.child, "website", today() + timedelta(days=1)).why is Why.GONE


def test_many_children_cost_no_more_questions_than_one(
    family: Family, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    says(family.mother, family.child, "website", yes=True)
    children = [family.child, *(a_pupil(family.school, in_class=a_class(family.school)) for _ in range(12))]
    codes = [purpose.id for purpose in for_children()]
    for some in ([family.child], children):
        with django_assert_num_queries(3):
            found = may_use_many(some, codes, today())
        assert len(found) == len(some) * len(codes)
        assert found[family.child.pk, "website"].allowed


def test_the_database_refuses_to_change_or_delete_what_was_said(family: Family) -> None:
    made = says(family.mother, family.child, "website", yes=False)
    assert made
    rows = ConsentAnswer.objects.filter(pk=made.pk)
    for attempt in (lambda: rows.update(yes=True, until=today()), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    if connection.vendor == "sqlite":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT OR REPLACE INTO agreements_consentanswer SELECT * FROM agreements_consentanswer")
    assert rows.get().yes is False


def test_a_no_of_an_entry_that_was_merged_goes_on_counting(family: Family) -> None:
    double = a_pupil(family.school, "Ada Bell")
    Relationship.objects.create(adult=family.mother, child=double, kind="mother", parental_responsibility=True)
    says(family.mother, family.child, "website", yes=True)
    says(family.mother, double, "website", yes=False)
    merge(by=By(None, system="tests"), kept=family.child, gone=double)
    assert not may_use(family.child, "website", today()).allowed
    says(family.mother, family.child, "website", yes=True)
    assert may_use(family.child, "website", today()).allowed


def test_a_parent_of_another_school_of_the_federation_answers_for_their_child_there() -> None:
    family = a_family()
    other = a_pupil(a_school("st-brigids"), "Tom Bell")
    Relationship.objects.create(adult=family.mother, child=other, kind="mother", parental_responsibility=True)
    says(family.mother, other, "website", yes=True)
    assert may_use(other, "website", today()).allowed
