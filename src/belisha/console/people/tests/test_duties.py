"""Each duty that the register proves, met and breached; and what asks for somebody on the home page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

import belisha.console.people.duties
import belisha.console.people.needs  # noqa: F401 - both register what is asked below
from belisha.console.access.accounts.gates import GATES
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.duties.registry import PROOFS, Basis, State
from belisha.console.people.actions.checks import record_check
from belisha.console.people.actions.declarations import confirm_declaration, declare, look_at_declaration
from belisha.console.people.actions.needs import note_need
from belisha.console.people.actions.starters import guide_step, sign_step, take_over_starters
from belisha.console.people.actions.ties import (
    advise_on_tie,
    ask_contact,
    close_contact,
    decide_contact,
    declare_tie,
    end_tie,
    look_at_ties,
)
from belisha.console.people.models import ContactPermission, Declaration, DeclaredTie, Need, Person, StarterStep
from belisha.console.people.needs import (
    check_needs,
    declaration_needs,
    leading_needs,
    own_needs,
    register_needs,
    review_needs,
)
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.checks import REQUIRED
from belisha.console.people.rules.forms_of_staff import form_of, starter_steps
from cast import a_parent, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.duties.registry import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


@pytest.fixture
def staff(school: School) -> Person:
    return a_teacher(school, "Ben Moss")


def standing(duty: str, school: School) -> Standing:
    return PROOFS[f"people.{duty}"].ask(school, timezone.now())


def own(person: Person) -> By:
    return By(person.user)


def seen(head: By, person: Person, *kinds: str, **more: Any) -> None:
    for kind in kinds:
        details = {"kind": kind, "number": "1", "seen_by": "Ruth", "seen_on": timezone.localdate()} | more
        record_check(by=head, person=person, details=details)


def right_answers(code: str) -> dict[str, str]:
    return {question.id: question.hoped or "yes" for question in form_of(code).questions}


def answered(person: Person, code: str, **otherwise: str) -> Declaration:
    return declare(by=own(person), person=person, form=code, answers=right_answers(code) | otherwise)


def long_ago(row: Any, **fields: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_people_dbs_checked_is_met(school: School, head: By, staff: Person) -> None:
    seen(head, staff, "dbs")
    found = standing("dbs-checked", school)
    assert (found.state, found.basis) == (State.MET, Basis.RECORDED)
    assert GATES["dbs"].ask([staff.user], school) == {}


def test_people_dbs_checked_is_breached(school: School, head: By, staff: Person) -> None:
    assert standing("dbs-checked", school).state is State.BREACHED
    seen(head, staff, "dbs", expires=timezone.localdate() - timedelta(days=1))
    assert standing("dbs-checked", school).state is State.BREACHED
    assert staff.user_id in GATES["dbs"].ask([staff.user], school), "no account opens without it"
    seen(head, staff, "dbs", expires=timezone.localdate() + timedelta(days=20))
    assert standing("dbs-checked", school).state is State.AT_RISK
    assert standing("dbs-checked", a_school("st-brigids")).state is State.NOT_KNOWN


def test_people_single_central_record_is_met(school: School, head: By, staff: Person) -> None:
    seen(head, staff, *(REQUIRED["staff"] - {"overseas"}))
    seen(head, staff, "overseas", needed=False, note="never lived abroad")
    assert standing("single-central-record", school).state is State.MET


def test_people_single_central_record_is_breached(school: School, head: By, staff: Person) -> None:
    seen(head, staff, *(REQUIRED["staff"] - {"overseas"}))
    found = standing("single-central-record", school)
    assert (found.state, found.link) == (State.BREACHED, "/schools/oakfield/record/")
    assert "Ben" not in found.reason


def test_people_vulnerable_pupils_is_met(school: School, head: By) -> None:
    assert standing("vulnerable-pupils", school).state is State.NOT_KNOWN, "nobody looked: that is never green"
    later = timezone.localdate() + timedelta(days=60)
    note_need(by=head, pupil=a_pupil(school), kind="risk", reason="x", review=later)
    assert standing("vulnerable-pupils", school).state is State.MET


def test_people_vulnerable_pupils_is_breached(school: School, head: By) -> None:
    later = timezone.localdate() + timedelta(days=60)
    need = note_need(by=head, pupil=a_pupil(school, "Amy Pond"), kind="risk", reason="x", review=later)
    long_ago(need, review=timezone.localdate() - timedelta(days=1))
    found = standing("vulnerable-pupils", school)
    assert found.state is State.BREACHED
    assert "Amy" not in found.reason


FORMS = {
    "no-friending": "no-friending",
    "professional-conduct": "professional-conduct",
    "role-modelling": "role-modelling",
    "security-responsibility": "security-check",
    "employer-not-named": "employer-not-named",
}


def the_form_is_met(school: School, head: By, staff: Person, duty: str) -> None:
    made = answered(staff, FORMS[duty])
    if form_of(FORMS[duty]).confirmed:
        assert standing(duty, school).state is State.AT_RISK
        confirm_declaration(by=head, declaration=made, note="talked it over")
    found = standing(duty, school)
    assert (found.state, found.basis) == (State.MET, Basis.CLAIMED)


def the_form_is_breached(school: School, staff: Person, duty: str) -> None:
    assert standing(duty, school).state is State.BREACHED, "never filled in"
    made = answered(staff, FORMS[duty])
    assert standing(duty, school).state is not State.BREACHED
    long_ago(made, made_at=timezone.now() - timedelta(days=366))
    assert standing(duty, school).state is State.BREACHED, "a year old"
    long_ago(staff, joined=timezone.localdate())
    Declaration.objects.all().delete()
    assert standing(duty, school).state is State.AT_RISK, "a starter has two weeks"


def test_people_no_friending_is_met(school: School, head: By, staff: Person) -> None:
    the_form_is_met(school, head, staff, "no-friending")


def test_people_no_friending_is_breached(school: School, head: By, staff: Person) -> None:
    made = answered(staff, "no-friending", pupils="yes", who="a cousin")
    assert standing("no-friending", school).state is State.AT_RISK, "an exception is to be talked over"
    confirm_declaration(by=head, declaration=made, note="family")
    assert standing("no-friending", school).state is State.MET
    Declaration.objects.all().delete()
    the_form_is_breached(school, staff, "no-friending")


def test_people_professional_conduct_is_met(school: School, head: By, staff: Person) -> None:
    the_form_is_met(school, head, staff, "professional-conduct")


def test_people_professional_conduct_is_breached(school: School, staff: Person) -> None:
    the_form_is_breached(school, staff, "professional-conduct")


def test_people_role_modelling_is_met(school: School, head: By, staff: Person) -> None:
    the_form_is_met(school, head, staff, "role-modelling")


def test_people_role_modelling_is_breached(school: School, staff: Person) -> None:
    made = answered(staff, "role-modelling")
    long_ago(made, made_at=timezone.now() - timedelta(days=29))
    assert standing("role-modelling", school).state is State.BREACHED, "nobody confirmed it for four weeks"
    Declaration.objects.all().delete()
    the_form_is_breached(school, staff, "role-modelling")


def test_people_security_responsibility_is_met(school: School, head: By, staff: Person) -> None:
    the_form_is_met(school, head, staff, "security-responsibility")


def test_people_security_responsibility_is_breached(school: School, staff: Person) -> None:
    answered(staff, "security-check", lock="no", share="yes", stick="yes")
    assert standing("security-responsibility", school).state is State.BREACHED, "not passed"
    Declaration.objects.all().delete()
    the_form_is_breached(school, staff, "security-responsibility")


def test_people_employer_not_named_is_met(school: School, head: By, staff: Person) -> None:
    the_form_is_met(school, head, staff, "employer-not-named")


def test_people_employer_not_named_is_breached(school: School, staff: Person) -> None:
    the_form_is_breached(school, staff, "employer-not-named")


def test_people_declared_relationships_is_met(school: School, head: By, staff: Person) -> None:
    answered(staff, "no-friending")
    tie = declare_tie(by=own(staff), person=staff, tie="my niece is in 2 Elm")
    assert standing("declared-relationships", school).state is State.AT_RISK
    advise_on_tie(by=head, tie=tie, advice="no lifts home", review=timezone.localdate() + timedelta(days=300))
    assert standing("declared-relationships", school).state is State.MET


def test_people_declared_relationships_is_breached(school: School, head: By, staff: Person) -> None:
    assert standing("declared-relationships", school).state is State.BREACHED, "nobody was asked"
    answered(staff, "no-friending")
    tie = declare_tie(by=own(staff), person=staff, tie="my niece is in 2 Elm")
    long_ago(tie, told_at=timezone.now() - timedelta(days=8))
    assert standing("declared-relationships", school).state is State.BREACHED, "no advice for a week"
    advise_on_tie(by=head, tie=tie, advice="x", review=timezone.localdate() + timedelta(days=1))
    long_ago(tie, review=timezone.localdate() - timedelta(days=1))
    assert standing("declared-relationships", school).state is State.BREACHED, "the review is late"
    end_tie(by=head, tie=tie, reason="she left")
    assert standing("declared-relationships", school).state is State.MET


def asked_for(staff: Person, days: int = 30) -> ContactPermission:
    until = timezone.localdate() + timedelta(days=days)
    return ask_contact(by=own(staff), person=staff, with_whom="A", account="B", reason="C", until=until)


def test_people_no_personal_contact_accounts_is_met(school: School, head: By, staff: Person) -> None:
    answered(staff, "no-friending")
    decide_contact(by=head, asked=asked_for(staff), agreed=True, answer="for the trip")
    assert standing("no-personal-contact-accounts", school).state is State.MET


def test_people_no_personal_contact_accounts_is_breached(school: School, head: By, staff: Person) -> None:
    answered(staff, "no-friending")
    asked = asked_for(staff)
    long_ago(asked, asked_at=timezone.now() - timedelta(days=8))
    assert standing("no-personal-contact-accounts", school).state is State.AT_RISK
    decide_contact(by=head, asked=asked, agreed=True, answer="yes")
    long_ago(asked, until=timezone.localdate() - timedelta(days=1))
    assert standing("no-personal-contact-accounts", school).state is State.BREACHED
    close_contact(by=own(staff), asked=asked)
    assert standing("no-personal-contact-accounts", school).state is State.MET


def both_sign(head: By, staff: Person, step: str) -> None:
    sign_step(by=own(staff), person=staff, step=step)
    guide_step(by=head, person=staff, step=step)


def test_people_induction_discussed_is_met(school: School, head: By, staff: Person) -> None:
    both_sign(head, staff, "policy-discussed")
    found = standing("induction-discussed", school)
    assert (found.state, found.basis) == (State.MET, Basis.RECORDED)


def test_people_induction_discussed_is_breached(school: School, staff: Person) -> None:
    sign_step(by=own(staff), person=staff, step="policy-discussed")
    assert standing("induction-discussed", school).state is State.BREACHED, "the guide has not signed"
    long_ago(staff, joined=timezone.localdate())
    assert standing("induction-discussed", school).state is State.AT_RISK


def test_people_induction_social_media_is_met(school: School, head: By, staff: Person) -> None:
    count = take_over_starters(by=head, school=school, before=timezone.localdate(), reason="files seen")
    assert count == len(starter_steps())
    found = standing("induction-social-media", school)
    assert (found.state, found.basis) == (State.MET, Basis.CLAIMED), "from before this record it is somebody's word"
    assert StarterStep.objects.filter(person=staff).count() == count


def test_people_induction_social_media_is_breached(school: School, head: By, staff: Person) -> None:
    both_sign(head, staff, "policy-discussed")
    assert standing("induction-social-media", school).state is State.BREACHED


def test_what_is_private_is_decided_by_nobody_for_themselves(school: School, head: By) -> None:
    assert head.user is not None
    me = a_teacher(school, "Ruth Head", user=head.user)
    tie = declare_tie(by=head, person=me, tie="my son is in 1 Ash")
    for act in (
        lambda: advise_on_tie(by=head, tie=tie, advice="x", review=timezone.localdate() + timedelta(days=9)),
        lambda: end_tie(by=head, tie=tie, reason="x"),
        lambda: decide_contact(by=head, asked=asked_for(me), agreed=True, answer="x"),
        lambda: guide_step(by=head, person=me, step="social-media"),
        lambda: confirm_declaration(by=head, declaration=answered(me, "role-modelling"), note="x"),
    ):
        with pytest.raises(RefusedError):
            act()
    assert look_at_ties(by=head, school=school) == []
    dsl = By(somebody(school, Role.DSL))
    assert look_at_ties(by=dsl, school=school) == [tie]


def test_nobody_answers_for_another_and_others_looks_are_on_record(school: School, head: By, staff: Person) -> None:
    with pytest.raises(NotAllowedError):
        declare(by=head, person=staff, form="role-modelling", answers=right_answers("role-modelling"))
    with pytest.raises(NotAllowedError):
        sign_step(by=head, person=staff, step="social-media")
    made = answered(staff, "no-friending")
    look_at_declaration(by=own(staff), declaration=made)
    assert not Link.objects.filter(event="people.declarations-seen").exists()
    look_at_declaration(by=head, declaration=made)
    assert Link.objects.filter(event="people.declarations-seen").count() == 1
    with pytest.raises(NotAllowedError):
        look_at_declaration(by=By(somebody(school, Role.SLT)), declaration=made)


def texts(needs: Any) -> list[str]:
    return [need.text for need in needs]


def test_the_home_page_says_what_of_the_register_needs_somebody(school: School, head: By, staff: Person) -> None:
    user = head.user
    assert user is not None
    a_pupil(school, "Amy Pond")
    a_pupil(school, "Amy Pond")
    assert texts(register_needs(user, school)) == ["2 pupils are in no class", "1 pair of entries may be one person"]
    assert texts(check_needs(user, school)) == ["1 person has gaps in the single central record"]
    need = note_need(
        by=head, pupil=a_pupil(school, "Joe May"), kind="sen", reason="x", review=timezone.localdate() + timedelta(1)
    )
    assert texts(review_needs(user, school)) == []
    Need.objects.filter(pk=need.pk).update(review=timezone.localdate() - timedelta(days=1))
    assert texts(review_needs(user, school)) == ["The review of 1 pupil's need is late"]
    declare_tie(by=own(staff), person=staff, tie="x")
    asked_for(staff)
    assert len(texts(declaration_needs(user, school))) == 2
    answered(staff, "role-modelling")
    assert texts(leading_needs(user, school)) == [
        "The induction of 1 person is late",
        "1 yearly form is to be talked over",
    ]
    assert texts(own_needs(staff.user, school)) == ["You have 6 declarations to make"]
    assert texts(own_needs(a_parent(school).user, school)) == []


def test_a_school_with_nothing_to_do_asks_for_nobody(school: School, head: By) -> None:
    user = head.user
    assert user is not None
    for ask in (register_needs, check_needs, review_needs, declaration_needs, leading_needs, own_needs):
        assert texts(ask(user, school)) == []
    assert DeclaredTie.objects.count() == 0


def the_form_tells(school: School, staff: Person, duty: str, form: str) -> None:
    """That each went through a form is the record of their having been told."""
    assert PROOFS[duty].ask(school, timezone.now()).state is State.BREACHED, "never filled in"
    answered(staff, form)
    found = PROOFS[duty].ask(school, timezone.now())
    assert (found.state, found.basis) == (State.MET, Basis.RECORDED)


def the_form_told_long_ago(school: School, staff: Person, duty: str, form: str) -> None:
    made = answered(staff, form)
    long_ago(made, made_at=timezone.now() - timedelta(days=366))
    found = PROOFS[duty].ask(school, timezone.now())
    assert found.state is State.BREACHED
    assert form_of(form).title in found.reason


def test_people_conduct_outside_work_is_met(school: School, staff: Person) -> None:
    the_form_tells(school, staff, "people.conduct-outside-work", "professional-conduct")


def test_people_conduct_outside_work_is_breached(school: School, staff: Person) -> None:
    the_form_told_long_ago(school, staff, "people.conduct-outside-work", "professional-conduct")


def test_social_staff_privacy_is_met(school: School, staff: Person) -> None:
    the_form_tells(school, staff, "social.staff-privacy", "employer-not-named")


def test_social_staff_privacy_is_breached(school: School, staff: Person) -> None:
    the_form_told_long_ago(school, staff, "social.staff-privacy", "employer-not-named")


def test_social_followers_professional_accounts_is_met(school: School, staff: Person) -> None:
    the_form_tells(school, staff, "social.followers-professional-accounts", "employer-not-named")


def test_social_followers_professional_accounts_is_breached_by_who_has_not_read_the_newer_list(
    school: School, staff: Person
) -> None:
    made = answered(staff, "employer-not-named")
    long_ago(made, version=1)
    duty = "social.followers-professional-accounts"
    assert PROOFS[duty].ask(school, timezone.now()).state is State.BREACHED, "it did not ask for that yet"
