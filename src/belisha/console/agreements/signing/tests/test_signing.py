"""Signing, declining, withdrawing; what the database refuses; what is found when a text was changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agreements_scene import all_right, issued
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Agreement, Decline, Signature
from belisha.console.agreements.signing.actions.signatures import decline, sign, sign_many, talk, withdraw
from belisha.console.agreements.signing.queries.signatures import own_signatures
from belisha.console.agreements.signing.queries.standing import standing_of, standings
from belisha.console.agreements.signing.queries.whole import broken
from belisha.console.agreements.signing.rules import Given, State, counts_for, where
from belisha.console.agreements.texts.actions import add_clause, issue, reword, stop
from belisha.console.agreements.texts.queries import asked_of
from belisha.console.people.actions.declarations import declare
from belisha.console.people.refusals import RefusedError
from cast import a_class, a_parent, a_person, a_pupil, a_school, a_teacher, somebody
from record_flush import guards_down

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def test_everybody_is_asked_for_what_is_theirs_and_only_for_what_is_in_force(school: School) -> None:
    today = timezone.localdate()
    infant, junior = a_pupil(school, year="year-1"), a_pupil(school, year="year-5")
    teacher = a_teacher(school)
    assert asked_of(infant, today) == ()
    for kind in ("pupil-ks1", "pupil-ks2", "staff", "device-holder", "social-media-manager"):
        issued(school, kind)
    assert [kind.id for kind in asked_of(infant, today)] == ["pupil-ks1"]
    assert [kind.id for kind in asked_of(junior, today)] == ["pupil-ks2"]
    assert [kind.id for kind in asked_of(teacher, today)] == ["staff"]
    teacher.devices.create(school=school, code="laptop", name="Laptop")
    assert [kind.id for kind in asked_of(teacher, today)] == ["staff", "device-holder"]


def test_an_agreement_without_a_required_clause_cannot_be_issued_and_locked_words_stay(school: School) -> None:
    head = By(somebody(school, Role.HEAD))
    with pytest.raises(RefusedError, match="must be in the agreement"):
        reword(by=head, school=school, kind="pupil-ks2", clause="social-media", heading="", text="", reason="Short")
    with pytest.raises(RefusedError, match="same for every school"):
        reword(by=head, school=school, kind="staff", clause="no-liability", heading="", text="We pay.", reason="")
    with pytest.raises(RefusedError, match="Nothing fills"):
        reword(by=head, school=school, kind="staff", clause="conduct", heading="", text="Ask {boss}.", reason="")
    add_clause(by=head, school=school, kind="staff", heading="Keys", text="I lock the ICT room of {school}.")
    made = issue(by=head, school=school, kind="staff", reason="", asks_again=True)
    clauses = {clause["id"]: clause["text"] for clause in made.forms["plain"]["clauses"]}
    assert clauses["own-keys"] == "I lock the ICT room of Oakfield."
    assert list(clauses)[-1] == "sanctions"
    with pytest.raises(RefusedError, match="Nothing has changed"):
        issue(by=head, school=school, kind="staff", reason="Again", asks_again=True)
    with pytest.raises(NotAllowedError):
        issue(by=By(somebody(school, Role.TEACHER)), school=school, kind="parent", reason="", asks_again=True)


def test_a_signature_binds_the_exact_form_and_signing_twice_gives_the_first(school: School) -> None:
    agreement, teacher = issued(school, "policy-read"), a_teacher(school)
    me = By(teacher.user)
    with pytest.raises(ValidationError) as wrong:
        sign(by=me, person=teacher, agreement=agreement, form="plain", way="own", answers={"who-first": "1"})
    assert set(wrong.value.message_dict) == {"check-who-first", "check-own-phone", "check-round-filter"}
    right = all_right(agreement)
    one = sign(by=me, person=teacher, agreement=agreement, form="large", way="own", answers=right)
    again = sign(by=me, person=teacher, agreement=agreement, form="plain", way="own", answers=right)
    assert one == again
    assert Signature.objects.count() == 1
    with pytest.raises(NotAllowedError):
        sign(by=By(somebody(school)), person=teacher, agreement=agreement, form="plain", way="own", answers=right)
    with pytest.raises(RefusedError, match="no such form"):
        sign(by=me, person=teacher, agreement=agreement, form="song", way="own", answers=right)


def test_a_class_signs_with_its_own_teacher_and_no_other(school: School) -> None:
    agreement, oak = issued(school, "pupil-ks1"), a_class(school, "1 Oak", "year-1")
    pupil, other = a_pupil(school, in_class=oak), a_pupil(school, in_class=a_class(school, "2 Elm", "year-2"))
    teacher = somebody(school, Role.TEACHER)
    a_teacher(school, of=oak, user=teacher)
    done = sign(by=By(teacher), person=pupil, agreement=agreement, form="pictures", way="class", witness=teacher)
    assert done.witness == teacher
    with pytest.raises(NotAllowedError):
        sign(by=By(teacher), person=other, agreement=agreement, form="pictures", way="class", witness=teacher)
    with pytest.raises(NotAllowedError):
        sign(by=By(teacher), person=pupil, agreement=agreement, form="pictures", way="class")


def test_a_parent_signs_for_each_child(school: School) -> None:
    agreement = issued(school, "parent")
    amy = a_pupil(school, "Amy Hill")
    parent = a_parent(school, "Jo Hill", of=amy)
    lines = standing_of(parent, timezone.localdate())
    assert [(line.kind.id, line.child, line.state) for line in lines] == [("parent", amy, State.TO_SIGN)]
    sign(by=By(parent.user), person=parent, agreement=agreement, form="plain", way="own", child=amy)
    assert standing_of(parent, timezone.localdate())[0].is_done


def test_a_new_wording_asks_again_where_the_school_wants_it_and_no_more_where_it_stops(school: School) -> None:
    head, teacher = By(somebody(school, Role.HEAD)), a_teacher(school)
    sign(by=By(teacher.user), person=teacher, agreement=issued(school, "staff"), form="plain", way="own")
    for asks_again, state in ((False, State.SIGNED), (True, State.TO_SIGN)):
        add_clause(by=head, school=school, kind="staff", heading=f"More {asks_again}", text="I do more.")
        new = issue(by=head, school=school, kind="staff", reason="A clause more", asks_again=asks_again)
        (line,) = standing_of(teacher, timezone.localdate())
        assert line.state is state
        assert line.agreement == new
    stop(by=head, agreement=new, reason="Not needed")
    assert standing_of(teacher, timezone.localdate()) == []
    with pytest.raises(RefusedError, match="not in force"):
        sign(by=By(teacher.user), person=teacher, agreement=Agreement.objects.get(pk=new.pk), form="plain", way="own")


def test_declined_is_a_state_with_a_conversation_and_ends_with_a_signature(school: School) -> None:
    agreement, teacher, head = issued(school, "staff"), a_teacher(school), By(somebody(school, Role.HEAD))
    said = decline(by=By(teacher.user), person=teacher, agreement=agreement, reason="I do not agree to be watched")
    (line,) = standing_of(teacher, timezone.localdate())
    assert (line.state, line.at_once) == (State.DECLINED, True)
    with pytest.raises(RefusedError):
        talk(by=head, decline=said, words=" ")
    talk(by=head, decline=said, words="We talked about what is recorded and who looks.")
    sign(by=By(teacher.user), person=teacher, agreement=agreement, form="plain", way="own")
    said.refresh_from_db()
    assert said.conversation
    assert said.ended_at is not None
    assert standing_of(teacher, timezone.localdate())[0].is_done
    assert not Decline.objects.standing().exists()


def test_withdrawing_ends_a_signature_once(school: School) -> None:
    teacher = a_teacher(school)
    mine = sign(by=By(teacher.user), person=teacher, agreement=issued(school, "staff"), form="plain", way="own")
    with pytest.raises(NotAllowedError):
        withdraw(by=By(somebody(school, Role.TEACHER)), signature=mine, reason="No")
    withdraw(by=By(teacher.user), signature=mine, reason="I leave the union")
    (line,) = standing_of(teacher, timezone.localdate())
    assert (line.state, line.at_once) == (State.WITHDRAWN, True)
    with pytest.raises(RefusedError):
        withdraw(by=By(teacher.user), signature=mine, reason="Again")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Somebody Else"},
        {"answers": {"x": "1"}},
        {"withdrawn_at": None},
        {"person_id": 1},
    ],
)
def test_the_database_refuses_to_change_a_signature(school: School, change: dict[str, object]) -> None:
    teacher = a_teacher(school)
    mine = sign(by=By(teacher.user), person=teacher, agreement=issued(school, "staff"), form="plain", way="own")
    withdraw(by=By(teacher.user), signature=mine, reason="I leave")
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.filter(pk=mine.pk).update(**change)


def test_the_database_refuses_to_delete_what_was_signed_or_to_change_the_text(school: School) -> None:
    teacher, agreement = a_teacher(school), issued(school, "staff")
    mine = sign(by=By(teacher.user), person=teacher, agreement=agreement, form="plain", way="own")
    for act in (
        lambda: Signature.objects.filter(pk=mine.pk).delete(),
        lambda: Agreement.objects.filter(pk=agreement.pk).update(forms={}),
        lambda: Agreement.objects.filter(pk=agreement.pk).update(ended_at=timezone.now(), kind="visitor"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize("what", ["text", "digest too", "answers", "seal too", "whole"])
def test_one_changed_character_in_what_was_signed_is_found(school: School, what: str) -> None:
    teacher, agreement = a_teacher(school), issued(school, "staff")
    mine = sign(by=By(teacher.user), person=teacher, agreement=agreement, form="plain", way="own")
    assert broken(school) == []
    _falsify(what, agreement, mine)
    assert bool(broken(school)) is (what != "whole")


def _falsify(what: str, agreement: Agreement, mine: Signature) -> None:
    from belisha.console.agreements.signing.rules import seal_of
    from belisha.console.agreements.texts.rules import digest_of

    with guards_down(connection):
        if what in {"text", "digest too"}:
            clause = agreement.forms["plain"]["clauses"][0]
            clause["text"] = clause["text"].replace(".", "!", 1)
            changes = {"forms": agreement.forms}
            if what == "digest too":
                changes["digest"] = digest_of(agreement.forms)
            Agreement.objects.filter(pk=agreement.pk).update(**changes)
        if what == "answers":
            Signature.objects.filter(pk=mine.pk).update(answers={"extra": "1"})
        if what == "seal too":
            mine.name = "Somebody Else"
            Signature.objects.filter(pk=mine.pk).update(name=mine.name, seal=seal_of(mine, agreement.digest))


def test_standings_of_a_school_cost_the_same_whatever_its_size(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in ("staff", "pupil-ks2", "parent", "device-holder", "regular-visitor", "social-media-manager"):
        issued(school, kind)
    people = []
    for _each in range(3):
        child = a_pupil(school)
        people += [child, a_teacher(school), a_parent(school, of=child), a_person(school, "visitor")]
        with django_assert_max_num_queries(9):
            found = standings(school, people, timezone.localdate())
        assert len(found) == len(people)


def test_what_is_signed_in_summer_counts_for_the_year_to_come() -> None:
    assert [counts_for(day) for day in (date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1))] == [2025, 2026, 2026]
    about = {"yearly": True, "asks_from": 1, "issued": date(2025, 9, 1), "joined": date(2025, 9, 1), "declined": None}
    signed = Given(1, counts_for(date(2026, 2, 1)), None)
    assert where(signed=signed, today=date(2026, 8, 31), **about).state is State.SIGNED  # type: ignore[arg-type]
    later = where(signed=signed, today=date(2026, 9, 1), **about)  # type: ignore[arg-type]
    assert later == (State.TO_SIGN, date(2026, 9, 1), False)
    assert timedelta(0) < later.since - date(2026, 8, 1)


def test_a_class_is_entered_in_few_queries_and_what_is_signed_is_passed_over(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    issued(school, "pupil-ks1")
    oak, head = a_class(school, "1 Oak", "year-1"), somebody(school, Role.HEAD)
    pupils = [a_pupil(school, in_class=oak) for _each in range(30)]
    lines = standings(school, pupils, timezone.localdate())
    signing = [(pupil, line) for pupil in pupils for line in lines[pupil.pk]]
    with django_assert_max_num_queries(20):
        assert sign_many(by=By(head), signing=signing, way="paper", witness=head) == 30
    again = standings(school, pupils, timezone.localdate())
    assert sign_many(by=By(head), signing=[(p, x) for p in pupils for x in again[p.pk]], way="paper", witness=head) == 0
    assert broken(school) == []
    with pytest.raises(NotAllowedError):
        sign_many(by=By(head), signing=signing, way="paper", witness=somebody(school, Role.TEACHER))


def test_what_was_signed_under_an_entry_that_was_merged_stays_theirs(school: School) -> None:
    double, teacher = a_teacher(school), a_teacher(school)
    mine = sign(by=By(double.user), person=double, agreement=issued(school, "staff"), form="plain", way="own")
    assert not standing_of(teacher, timezone.localdate())[0].is_done
    double.merged_into = teacher
    double.save()
    assert standing_of(teacher, timezone.localdate())[0].signature == mine
    assert own_signatures(teacher) == [mine]


def test_nobody_signs_withdraws_or_declines_while_they_stand_in_for_somebody_else(school: School) -> None:
    staff = issued(school, "staff")
    teacher, guide = a_teacher(school, "Tess Lane"), somebody(school, Role.HEAD)
    behind = By(teacher.user, behind=somebody(school, Role.TECHNICIAN))
    with pytest.raises(NotAllowedError, match="stand in"):
        sign(by=behind, person=teacher, agreement=staff, form="plain", way="own")
    with pytest.raises(NotAllowedError):
        decline(by=behind, person=teacher, agreement=staff, reason="Not mine to say")
    with pytest.raises(NotAllowedError):
        declare(by=behind, person=teacher, form="conduct", answers={})
    mine = sign(by=By(teacher.user), person=teacher, agreement=staff, form="plain", way="own")
    for by in (behind, By(guide, behind=behind.behind)):
        with pytest.raises(NotAllowedError):
            withdraw(by=by, signature=mine, reason="Not mine to say")
    assert not Decline.objects.exists()
