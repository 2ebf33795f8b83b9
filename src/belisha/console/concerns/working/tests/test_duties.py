"""What work on concerns proves: each duty met, and breached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.models import Concern, Finding, LeadersDigest, Subject, Task
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.actions.digests import make_digests, read_digest
from belisha.console.concerns.working.actions.drills import begin_drill, drill_step, end_drill
from belisha.console.concerns.working.actions.school import load_table
from belisha.console.concerns.working.queries.digests import leaders_of
from belisha.console.concerns.working.rules import playbooks as books
from belisha.console.concerns.working.tests.scene import DAY, HOUR, MONDAY, Scene, finish
from belisha.console.duties.registry import PROOFS, State
from cast import a_parent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

pytestmark = pytest.mark.django_db
LATER = MONDAY + 60 * DAY
CSV = b"level,name,words,debrief,review_days,steps\n1,Universal,All,no,60,today: Ring\n2,More,More,yes,10,\n"


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=True):
        yield Scene()


def state(scene: Scene, duty: str, now: datetime | None = None) -> State:
    return PROOFS[f"concerns.{duty}"].ask(scene.school, now or timezone.now()).state


def closed(scene: Scene, concern: Concern | None = None, *, level: int = 1) -> Concern:
    concern = concern or scene.told()
    finish(scene, concern, level=level)
    actions.close(by=scene.dsl, concern=concern, outcome="resolved", words="Over.")
    return concern


def forgotten(scene: Scene, kind: str, *, level: int = 1) -> None:
    """A concern that was closed without something, as only a fault of the programme could."""
    concern = scene.told()
    finish(scene, concern, level=level)
    Finding.objects.filter(concern=concern, kind=kind).delete()
    concern.state, concern.closed_at = Concern.State.CLOSED, timezone.now()
    concern.save()


def answer_all(scene: Scene, concern: Concern) -> None:
    for step in concern.steps.filter(done_at=None):
        actions.step_done(by=scene.dsl, concern=concern, step=step, words="Done at ten.")


def test_concerns_incident_log_is_met_when_something_was_done(scene: Scene) -> None:
    concern = scene.told()
    answer_all(scene, concern)
    assert state(scene, "incident-log", LATER) is State.MET


def test_concerns_incident_log_is_breached_when_nothing_was_done_in_time(scene: Scene) -> None:
    scene.told()
    assert state(scene, "incident-log") is State.MET
    assert state(scene, "incident-log", LATER) is State.BREACHED


def test_what_is_about_an_adult_is_not_counted_where_they_could_read_it(scene: Scene) -> None:
    scene.about(Role.DSL)
    scene.told("wellbeing", NewSubject(Subject.Role.HARMED, scene.people[Role.SLT].person))
    closed(scene)
    assert state(scene, "incident-log", LATER) is State.MET
    assert state(scene, "playbooks", LATER) is State.MET


def test_concerns_playbooks_is_met_when_every_kind_has_one_and_no_step_is_late(scene: Scene) -> None:
    answer_all(scene, scene.told("bullying"))
    assert state(scene, "playbooks", LATER) is State.MET


def test_concerns_playbooks_is_breached_by_a_kind_without_one(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [book for book in books.playbooks().playbooks if book.id != "grooming"]
    monkeypatch.setattr(books, "playbooks", lambda: books._File(1, tuple(kept), ()))
    assert state(scene, "playbooks") is State.BREACHED


def test_concerns_playbooks_is_breached_by_a_late_step(scene: Scene) -> None:
    scene.told()
    assert state(scene, "playbooks", LATER) is State.BREACHED


def test_concerns_serious_incident_procedure_is_met_within_a_year_of_a_drill(scene: Scene) -> None:
    drill = begin_drill(by=scene.dsl, school=scene.school, book="grooming")
    for step in drill.steps.all():
        drill_step(by=scene.dsl, drill=drill, place=step.place)
    assert state(scene, "serious-incident-procedure") is State.BREACHED
    end_drill(by=scene.dsl, drill=drill, words="Learnt.")
    assert state(scene, "serious-incident-procedure") is State.MET
    assert state(scene, "serious-incident-procedure", timezone.now() + 350 * DAY) is State.AT_RISK


def test_concerns_serious_incident_procedure_is_breached_without_a_drill(scene: Scene) -> None:
    assert state(scene, "serious-incident-procedure") is State.BREACHED


def load(scene: Scene) -> None:
    load_table(
        by=scene.dsl, school=scene.school, kind="thresholds", title="Ours", source="partnership.example",
        dated=timezone.localdate(), name="t.csv", content=CSV,
    )  # fmt: skip


def test_concerns_thresholds_is_met_with_the_partnerships_table(scene: Scene) -> None:
    assert state(scene, "thresholds") is State.AT_RISK
    load(scene)
    closed(scene)
    assert state(scene, "thresholds") is State.MET


def test_concerns_thresholds_is_breached_by_a_late_step_of_a_level(scene: Scene) -> None:
    load(scene)
    actions.set_level(by=scene.dsl, concern=scene.told(), level=1, words="By the table.")
    assert state(scene, "thresholds", LATER) is State.BREACHED


def test_concerns_thresholds_is_breached_by_one_closed_without_a_level(scene: Scene) -> None:
    forgotten(scene, "level")
    assert state(scene, "thresholds") is State.BREACHED


def test_concerns_parents_informed_is_met_when_each_closed_one_says_so(scene: Scene) -> None:
    closed(scene)
    assert state(scene, "parents-informed") is State.MET


def test_concerns_parents_informed_is_breached_by_one_without_a_word(scene: Scene) -> None:
    forgotten(scene, "parents")
    assert state(scene, "parents-informed") is State.BREACHED


def agreed(scene: Scene) -> Task:
    parent = a_parent(scene.school, of=scene.pupil).user
    parent.opened_at = timezone.now()
    parent.save()
    return actions.add_task(
        by=scene.dsl, concern=scene.told(), text="No phone in bed", owner=parent, due=timezone.localdate(),
        source=Task.Source.AGREED,
    )  # fmt: skip


def test_concerns_partnership_is_met_when_what_was_agreed_is_done(scene: Scene) -> None:
    actions.finish_task(by=scene.dsl, task=agreed(scene), words="They do.")
    closed(scene)
    assert state(scene, "partnership", LATER) is State.MET


def test_concerns_partnership_is_breached_when_what_was_agreed_is_late(scene: Scene) -> None:
    agreed(scene)
    assert state(scene, "partnership", LATER) is State.BREACHED


def test_concerns_partnership_is_breached_when_a_child_was_not_heard(scene: Scene) -> None:
    forgotten(scene, "child-voice")
    assert state(scene, "partnership") is State.BREACHED


def debriefed(scene: Scene) -> None:
    concern = scene.told()
    finish(scene, concern, level=3)
    lesson = ("Teach it", scene.people[Role.TEACHER], timezone.localdate() + DAY)
    actions.debrief(by=scene.dsl, concern=concern, words="We were slow.", lessons=[lesson])
    actions.close(by=scene.dsl, concern=concern, outcome="resolved", words="Over.")


def test_concerns_debrief_is_met_when_lessons_have_owners_and_time(scene: Scene) -> None:
    debriefed(scene)
    assert state(scene, "debrief") is State.MET


def test_concerns_debrief_is_breached_by_a_late_lesson(scene: Scene) -> None:
    debriefed(scene)
    assert state(scene, "debrief", LATER) is State.BREACHED


def test_concerns_debrief_is_breached_by_one_that_was_not_held(scene: Scene) -> None:
    forgotten(scene, "debrief", level=4)
    assert state(scene, "debrief") is State.BREACHED


def test_concerns_behaviour_policy_is_met_when_the_policy_is_named(scene: Scene) -> None:
    closed(scene)
    assert state(scene, "behaviour-policy") is State.MET


def test_concerns_behaviour_policy_is_breached_when_none_is_named(scene: Scene) -> None:
    forgotten(scene, "policy")
    assert state(scene, "behaviour-policy") is State.BREACHED


def by_pupil(scene: Scene) -> Concern:
    return scene.told("bullying", NewSubject(Subject.Role.ALLEGED, scene.pupil))


def test_concerns_policy_breach_sanctions_is_met_when_a_step_stands_for_each(scene: Scene) -> None:
    closed(scene, by_pupil(scene))
    assert state(scene, "policy-breach-sanctions") is State.MET


def test_concerns_policy_breach_sanctions_is_breached_without_a_step(scene: Scene) -> None:
    concern = closed(scene, by_pupil(scene))
    Finding.objects.filter(concern=concern, kind="sanction").delete()
    assert state(scene, "policy-breach-sanctions") is State.BREACHED


def stepwise(scene: Scene, duty: str, category: str, mark: str = "") -> tuple[State, State]:
    """Where a duty stands after its steps were left, and after they were answered."""
    concern = scene.told(category)
    if mark:
        actions.mark(by=scene.dsl, concern=concern, mark=mark)
    left = state(scene, duty, LATER)
    answer_all(scene, concern)
    return left, state(scene, duty, LATER)


def test_concerns_do_not_respond_is_met_when_the_child_was_told(scene: Scene) -> None:
    assert stepwise(scene, "do-not-respond", "bullying")[1] is State.MET


def test_concerns_do_not_respond_is_breached_when_nobody_told_the_child(scene: Scene) -> None:
    assert stepwise(scene, "do-not-respond", "bullying")[0] is State.BREACHED


def test_concerns_anti_bullying_route_is_met_when_its_steps_are_done(scene: Scene) -> None:
    assert stepwise(scene, "anti-bullying-route", "bullying")[1] is State.MET


def test_concerns_anti_bullying_route_is_breached_by_a_late_step(scene: Scene) -> None:
    assert stepwise(scene, "anti-bullying-route", "bullying")[0] is State.BREACHED


def test_concerns_social_media_conduct_is_met_when_leaders_were_told_and_chose(scene: Scene) -> None:
    assert stepwise(scene, "social-media-conduct", "social-media-conduct")[1] is State.MET


def test_concerns_social_media_conduct_is_breached_when_nobody_chose(scene: Scene) -> None:
    assert stepwise(scene, "social-media-conduct", "social-media-conduct")[0] is State.BREACHED


def test_concerns_pupil_social_policies_is_met_when_a_policy_was_chosen(scene: Scene) -> None:
    assert stepwise(scene, "pupil-social-policies", "wellbeing", "social-media")[1] is State.MET


def test_concerns_pupil_social_policies_is_breached_without_one(scene: Scene) -> None:
    assert stepwise(scene, "pupil-social-policies", "wellbeing", "social-media")[0] is State.BREACHED


def test_concerns_pupil_social_parents_is_met_when_parents_were_spoken_with(scene: Scene) -> None:
    assert stepwise(scene, "pupil-social-parents", "risky-own-behaviour", "under-age")[1] is State.MET


def test_concerns_pupil_social_parents_is_breached_when_they_were_not(scene: Scene) -> None:
    assert stepwise(scene, "pupil-social-parents", "risky-own-behaviour", "under-age")[0] is State.BREACHED


def test_concerns_complaints_misuse_is_met_when_its_letters_went_in_time(scene: Scene) -> None:
    assert stepwise(scene, "complaints-misuse", "complaint")[1] is State.MET


def test_concerns_complaints_misuse_is_breached_when_they_did_not(scene: Scene) -> None:
    assert stepwise(scene, "complaints-misuse", "complaint")[0] is State.BREACHED


def test_concerns_unsure_escalate_is_met_with_the_answer(scene: Scene) -> None:
    assert stepwise(scene, "unsure-escalate", "wellbeing", "unsure")[1] is State.MET


def test_concerns_unsure_escalate_is_breached_without_one_after_a_day(scene: Scene) -> None:
    concern = scene.told()
    actions.mark(by=scene.dsl, concern=concern, mark="unsure")
    assert state(scene, "unsure-escalate", timezone.now() + timedelta(hours=23)) is State.MET
    assert state(scene, "unsure-escalate", timezone.now() + timedelta(hours=25)) is State.BREACHED


def test_concerns_agency_liaison_is_met_when_every_leader_has_read(scene: Scene) -> None:
    scene.told()
    assert state(scene, "agency-liaison") is State.AT_RISK
    make_digests(timezone.now() + 7 * DAY)
    for role in (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT):
        read_digest(by=scene.by(role), digest=LeadersDigest.objects.get())
    assert state(scene, "agency-liaison", timezone.now() + 20 * DAY) is State.MET


def test_concerns_agency_liaison_is_breached_when_a_leader_has_not(scene: Scene) -> None:
    scene.told()
    make_digests(timezone.now() + 7 * DAY)
    assert state(scene, "agency-liaison", timezone.now() + 20 * DAY) is State.BREACHED


def numbers(scene: Scene) -> LeadersDigest:
    make_digests(timezone.now())
    return LeadersDigest.objects.get(school=scene.school)


def reviewed(scene: Scene, now: datetime | None = None) -> State:
    return PROOFS["governance.records-reviewed"].ask(scene.school, now or timezone.now()).state


def test_governance_records_reviewed_is_met_when_each_leader_read_this_half_term(scene: Scene) -> None:
    scene.told()
    assert reviewed(scene) is State.NOT_KNOWN, "there are no numbers yet"
    digest = numbers(scene)
    assert reviewed(scene) is State.AT_RISK
    for user in leaders_of(scene.school, timezone.localdate()):
        read_digest(by=By(user), digest=digest)
    assert reviewed(scene, MONDAY + 20 * DAY) is State.MET


def test_governance_records_reviewed_is_breached_by_a_leader_who_read_none(scene: Scene) -> None:
    scene.told()
    digest = numbers(scene)
    first, *_others = leaders_of(scene.school, timezone.localdate())
    read_digest(by=By(first), digest=digest)
    assert reviewed(scene, MONDAY + 20 * DAY) is State.BREACHED


def breach_standing(scene: Scene, now: datetime | None = None) -> State:
    return PROOFS["data.breach-to-dpo"].ask(scene.school, now or timezone.now()).state


def test_data_breach_to_dpo_is_met_when_every_step_is_in_time(scene: Scene) -> None:
    assert breach_standing(scene) is State.NOT_KNOWN, "nobody reports anything"
    concern = scene.told("data-breach")
    actions.acknowledge(by=scene.by(Role.DPO), concern=concern)
    for step in concern.steps.filter(done_at=None):
        actions.step_done(by=scene.by(Role.DPO), concern=concern, step=step, words="Called back at ten.")
    assert breach_standing(scene, LATER) is State.MET


def test_data_breach_to_dpo_is_breached_by_a_late_step_and_without_an_officer(scene: Scene) -> None:
    scene.told("data-breach")
    assert breach_standing(scene) is State.MET
    assert breach_standing(scene, timezone.now() + 2 * HOUR) is State.BREACHED
    Post.objects.filter(role=Role.DPO).update(last=MONDAY.date() - DAY)
    assert breach_standing(scene) is State.BREACHED
