"""When nobody answers the next is told; reminders stop; mails carry no names; leaders read numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Away, Cover, Post
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.models import LeadersDigest, Subject
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.actions.digests import make_digests, read_digest
from belisha.console.concerns.working.actions.escalating import escalate
from belisha.console.concerns.working.actions.reminding import remind
from belisha.console.concerns.working.actions.school import end_turn, set_turn
from belisha.console.concerns.working.queries.digests import shown
from belisha.console.concerns.working.queries.people import on_rung
from belisha.console.concerns.working.queries.rota import today_of
from belisha.console.concerns.working.tests.scene import DAY, HOUR, MONDAY, SATURDAY, Scene
from belisha.console.outbox.models import OutboxMail

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def mailed(scene: Scene) -> list[str]:
    """The roles that were written to, in order; the mails are forgotten."""
    of = {user.email: role.value for role, user in scene.people.items()}
    found = [of[mail.to] for mail in OutboxMail.objects.order_by("pk") if mail.to in of]
    OutboxMail.objects.all().delete()
    return found


def minute(now: datetime) -> str:
    with time_machine.travel(now, tick=False):
        return escalate(timezone.now())


def test_nobody_answers_so_the_deputy_is_told_and_then_the_head(scene: Scene) -> None:
    with time_machine.travel(MONDAY, tick=False):
        scene.told()
    mailed(scene)
    minute(MONDAY + HOUR)
    assert mailed(scene) == []
    minute(MONDAY + 2 * HOUR)
    assert mailed(scene) == ["deputy-dsl"]
    minute(MONDAY + 2 * HOUR)
    assert mailed(scene) == []
    minute(MONDAY + 3 * HOUR)
    assert mailed(scene) == ["head"]
    minute(MONDAY + 30 * HOUR)
    assert mailed(scene) == []


def test_whoever_acknowledges_stops_it(scene: Scene) -> None:
    with time_machine.travel(MONDAY, tick=False):
        concern = scene.told()
        actions.acknowledge(by=scene.dsl, concern=concern)
    mailed(scene)
    assert minute(MONDAY + 9 * HOUR) == ""
    assert mailed(scene) == []


def test_danger_is_passed_up_within_minutes_at_the_weekend(scene: Scene) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        scene.told(danger_now=True)
    mailed(scene)
    minute(SATURDAY + HOUR / 4)
    minute(SATURDAY + HOUR / 2)
    assert mailed(scene) == ["deputy-dsl", "head"]


def test_who_is_away_is_passed_over_and_who_covers_is_told(scene: Scene) -> None:
    day = MONDAY.date()
    Away.objects.create(user=scene.people[Role.DEPUTY_DSL], first=day, last=day)
    with time_machine.travel(MONDAY, tick=False):
        scene.told()
        mailed(scene)
        Cover.objects.create(
            post=Post.objects.get(holder=scene.people[Role.HEAD]), by=scene.people[Role.SLT], first=day, last=day
        )
    minute(MONDAY + 2 * HOUR)
    assert sorted(mailed(scene)) == ["head", "slt"]


@pytest.mark.parametrize("role", [Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.TEACHER])
def test_nobody_is_ever_written_to_about_a_concern_about_them(scene: Scene, role: Role) -> None:
    with time_machine.travel(MONDAY, tick=False):
        scene.about(role)
        scene.told("wellbeing", NewSubject(Subject.Role.HARMED, scene.people[role].person))
    told = mailed(scene)
    for hours in range(2, 30):
        minute(MONDAY + hours * HOUR)
        told += mailed(scene)
    assert role.value not in told


def test_mails_carry_no_name_no_word_and_no_reference(scene: Scene) -> None:
    with time_machine.travel(MONDAY, tick=False):
        concern = scene.told()
        due = timezone.localdate()
        teacher = scene.people[Role.TEACHER]
        actions.add_task(by=By(None, system="x"), concern=concern, text="Sit at lunch", owner=teacher, due=due)
        OutboxMail.objects.filter(body__contains=concern.reference).delete()  # the first one says where
        concern.acknowledged_at = None
        concern.state = "new"
        concern.save()
        concern.clock.rung_at = timezone.now()
        concern.clock.save()
        escalate(timezone.now())
        remind(timezone.now())
    text = " ".join(f"{mail.subject} {mail.body}" for mail in OutboxMail.objects.all())
    assert "acknowledged in time" in text
    assert "due: 1" in text
    for secret in ("Zebedee", "Quark", concern.reference, "it happened", "lunch"):
        assert secret not in text


def test_reminders_come_once_a_day_and_stop(scene: Scene) -> None:
    teacher = scene.people[Role.TEACHER]
    with time_machine.travel(MONDAY, tick=False):
        actions.add_task(by=scene.dsl, concern=scene.told(), text="Ring", owner=teacher, due=MONDAY.date() + DAY)
    mailed(scene)
    told = []
    for days in range(8):
        with time_machine.travel(MONDAY + days * DAY, tick=False):
            remind(timezone.now())
            remind(timezone.now())
        told.append(mailed(scene))
    assert told == [[], *[["teacher"]] * 3, [], [], [], []]


def test_the_rota_says_who_is_told_first_and_absence_is_counted(scene: Scene) -> None:
    deputy = scene.people[Role.DEPUTY_DSL]
    with pytest.raises(NotAllowedError):
        set_turn(by=scene.by(Role.TEACHER), school=scene.school, user=deputy, weekday=0, first=MONDAY.date())
    with time_machine.travel(MONDAY, tick=False):
        concern = scene.told()
        turn = set_turn(by=scene.dsl, school=scene.school, user=deputy, weekday=0, first=MONDAY.date())
        assert on_rung(concern, 0, MONDAY.date()) == [deputy]
        assert today_of(scene.school, MONDAY.date()).by_rota
        away = Away.objects.create(user=deputy, first=MONDAY.date(), last=MONDAY.date())
        assert on_rung(concern, 0, MONDAY.date()) == [scene.people[Role.DSL]]
        away.delete()
        end_turn(by=scene.dsl, turn=turn)
        assert not today_of(scene.school, MONDAY.date()).by_rota


def test_leaders_read_numbers_that_count_no_concern_about_an_adult(scene: Scene) -> None:
    with time_machine.travel(MONDAY, tick=False):
        scene.told("bullying")
        scene.about(Role.DSL)
        scene.told("wellbeing", NewSubject(Subject.Role.HARMED, scene.people[Role.SLT].person))
    with time_machine.travel(MONDAY + 7 * DAY, tick=False):
        assert make_digests(timezone.now()) == "made 1"
        assert make_digests(timezone.now()) == ""
        digest = LeadersDigest.objects.get()
        read_digest(by=scene.by(Role.SLT), digest=digest)
        read_digest(by=scene.by(Role.SLT), digest=digest)
        with pytest.raises(NotAllowedError):
            read_digest(by=scene.by(Role.TEACHER), digest=digest)
    assert digest.numbers["reported"] == 1
    assert digest.readings.count() == 1


def test_a_kind_of_few_is_not_named() -> None:
    assert shown({"bullying": 3, "hate": 2}) == [("bullying", 3)]
