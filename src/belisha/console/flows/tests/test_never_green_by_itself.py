"""Nothing is green without something to look at, nor by what happens at another school."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from agreements_scene import all_right, issued
from belisha.console.access.acting import By
from belisha.console.access.models import Session
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Notice
from belisha.console.agreements.signing.actions.signatures import sign
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.telling.actions import practise, tell
from belisha.console.duties.registry import PROOFS, State
from belisha.console.people.actions.devices import add_device
from belisha.console.people.actions.needs import note_need
from cast import a_parent, a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
SYSTEM = By(None, system="test")


def standings(school: School) -> dict[str, tuple[State, str]]:
    now = timezone.now()
    found = {duty: proof.ask(school, now) for duty, proof in PROOFS.items()}
    return {duty: (standing.state, standing.reason) for duty, standing in found.items()}


def a_busy_place(school: School) -> None:
    """People with roles who sign in, sign, report, tell and hold devices."""
    now = timezone.now()
    for role in (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.DPO, Role.CHAIR):
        user = somebody(school, role)
        a_person(school, user.kind, user=user)
        Session.objects.create(user=user, way="password", began=now, last_seen=now)
    teacher = a_teacher(school, user=somebody(school, Role.TEACHER))
    child = a_pupil(school, user=somebody(school, kind="pupil"))
    a_parent(school, of=child)
    for kind in ("staff", "incident-guidance", "policy-read"):
        agreement = issued(school, kind)
        answers = all_right(agreement)
        sign(by=By(teacher.user), person=teacher, agreement=agreement, form="plain", way="own", answers=answers)
    for category in ("wellbeing", "bullying", "data-breach"):
        harmed = [NewSubject(Subject.Role.HARMED, child)]
        told = Told(Concern.Origin.STAFF)
        report(by=SYSTEM, school=school, category=category, words="It happened.", subjects=harmed, told=told)
    practise(pupil=child)
    tell(pupil=child, picture="sad", words="", named=True, for_friend=False, chosen=None)
    add_device(by=SYSTEM, school=school, details={"name": "Laptop", "person": teacher})
    note_need(by=SYSTEM, pupil=child, kind="risk", reason="x", review=timezone.localdate() + timedelta(days=9))
    Notice.objects.create(school=school, topic="policy", title="x", words="x", channels=["letter"], sent_at=now)


def test_at_a_new_school_nothing_is_met() -> None:
    found = standings(a_school())
    assert {duty: reason for duty, (state, reason) in found.items() if state is State.MET} == {}
    assert [duty for duty, (_state, reason) in found.items() if not reason.strip()] == []


def test_what_happens_at_another_school_changes_nothing_here() -> None:
    here, elsewhere = a_school("oakfield"), a_school("elsewhere")
    sister = a_school("sister", federation=here.federation)
    before = standings(here)
    a_busy_place(elsewhere)
    a_busy_place(sister)
    assert standings(here) == before
    there = standings(elsewhere)
    moved = sum(there[duty] != before[duty] for duty in before)
    assert moved > 30, "what the other school does is seen where it belongs"
