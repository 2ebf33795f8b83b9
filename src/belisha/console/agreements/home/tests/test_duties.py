"""Each duty that the parents' pages prove: met by what took place and was done, breached where it was not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from belisha.console.agreements.consents.tests.scene import Family, a_family
from belisha.console.agreements.home.rules import tips
from belisha.console.agreements.models import Activity, FamilyStep, Notice, NoticeRead
from belisha.console.duties.registry import PROOFS, State
from cast import a_class, a_parent, a_pupil

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # in the second half of the autumn term
TERMLY = ("leaflet", "newsletter", "letter", "website")


@pytest.fixture
def family() -> Family:
    return a_family()


def state(family: Family, duty: str, now: datetime = NOW) -> State:
    standing = PROOFS[duty].ask(family.school, now)
    assert "Ada" not in standing.reason
    return standing.state


def held(school: School, kind: str, *, ago: int = 3, attended: int | None = 12, **rest: Any) -> Activity:
    day = (NOW - timedelta(days=ago)).date()
    details = {"title": "For parents", "plan": "Come", "led_by": "Kim", "on": day, "attended": attended}
    return Activity.objects.create(school=school, kind=kind, **(details | rest))


def told(school: School, topic: str, *channels: str, ago: int = 3, wider: bool = False) -> Notice:
    return Notice.objects.create(
        school=school,
        topic=topic,
        title="For parents",
        words="Hello",
        channels=list(channels or ("portal",)),
        wider=wider,
        sent_at=NOW - timedelta(days=ago),
    )


def did(family: Family, kind: str, *, ago: int = 3, child: bool = True) -> FamilyStep:
    return FamilyStep.objects.create(
        school=family.school,
        person=family.mother,
        child=family.child if child else None,
        kind=kind,
        item="this",
        at=NOW - timedelta(days=ago),
    )


def met_by_activity(family: Family, duty: str, kind: str) -> None:
    held(family.school, kind)
    assert state(family, duty) is State.MET


def breached_by_activity(family: Family, duty: str, kind: str) -> None:
    assert state(family, duty) is State.BREACHED
    held(family.school, kind, ago=400)
    held(family.school, kind, attended=None)
    held(family.school, kind, ago=-5, attended=0)
    assert state(family, duty) is State.BREACHED, "too old, nobody says who came, and not held yet"


def met_by_notice(family: Family, duty: str, topic: str) -> None:
    told(family.school, topic)
    assert state(family, duty) is State.MET


def breached_by_notice(family: Family, duty: str, topic: str) -> None:
    assert state(family, duty) is State.BREACHED
    told(family.school, topic, ago=400)
    told(family.school, "other")
    notice = told(family.school, topic)
    notice.withdrawn_at = NOW
    notice.save()
    assert state(family, duty) is State.BREACHED, "too old, about something else, and withdrawn"


def met_by_share(family: Family, duty: str, kind: str, *, child: bool) -> None:
    did(family, kind, child=child)
    assert state(family, duty) is State.MET


def breached_by_share(family: Family, duty: str, kind: str, *, child: bool) -> None:
    assert state(family, duty) is State.BREACHED
    did(family, kind, child=child, ago=300)
    assert state(family, duty) is State.BREACHED, "that was last year"
    FamilyStep.objects.update(at=NOW)
    for _ in range(4):
        a_pupil(family.school, in_class=a_class(family.school))
    assert state(family, duty) is State.BREACHED, "one of five is below a quarter"


def met_by_each(family: Family, duty: str, kind: str) -> None:
    did(family, kind)
    a_pupil(family.school, joined=(NOW - timedelta(days=5)).date())
    assert state(family, duty) is State.MET, "whoever has just come is not missing yet"


def breached_by_each(family: Family, duty: str, kind: str) -> None:
    assert state(family, duty) is State.BREACHED
    did(family, kind)
    a_pupil(family.school)
    assert state(family, duty) is State.AT_RISK, "one of two is missing"


def test_a_duty_of_families_is_not_known_without_pupils() -> None:
    family = a_family()
    family.child.left = (NOW - timedelta(days=1)).date()
    family.child.save()
    family.child.memberships.update(last=family.child.left)
    for duty in ("parents.role-model", "agreements.home-school"):
        assert state(family, duty) is State.NOT_KNOWN


def test_parents_leaflets_newsletters_site_is_met_when_every_way_was_used(family: Family) -> None:
    told(family.school, "other", *TERMLY)
    told(family.school, "other", "prospectus", ago=200)
    assert state(family, "parents.leaflets-newsletters-site") is State.MET


def test_parents_leaflets_newsletters_site_is_breached_by_a_way_that_was_not(family: Family) -> None:
    told(family.school, "other", *TERMLY[1:], "prospectus")
    assert state(family, "parents.leaflets-newsletters-site") is State.BREACHED


def test_parents_policy_drawn_to_attention_is_met_by_a_notice_that_parents_open(family: Family) -> None:
    notice = told(family.school, "policy")
    assert state(family, "parents.policy-drawn-to-attention") is State.AT_RISK
    NoticeRead.objects.create(notice=notice, person=family.mother, at=NOW)
    assert state(family, "parents.policy-drawn-to-attention") is State.MET


def test_parents_policy_drawn_to_attention_is_breached_without_one(family: Family) -> None:
    breached_by_notice(family, "parents.policy-drawn-to-attention", "policy")


def test_parents_wider_community_is_met_by_three_ways_for_everybody(family: Family) -> None:
    told(family.school, "other", "newsletter", "website")
    held(family.school, "stand", wider=True)
    assert state(family, "parents.wider-community") is State.MET


def test_parents_wider_community_is_breached_by_few_ways_or_for_parents_alone(family: Family) -> None:
    told(family.school, "other", "website", wider=True)
    assert state(family, "parents.wider-community") is State.BREACHED
    Notice.objects.update(wider=False, channels=["website", "letter", "leaflet"])
    assert state(family, "parents.wider-community") is State.BREACHED


def test_parents_partnership_is_met_by_a_survey_that_says_so(family: Family) -> None:
    held(family.school, "survey", score=64)
    assert state(family, "parents.partnership") is State.MET


def test_parents_partnership_is_breached_without_one_or_by_its_answer(family: Family) -> None:
    assert state(family, "parents.partnership") is State.BREACHED
    survey = held(family.school, "survey", score=None)
    assert state(family, "parents.partnership") is State.BREACHED, "nobody has entered what it said"
    survey.score = 31
    survey.save()
    assert state(family, "parents.partnership") is State.BREACHED


def test_parents_home_safety_tips_is_met_while_they_are_fresh_and_read(family: Family) -> None:
    assert state(family, "parents.home-safety-tips") is State.AT_RISK
    did(family, "tips", child=False)
    assert state(family, "parents.home-safety-tips") is State.MET


def test_parents_home_safety_tips_is_breached_when_they_are_stale(family: Family) -> None:
    did(family, "tips", child=False)
    later = datetime.combine(tips().noted + timedelta(days=366), NOW.timetz())
    assert state(family, "parents.home-safety-tips", later) is State.BREACHED


def test_parents_social_risks_is_met_by_a_notice_or_a_session(family: Family) -> None:
    held(family.school, "talk", topic="social")
    assert state(family, "parents.social-risks") is State.MET


def test_parents_social_risks_is_breached_without_either(family: Family) -> None:
    breached_by_notice(family, "parents.social-risks", "social")


def test_the_programme_is_due_after_six_weeks_and_overdue_after_eight(family: Family) -> None:
    held(family.school, "coffee", ago=50)
    assert state(family, "parents.rolling-programme") is State.AT_RISK
    Activity.objects.update(on=(NOW - timedelta(days=57)).date())
    assert state(family, "parents.rolling-programme") is State.BREACHED


def test_what_somebody_without_contact_did_counts_for_no_child(family: Family) -> None:
    kept_away = a_parent(family.school, of=family.child, no_contact=True)
    step = did(family, "signs", child=False)
    step.person = kept_away
    step.save()
    assert state(family, "parents.notice-changes") is State.BREACHED


def test_parents_rolling_programme_is_met_by_one_that_took_place(family: Family) -> None:
    met_by_activity(family, "parents.rolling-programme", "talk")


def test_parents_rolling_programme_is_breached_without_one_in_time(family: Family) -> None:
    breached_by_activity(family, "parents.rolling-programme", "talk")


def test_parents_practical_sessions_is_met_by_one_that_took_place(family: Family) -> None:
    met_by_activity(family, "parents.practical-sessions", "practical")


def test_parents_practical_sessions_is_breached_without_one_in_time(family: Family) -> None:
    breached_by_activity(family, "parents.practical-sessions", "practical")


def test_parents_coffee_mornings_is_met_by_one_that_took_place(family: Family) -> None:
    met_by_activity(family, "parents.coffee-mornings", "coffee")


def test_parents_coffee_mornings_is_breached_without_one_in_time(family: Family) -> None:
    breached_by_activity(family, "parents.coffee-mornings", "coffee")


def test_parents_well_attended_events_is_met_by_one_that_took_place(family: Family) -> None:
    met_by_activity(family, "parents.well-attended-events", "stand")


def test_parents_well_attended_events_is_breached_without_one_in_time(family: Family) -> None:
    breached_by_activity(family, "parents.well-attended-events", "stand")


def test_parents_national_materials_is_met_by_a_notice(family: Family) -> None:
    met_by_notice(family, "parents.national-materials", "national")


def test_parents_national_materials_is_breached_without_one(family: Family) -> None:
    breached_by_notice(family, "parents.national-materials", "national")


def test_parents_age_13_is_met_by_a_notice(family: Family) -> None:
    met_by_notice(family, "parents.age-13", "ages")


def test_parents_age_13_is_breached_without_one(family: Family) -> None:
    breached_by_notice(family, "parents.age-13", "ages")


def test_parents_discuss_at_home_is_met_by_enough_families_of_each_class(family: Family) -> None:
    met_by_share(family, "parents.discuss-at-home", "talked", child=True)


def test_parents_discuss_at_home_is_breached_by_a_class_below_the_share(family: Family) -> None:
    breached_by_share(family, "parents.discuss-at-home", "talked", child=True)


def test_parents_role_model_is_met_by_enough_families_of_each_class(family: Family) -> None:
    met_by_share(family, "parents.role-model", "pledge", child=False)


def test_parents_role_model_is_breached_by_a_class_below_the_share(family: Family) -> None:
    breached_by_share(family, "parents.role-model", "pledge", child=False)


def test_parents_notice_changes_is_met_by_enough_families_of_each_class(family: Family) -> None:
    met_by_share(family, "parents.notice-changes", "signs", child=False)


def test_parents_notice_changes_is_breached_by_a_class_below_the_share(family: Family) -> None:
    breached_by_share(family, "parents.notice-changes", "signs", child=False)


def test_parents_own_awareness_is_met_by_enough_families_of_each_class(family: Family) -> None:
    met_by_share(family, "parents.own-awareness", "unit", child=False)


def test_parents_own_awareness_is_breached_by_a_class_below_the_share(family: Family) -> None:
    breached_by_share(family, "parents.own-awareness", "unit", child=False)


def test_agreements_parents_asked_to_read_is_met_when_it_is_done_for_every_pupil(family: Family) -> None:
    met_by_each(family, "agreements.parents-asked-to-read", "read-with")


def test_agreements_parents_asked_to_read_is_breached_when_it_is_done_for_few(family: Family) -> None:
    breached_by_each(family, "agreements.parents-asked-to-read", "read-with")


def test_agreements_home_school_is_met_when_it_is_done_for_every_pupil(family: Family) -> None:
    met_by_each(family, "agreements.home-school", "home-school")


def test_agreements_home_school_is_breached_when_it_is_done_for_few(family: Family) -> None:
    breached_by_each(family, "agreements.home-school", "home-school")


def test_parents_supervised_access_told_is_met_when_it_is_done_for_every_pupil(family: Family) -> None:
    met_by_each(family, "parents.supervised-access-told", "supervised")


def test_parents_supervised_access_told_is_breached_when_it_is_done_for_few(family: Family) -> None:
    breached_by_each(family, "parents.supervised-access-told", "supervised")
