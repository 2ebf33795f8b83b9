"""Each duty that referrals prove, met and breached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.concerns.referrals.actions.answering import answer
from belisha.console.concerns.referrals.actions.referring import choose, decided_against, ended, made
from belisha.console.duties.registry import PROOFS, State
from concerns_scene import SYSTEM, Scene, a_directory, a_scene, about, told

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.concerns.models import Concern, Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = a_scene()
    a_directory(found.school)
    told(found)  # the record is used
    return found


def stands(scene: Scene, duty: str, at: datetime | None = None) -> State:
    return PROOFS[f"concerns.{duty}"].ask(scene.school, at or timezone.now()).state


def later(**passed: int) -> datetime:
    return timezone.now() + timedelta(**passed)


def yes(concern: Concern, procedure: str, *bodies: str) -> list[Referral]:
    answer(by=SYSTEM, concern=concern, procedure=procedure, applies=True, reason="As told.", bodies=bodies)
    return list(concern.referrals.filter(procedure=procedure).order_by("pk"))


def no(concern: Concern, procedure: str) -> None:
    answer(by=SYSTEM, concern=concern, procedure=procedure, applies=False, reason="Nothing of the kind.")


def make(referral: Referral, reference: str = "REF 1", agency: str = "") -> None:
    made(
        by=SYSTEM, referral=referral, how="phone", at=timezone.now(), spoke_to="Officer", reference=reference,
        agency=agency,
    )  # fmt: skip


def advised(referral: Referral) -> None:
    make(referral)
    ended(by=SYSTEM, referral=referral, outcome="advice", words="Watch and write down.", spoke_to="The officer")


def test_concerns_lado_discussion_is_met_when_the_officers_advice_is_on_record(scene: Scene) -> None:
    concern = told(scene, "adult-conduct", about(scene.teacher))
    (referral,) = yes(concern, "allegation")
    assert stands(scene, "lado-discussion") == State.MET, "that one came in is told to nobody who reads the board"
    assert stands(scene, "lado-discussion", later(days=9)) == State.BREACHED
    advised(referral)
    assert stands(scene, "lado-discussion", later(days=9)) == State.MET


def test_concerns_lado_discussion_is_breached_after_one_working_day(scene: Scene) -> None:
    concern = told(scene, "adult-conduct", about(scene.teacher))
    assert stands(scene, "lado-discussion", later(days=4)) == State.BREACHED
    (referral,) = yes(concern, "allegation")
    assert stands(scene, "lado-discussion", later(days=4)) == State.BREACHED
    make(referral)
    assert stands(scene, "lado-discussion", later(days=4)) == State.BREACHED, "without the advice"


def test_a_standing_says_nothing_about_the_head(scene: Scene) -> None:
    told(scene, "adult-conduct", about(scene.head))
    for duty, proof in PROOFS.items():
        if proof.ask.__module__.endswith("referrals.duties"):
            assert stands(scene, duty.removeprefix("concerns."), later(days=30)) == State.MET


def test_concerns_staff_device_allegations_is_met_when_both_questions_are_answered(scene: Scene) -> None:
    concern = told(scene, "adult-conduct", about(scene.teacher))
    no(concern, "allegation")
    no(concern, "staff-crime")
    assert stands(scene, "staff-device-allegations", later(days=9)) == State.MET


def test_concerns_staff_device_allegations_is_breached_when_nobody_judged_it(scene: Scene) -> None:
    concern = told(scene, "adult-conduct", about(scene.teacher))
    no(concern, "staff-crime")
    assert stands(scene, "staff-device-allegations", later(days=4)) == State.BREACHED


def test_concerns_illegal_to_police_lado_is_met_the_same_day(scene: Scene) -> None:
    for referral in yes(told(scene, "illegal-content"), "illegal", "iwf"):
        if referral.agency == "lado":
            decided_against(by=SYSTEM, referral=referral, reason="No adult of the school is involved.")
        else:
            make(referral)
    assert stands(scene, "illegal-to-police-lado", later(days=9)) == State.MET


def test_concerns_illegal_to_police_lado_is_breached_on_the_next_day(scene: Scene) -> None:
    concern = told(scene, "illegal-content")
    assert stands(scene, "illegal-to-police-lado") == State.AT_RISK
    assert stands(scene, "illegal-to-police-lado", later(days=1)) == State.BREACHED
    for referral in yes(concern, "illegal", "iwf"):
        if referral.agency == "iwf":
            make(referral)
    assert stands(scene, "illegal-to-police-lado", later(days=1)) == State.BREACHED


def test_concerns_illegal_to_agencies_is_met_with_a_reference(scene: Scene) -> None:
    found = {each.agency: each for each in yes(told(scene, "illegal-content"), "illegal", "iwf", "ceop")}
    make(found["iwf"])
    make(found["ceop"])
    make(found["police-101"], agency="police-999")
    assert stands(scene, "illegal-to-agencies", later(days=9)) == State.MET


def test_concerns_illegal_to_agencies_is_breached_after_an_hour(scene: Scene) -> None:
    concern = told(scene, "illegal-content")
    assert stands(scene, "illegal-to-agencies", later(minutes=61)) == State.BREACHED
    yes(concern, "illegal", "iwf")
    same_day = timezone.localdate(later(minutes=30)) == timezone.localdate()  # the police are told the same day
    assert stands(scene, "illegal-to-agencies", later(minutes=30)) == (State.AT_RISK if same_day else State.BREACHED)
    assert stands(scene, "illegal-to-agencies", later(minutes=61)) == State.BREACHED


def test_concerns_criminal_activity_is_met_with_call_time_and_reference(scene: Scene) -> None:
    concern = told(scene, "grooming", danger_now=True)
    for referral in (*yes(concern, "danger"), *yes(concern, "crime", "police-101")):
        make(referral)
    assert stands(scene, "criminal-activity", later(days=9)) == State.MET


def test_concerns_criminal_activity_is_breached_until_the_call_is_logged(scene: Scene) -> None:
    concern = told(scene, "wellbeing", danger_now=True)
    assert stands(scene, "criminal-activity", later(minutes=16)) == State.BREACHED
    (referral,) = yes(concern, "danger")
    make(referral, reference="")
    assert stands(scene, "criminal-activity") == State.AT_RISK
    assert stands(scene, "criminal-activity", later(days=2)) == State.BREACHED, "without the number"


def test_concerns_police_devices_is_met_with_the_polices_reference(scene: Scene) -> None:
    concern = told(scene, "adult-conduct", about(scene.teacher))
    make(*yes(concern, "staff-crime"))
    assert stands(scene, "police-devices", later(days=9)) == State.MET


def test_concerns_police_devices_is_breached_until_the_police_know(scene: Scene) -> None:
    concern = told(scene, "adult-conduct", about(scene.teacher))
    (referral,) = yes(concern, "staff-crime")
    with pytest.raises(Exception, match="no choice"):
        decided_against(by=SYSTEM, referral=referral, reason="He asked us not to.")
    assert stands(scene, "police-devices", later(days=1)) == State.BREACHED


def test_concerns_computer_misuse_crime_is_met_by_a_decision_with_its_reason(scene: Scene) -> None:
    (referral,) = yes(told(scene, "computer-misuse"), "computer-misuse")
    decided_against(by=SYSTEM, referral=referral, reason="A child tried a friend's password: Cyber Choices.")
    assert stands(scene, "computer-misuse-crime", later(days=9)) == State.MET


def test_concerns_computer_misuse_crime_is_breached_without_a_decision_in_two_days(scene: Scene) -> None:
    told(scene, "computer-misuse")
    assert stands(scene, "computer-misuse-crime", later(hours=20)) == State.AT_RISK
    assert stands(scene, "computer-misuse-crime", later(days=5)) == State.BREACHED


def test_concerns_disturbing_email_police_is_met_by_a_reference_or_a_reason(scene: Scene) -> None:
    make(*yes(told(scene, "offensive-message"), "disturbing-message"))
    no(told(scene, "offensive-message"), "disturbing-message")
    assert stands(scene, "disturbing-email-police", later(days=9)) == State.MET


def test_concerns_disturbing_email_police_is_breached_without_either(scene: Scene) -> None:
    yes(told(scene, "offensive-message"), "disturbing-message")
    assert stands(scene, "disturbing-email-police", later(days=1)) == State.BREACHED


def test_concerns_threat_to_police_is_met_when_the_team_has_answered(scene: Scene) -> None:
    no(told(scene, "threat"), "threat")
    assert stands(scene, "threat-to-police", later(days=9)) == State.MET


def test_concerns_threat_to_police_is_breached_until_the_team_answers(scene: Scene) -> None:
    told(scene, "threat")
    assert stands(scene, "threat-to-police", later(days=4)) == State.BREACHED


def test_concerns_technical_report_authority_is_met_with_their_number(scene: Scene) -> None:
    (referral,) = yes(told(scene, "computer-misuse"), "technical", "technical-body")
    make(referral)
    assert stands(scene, "technical-report-authority", later(days=9)) == State.MET


def test_concerns_technical_report_authority_is_breached_without_it(scene: Scene) -> None:
    (referral,) = yes(told(scene, "computer-misuse"), "technical", "technical-body")
    make(referral, reference="")
    assert stands(scene, "technical-report-authority", later(days=2)) == State.BREACHED


def test_concerns_beyond_school_is_met_when_the_nameless_summary_was_sent(scene: Scene) -> None:
    (referral,) = yes(told(scene), "beyond-school")
    choose(by=SYSTEM, referral=referral, summary="A game goes round that dares children to run into the road.")
    make(referral)
    assert stands(scene, "beyond-school", later(days=9)) == State.MET


def test_concerns_beyond_school_is_breached_until_the_sending_is_logged(scene: Scene) -> None:
    yes(told(scene), "beyond-school")
    assert stands(scene, "beyond-school", later(days=4)) == State.BREACHED


def test_what_was_never_entered_is_at_risk() -> None:
    scene = a_scene()
    assert stands(scene, "lado-discussion") == State.AT_RISK
    assert stands(scene, "threat-to-police") == State.NOT_KNOWN, "nobody reports anything"
    told(scene)
    assert stands(scene, "threat-to-police") == State.MET
