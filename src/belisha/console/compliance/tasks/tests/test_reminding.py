"""One mail a day and person, without a word of the task; up the line after some days; over when it is done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.models import Attestation, TaskTold
from belisha.console.compliance.plans.actions import end_plan
from belisha.console.compliance.tasks.actions import remind
from belisha.console.compliance.tasks.rules import Rhythm, above, goes_up, stage_of, wants_telling
from belisha.console.compliance.tasks.tests.test_listed import planned
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS
from belisha.console.outbox.models import OutboxMail
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

RHYTHM = Rhythm(soon=7, again=7, up=10)
DAY = date(2026, 11, 23)
Stage = TaskTold.Stage


@given(st.integers(-400, 400))
def test_each_day_has_its_stage(days: int) -> None:
    stage = stage_of(DAY + timedelta(days), DAY, RHYTHM)
    expected = Stage.LATE if days < 0 else Stage.TODAY if days == 0 else Stage.SOON if days <= 7 else None
    assert stage == expected
    assert goes_up(DAY + timedelta(days), DAY, RHYTHM) == (days <= -10)


def test_of_each_stage_one_is_told_once_and_of_what_is_late_again_after_a_week() -> None:
    told = [(Stage.SOON, DAY - timedelta(3)), (Stage.LATE, DAY - timedelta(6))]
    assert not wants_telling(Stage.SOON, told, DAY, RHYTHM)
    assert not wants_telling(Stage.LATE, told, DAY, RHYTHM)
    assert wants_telling(Stage.LATE, told, DAY + timedelta(1), RHYTHM)
    assert wants_telling(Stage.PASSED_UP, told, DAY, RHYTHM)


def test_the_line_above_is_another_person() -> None:
    holders = {Role.HEAD: [1], Role.CHAIR: [2], Role.DSL: [3], Role.EXECUTIVE_HEAD: [1]}
    assert above({Role.DSL}, [3], holders) == [1]
    assert above({Role.DEPUTY_DSL}, [4], holders) == [3]
    assert above({Role.HEAD, Role.TEACHER}, [1], holders) == [2]
    assert above({Role.DSL, Role.HEAD}, [1, 3], {Role.HEAD: [1]}) == []


@pytest.mark.django_db
def test_one_mail_a_day_says_how_much_is_due_and_no_word_of_it() -> None:
    school = a_school()
    somebody(school, Role.HEAD, name="Ruth Borowski")
    dsl = somebody(school, Role.DSL)
    late = planned(school, dsl, "Talk with Amy Pond's mother.", -12)
    planned(school, dsl, "Order posters.", 2)
    now = timezone.now()
    remind(now)
    remind(now + timedelta(minutes=5))
    mails = {each.to: each.body for each in OutboxMail.objects.all()}
    assert OutboxMail.objects.count() == len(mails)
    assert "Plans for duties: 1 late" in mails[dsl.email]
    assert "Plans for duties: 1 falls due soon" in mails[dsl.email]
    assert not any("Amy" in body for body in mails.values())
    up = TaskTold.objects.get(stage=Stage.PASSED_UP, key=f"plan-{late.pk}")
    assert (up.to.name, up.holder) == ("Ruth Borowski", dsl)


@pytest.mark.django_db
def test_whoever_has_left_hears_no_more_of_a_school_and_the_head_does() -> None:
    school = a_school()
    head, lead = somebody(school, Role.HEAD), somebody(school, Role.COMPUTING_LEAD)
    planned(school, lead, "Order posters.", -12)
    lead.posts.update(last=timezone.localdate() - timedelta(1))
    remind(timezone.now())
    told = {each.to for each in OutboxMail.objects.all()}
    assert head.email in told
    assert lead.email not in told


@pytest.mark.django_db
def test_it_stops_when_the_work_is_done() -> None:
    school = a_school()
    dsl = somebody(school, Role.DSL)
    made = planned(school, dsl, "Order posters.", -1)
    now = timezone.now()
    remind(now)
    end_plan(by=By(dsl), plan=made, outcome="They hang.")
    remind(now + timedelta(days=8))
    assert OutboxMail.objects.filter(to=dsl.email, body__contains="Plans for duties").count() == 1


@pytest.mark.django_db
def test_a_confirmation_that_runs_out_is_among_them_and_goes_with_the_post(client: Client) -> None:
    school = a_school()
    gone = somebody(school, Role.DSL)
    duty = next(each.id for each in catalogue().values() if each.id not in PROOFS and Role.DSL in each.who)
    now = timezone.now()
    Attestation.objects.create(
        school=school, duty=duty, kept=True, words="We looked.", by=gone, role=Role.DSL,
        at=now - timedelta(days=400), until=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    remind(now)
    assert TaskTold.objects.filter(source="confirmations", to=gone, stage=Stage.LATE).exists()
    gone.posts.update(last=timezone.localdate() - timedelta(days=1))
    dsl = somebody(school, Role.DSL, name="Esme Rook")
    remind(now + timedelta(days=1))
    assert TaskTold.objects.filter(source="confirmations", to=dsl, stage=Stage.LATE).exists()
    client.force_login(somebody(school, Role.HEAD))
    assert "Esme Rook" in client.get(f"/schools/{school.code}/to-do/told/").content.decode()
