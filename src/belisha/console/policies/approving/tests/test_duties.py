"""Each duty that the life of a policy and the shelf prove: met, and breached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post, School
from belisha.console.duties.registry import PROOFS, State
from belisha.console.policies.approving.actions.checking import check_page
from belisha.console.policies.approving.actions.consulting import close, give_reason, respond
from belisha.console.policies.approving.actions.deciding import Votes, approve, comment_technically, pass_on, sign
from belisha.console.policies.approving.actions.reviewing import decide, raise_cause
from belisha.console.policies.models import Version
from belisha.console.policies.shelf.actions import add_edition
from belisha.console.policies.shelf.rules import kinds
from belisha.console.policies.writing.actions import note_wellbeing, set_details
from cast import a_school
from policies_scene import Scene
from record_flush import guards_down

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def scene(school: School) -> Scene:
    return Scene(school)


def state_of(school: School, duty: str, now: datetime | None = None) -> State:
    return PROOFS[f"governance.{duty}"].ask(school, now or timezone.now()).state


def forced(version: Version, **fields: object) -> None:
    """A version in force that lacks something, as an import or a fault could leave it: not through our verbs."""
    with guards_down(connection):
        Version.objects.filter(pk=version.pk).update(**fields)


def test_governance_wellbeing_test_is_met_with_a_note(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "wellbeing-test") is State.MET


def test_governance_wellbeing_test_is_breached_without_one(scene: Scene, school: School) -> None:
    assert state_of(school, "wellbeing-test") is State.BREACHED
    forced(scene.in_force(), wellbeing=" ")
    assert state_of(school, "wellbeing-test") is State.BREACHED


def test_governance_federation_and_school_is_met_where_a_policy_counts_at_every_school(school: School) -> None:
    a_school("st-brigids")
    Scene(school, school.federation).in_force()
    assert state_of(school, "federation-and-school") is State.MET


def test_governance_federation_and_school_is_breached_while_a_school_has_none(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "federation-and-school") is State.MET
    a_school("st-brigids")
    assert state_of(school, "federation-and-school") is State.BREACHED


def test_governance_principles_per_audience_is_met_when_each_group_is_spoken_to(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "principles-per-audience") is State.MET


def test_governance_principles_per_audience_is_breached_when_one_is_not(scene: Scene, school: School) -> None:
    version = scene.in_force()
    kept = [section for section in version.frozen if "visitors" not in section["audiences"]]
    for section in kept:
        section["paragraphs"] = [each for each in section["paragraphs"] if "visitors" not in each["audiences"]]
    forced(version, frozen=kept)
    assert state_of(school, "principles-per-audience") is State.BREACHED


def test_governance_stakeholder_input_is_met_when_each_group_answered(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "stakeholder-input") is State.MET


def test_governance_stakeholder_input_is_breached_after_a_year_and_at_risk_with_a_reason(
    scene: Scene, school: School
) -> None:
    round_ = scene.consulting()
    for user in (scene.teacher, scene.pupil):
        respond(by=By(user), round_=round_, school=school, answers={"fair": "yes"}, words="")
    give_reason(by=By(scene.dsl), round_=round_, audience="parents", reason="The school was closed.")
    close(by=By(scene.dsl), round_=round_)
    through(scene, round_.version, school)
    assert state_of(school, "stakeholder-input") is State.AT_RISK
    later = timezone.now() + timedelta(days=400)
    assert state_of(school, "stakeholder-input", later) is State.BREACHED


def through(scene: Scene, version: Version, school: School, *, technical: bool = True) -> Version:
    """From the leaders to the last signature."""
    version.refresh_from_db()
    note_wellbeing(by=By(scene.dsl), version=version, words="It helps.")
    by = By(scene.technician) if technical else By(scene.dsl)
    comment_technically(by=by, version=version, school=school, words="So.", skipped=not technical)
    version.refresh_from_db()
    pass_on(by=By(scene.dsl), version=version, school=school, words="Good.")
    approve(by=By(scene.chair), version=version, met_on=timezone.localdate(), minute="7", votes=Votes(5))
    for user in (scene.head, scene.chair):
        sign(by=By(user), version=version)
    version.refresh_from_db()
    return version


def test_governance_staff_contribute_is_met_when_somebody_of_each_team_answered(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "staff-contribute") is State.MET


def test_governance_staff_contribute_is_breached_by_a_team_that_said_nothing(scene: Scene, school: School) -> None:
    scene.in_force()
    Post.objects.create(
        federation=school.federation, school=school, role="office", holder=scene.head, first=timezone.localdate()
    )
    assert state_of(school, "staff-contribute") is State.BREACHED


def test_governance_pupil_voice_is_met_when_pupils_were_heard(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "pupil-voice") is State.MET


def test_governance_pupil_voice_is_breached_when_none_was(scene: Scene, school: School) -> None:
    round_ = scene.consulting()
    for user in (scene.teacher, scene.parent):
        respond(by=By(user), round_=round_, school=school, answers={"fair": "yes"}, words="")
    give_reason(by=By(scene.dsl), round_=round_, audience="pupils", reason="Holidays.")
    close(by=By(scene.dsl), round_=round_)
    through(scene, round_.version, school)
    assert state_of(school, "pupil-voice") is State.BREACHED


def test_governance_template_and_advice_is_met_when_both_are_on_record(scene: Scene, school: School) -> None:
    version = scene.draft()
    set_details(by=By(scene.dsl), version=version, template="Woldwater 2026", advice="The DPO", reviewer="dsl")
    version.refresh_from_db()
    scene.in_force(version)
    assert state_of(school, "template-and-advice") is State.MET


def test_governance_template_and_advice_is_breached_without_and_by_a_newer_edition_left_alone(
    scene: Scene, school: School
) -> None:
    version = scene.in_force()
    assert state_of(school, "template-and-advice") is State.BREACHED
    forced(version, template="Woldwater 2026", advice="The DPO")
    raise_cause(
        by=By(None), policy=version.policy, school=school, cause="guidance", words="New.", source="edition:2027.1"
    )
    assert state_of(school, "template-and-advice") is State.MET
    assert state_of(school, "template-and-advice", timezone.now() + timedelta(days=31)) is State.BREACHED


def test_governance_governor_approval_is_met_by_a_vote_on_this_text(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "governor-approval") is State.MET


@pytest.mark.parametrize("duty", ["governor-approval", "signatures", "adoption-date"])
def test_a_vote_and_signatures_under_another_text_prove_nothing(scene: Scene, school: School, duty: str) -> None:
    version = scene.in_force()
    later = timezone.localdate() + timedelta(days=1)
    forced(version, digest="0" * 64, adopted=later)
    assert state_of(school, duty) is State.BREACHED


def test_governance_governor_approval_is_breached_while_none_is_in_force(scene: Scene, school: School) -> None:
    scene.with_governors()
    assert state_of(school, "governor-approval") is State.BREACHED


def test_governance_signatures_is_met_by_two(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "signatures") is State.MET


def test_governance_signatures_is_breached_by_one(scene: Scene, school: School) -> None:
    sign(by=By(scene.head), version=scene.approved())
    assert state_of(school, "signatures") is State.BREACHED


def test_governance_adoption_date_is_met_by_the_day_of_the_last_signature(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "adoption-date") is State.MET


def test_governance_adoption_date_is_breached_before_that(scene: Scene, school: School) -> None:
    scene.approved()
    assert state_of(school, "adoption-date") is State.BREACHED


def test_governance_review_date_shown_is_met_with_a_name_and_a_day(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "review-date-shown") is State.MET


def test_governance_review_date_shown_is_breached_without(scene: Scene, school: School) -> None:
    version = scene.in_force()
    Post.objects.filter(role="dsl").update(last=timezone.localdate() - timedelta(days=1))
    assert state_of(school, "review-date-shown") is State.AT_RISK
    forced(version, reviewer="")
    assert state_of(school, "review-date-shown") is State.BREACHED


def test_governance_contents_list_is_met_by_headings(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "contents-list") is State.MET


def test_governance_contents_list_is_breached_without_them(scene: Scene, school: School) -> None:
    version = scene.in_force()
    forced(version, frozen=[{**section, "title": ""} for section in version.frozen])
    assert state_of(school, "contents-list") is State.BREACHED


def test_governance_annual_review_is_met_after_adoption(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "annual-review") is State.MET


def test_governance_annual_review_is_breached_on_the_day_and_amber_sixty_days_before(
    scene: Scene, school: School
) -> None:
    scene.in_force()
    for days, state in ((310, State.AT_RISK), (366, State.BREACHED)):
        assert state_of(school, "annual-review", timezone.now() + timedelta(days=days)) is state


def test_governance_early_review_trigger_is_met_once_it_is_decided(scene: Scene, school: School) -> None:
    version = scene.in_force()
    assert state_of(school, "early-review-trigger") is State.MET
    by = By(scene.dsl)
    cause = raise_cause(by=by, policy=version.policy, school=school, cause="law", words="A new act.")
    assert state_of(school, "early-review-trigger") is State.AT_RISK
    decide(by=by, cause=cause, decision="wait", words="It begins in autumn.")
    assert state_of(school, "early-review-trigger") is State.MET


def test_governance_early_review_trigger_is_breached_after_ten_school_days(scene: Scene, school: School) -> None:
    version = scene.in_force()
    cause = raise_cause(by=By(scene.dsl), policy=version.policy, school=school, cause="law", words="A new act.")
    after = timezone.now() + (cause.due - timezone.localdate()) + timedelta(days=1)
    assert state_of(school, "early-review-trigger", after) is State.BREACHED


def test_governance_policy_on_website_is_met_when_the_page_shows_it(
    scene: Scene, school: School, client: Client
) -> None:
    scene.in_force()
    assert state_of(school, "policy-on-website") is State.NOT_KNOWN
    check_page(school=school, fetch=lambda _address: client.get("/policy/oakfield/").content.decode())
    assert state_of(school, "policy-on-website") is State.MET


def test_governance_policy_on_website_is_breached_by_another_text_or_none(scene: Scene, school: School) -> None:
    scene.in_force()
    check_page(school=school, fetch=lambda _address: "<html>an old copy</html>")
    assert state_of(school, "policy-on-website") is State.BREACHED
    check_page(school=school, fetch=refused)
    assert state_of(school, "policy-on-website") is State.BREACHED


def refused(_address: str) -> str:
    message = "connection refused"
    raise OSError(message)


def test_governance_technical_input_is_met_by_their_comment(scene: Scene, school: School) -> None:
    scene.in_force()
    assert state_of(school, "technical-input") is State.MET


def test_governance_technical_input_is_breached_where_it_was_passed_over_until_somebody_comments(
    scene: Scene, school: School
) -> None:
    version = through(scene, scene.with_leaders(), school, technical=False)
    assert state_of(school, "technical-input") is State.BREACHED
    comment_technically(by=By(scene.technician), version=version, school=school, words="It works.")
    assert state_of(school, "technical-input") is State.MET


def a_full_shelf(scene: Scene, school: School, adopted: date) -> None:
    for role in ("dpo", "senco"):
        Post.objects.create(
            federation=school.federation, school=school, role=role, holder=scene.head, first=timezone.localdate()
        )
    for kind in kinds().values():
        if kind.wanted:
            add_edition(by=By(scene.dsl), place=school, kind=kind.id, adopted=adopted, words="What we do.")


def test_governance_linked_policies_is_met_by_a_full_shelf(scene: Scene, school: School) -> None:
    a_full_shelf(scene, school, timezone.localdate())
    assert state_of(school, "linked-policies") is State.MET


def test_governance_linked_policies_is_breached_by_one_that_is_missing_or_late(scene: Scene, school: School) -> None:
    assert state_of(school, "linked-policies") is State.BREACHED
    a_full_shelf(scene, school, timezone.localdate())
    later = timezone.now() + timedelta(days=370)
    assert state_of(school, "linked-policies", later) is State.BREACHED


def test_governance_policies_maintained_is_met_when_each_has_an_owner_and_is_in_date(
    scene: Scene, school: School
) -> None:
    a_full_shelf(scene, school, timezone.localdate())
    assert state_of(school, "policies-maintained") is State.MET


def test_governance_policies_maintained_is_breached_by_one_that_nobody_keeps(scene: Scene, school: School) -> None:
    a_full_shelf(scene, school, timezone.localdate())
    Post.objects.filter(role="dpo").delete()
    assert state_of(school, "policies-maintained") is State.BREACHED
