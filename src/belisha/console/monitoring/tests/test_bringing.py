"""Findings come in once, join what is open, keep to the budget, and are told of without a name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.monitoring.alerts.actions.bringing import bring
from belisha.console.monitoring.alerts.actions.ending import dismiss
from belisha.console.monitoring.alerts.actions.telling import tell_of_late, tell_waiting
from belisha.console.monitoring.alerts.declared import BUDGET, OUT_OF_HOURS
from belisha.console.monitoring.alerts.rules import ADVISORY, CAUTION, DANGER
from belisha.console.monitoring.models import Alert, AlertFinding
from belisha.console.monitoring.tests.made import a_sent, an_alert
from belisha.console.outbox.models import OutboxMail
from cast import a_pupil, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.access.settings.registry import Setting

pytestmark = pytest.mark.django_db
SYSTEM = By(None, system="tests")
MONDAY = datetime(2026, 11, 16, 10, tzinfo=ZoneInfo("Europe/London"))
MIDNIGHT = datetime(2026, 11, 16, 23, 30, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def school() -> School:
    return a_school()


def sets(school: School, what: Setting[int] | Setting[str], value: int | str) -> None:
    change_setting(SYSTEM, at=school, key=what.key, value=value, reason="Agreed")


def test_a_finding_comes_once_however_often_it_is_read(school: School) -> None:
    sent = a_sent()
    assert bring(school=school, sent=sent, now=MONDAY, mail=True)
    assert bring(school=school, sent=sent, now=MONDAY, mail=True) is None
    assert bring(school=school, sent=sent._replace(told="later"), now=MONDAY, mail=True) is None, (
        "written a second time"
    )
    assert (Alert.objects.count(), AlertFinding.objects.count()) == (1, 1)


def test_danger_is_mailed_at_once_to_lead_and_deputies_without_a_name(school: School) -> None:
    lead, deputy = somebody(school, Role.DSL), somebody(school, Role.DEPUTY_DSL)
    somebody(school, Role.HEAD)
    pupil = a_pupil(school, "Ava Secretname")
    bring(school=school, sent=a_sent(about=pupil, text="hush hush"), now=MONDAY, mail=True)
    mails = list(OutboxMail.objects.order_by("to"))
    assert [mail.to for mail in mails] == sorted([lead.email, deputy.email])
    for mail in mails:
        said = mail.subject + mail.body
        assert not {word for word in ("Ava", "Secretname", "hush", "suicide") if word in said}
        assert "/alerts/" in said


def test_more_of_the_same_joins_what_is_open_and_is_not_mailed_again_within_minutes(school: School) -> None:
    somebody(school, Role.DSL)
    pupil = a_pupil(school)
    for minute in (0, 3, 6):
        now = MONDAY + timedelta(minutes=minute)
        bring(school=school, sent=a_sent(about=pupil, last=now), now=now, mail=True)
    alert = Alert.objects.get()
    assert (alert.count, OutboxMail.objects.count()) == (3, 1)
    now = MONDAY + timedelta(minutes=30)
    bring(school=school, sent=a_sent(about=pupil, last=now), now=now, mail=True)
    assert OutboxMail.objects.count() == 2


def test_what_rises_to_danger_leaves_the_digest_and_must_be_acknowledged_anew(school: School) -> None:
    pupil = a_pupil(school)
    quiet = bring(school=school, sent=a_sent(ADVISORY, about=pupil), now=MONDAY, mail=False)
    assert quiet
    assert quiet.quiet
    rose = bring(school=school, sent=a_sent(DANGER, about=pupil), now=MONDAY, mail=True)
    assert rose
    assert (rose.pk, rose.level, rose.quiet) == (quiet.pk, DANGER, False)
    assert rose.due_at == MONDAY + timedelta(minutes=30)


def test_cautions_over_the_budget_go_to_the_digest_and_danger_and_calls_for_help_never(school: School) -> None:
    sets(school, BUDGET, 2)
    quiet = [an_alert(school, CAUTION).quiet for _ in range(4)]
    assert quiet == [False, False, True, True]
    assert not an_alert(school, DANGER).quiet
    assert not an_alert(school, CAUTION, theme="asking-for-help").quiet
    assert an_alert(school, ADVISORY).quiet


def test_what_comes_after_it_was_dealt_with_begins_anew(school: School) -> None:
    pupil = a_pupil(school)
    first = an_alert(school, CAUTION, about=pupil)
    dismiss(by=SYSTEM, alert=first, why="known", reason="The family is being helped")
    assert an_alert(school, CAUTION, about=pupil).pk != first.pk


def test_a_false_alarm_that_is_handed_on_once_more_is_open_again(school: School) -> None:
    somebody(school, Role.DSL)
    sent = a_sent(last=MONDAY)
    alert = bring(school=school, sent=sent, now=MONDAY, mail=True)
    assert alert
    dismiss(by=SYSTEM, alert=alert, why="other", reason="A song")
    later = MONDAY + timedelta(minutes=40)
    again = bring(school=school, sent=sent._replace(last=later, told="again"), now=later, mail=True)
    assert again
    assert (again.pk, again.state) == (alert.pk, Alert.State.OPEN)
    assert OutboxMail.objects.count() == 2


def test_at_night_the_mail_waits_for_school_where_the_school_wants_that(school: School) -> None:
    somebody(school, Role.DSL)
    sets(school, OUT_OF_HOURS, "morning")
    bring(school=school, sent=a_sent(last=MIDNIGHT), now=MIDNIGHT, mail=True)
    assert tell_waiting(school, MIDNIGHT + timedelta(hours=1)) == 0
    assert OutboxMail.objects.count() == 0
    assert tell_waiting(school, MIDNIGHT + timedelta(hours=10)) == 1
    assert tell_waiting(school, MIDNIGHT + timedelta(hours=10, minutes=20)) == 0
    assert OutboxMail.objects.count() == 1


def test_old_news_that_a_rescan_found_is_never_mailed(school: School) -> None:
    somebody(school, Role.DSL)
    bring(school=school, sent=a_sent(DANGER, told=""), now=MONDAY, mail=False)
    assert tell_waiting(school, MONDAY) == 0
    assert OutboxMail.objects.count() == 0


def test_danger_that_nobody_acknowledges_in_time_is_told_to_the_head_as_well_once(school: School) -> None:
    lead, head = somebody(school, Role.DSL), somebody(school, Role.HEAD)
    bring(school=school, sent=a_sent(), now=MONDAY, mail=True)
    assert tell_of_late(school, MONDAY + timedelta(minutes=29)) == 0
    assert tell_of_late(school, MONDAY + timedelta(minutes=30)) == 1
    assert tell_of_late(school, MONDAY + timedelta(minutes=31)) == 0
    late = OutboxMail.objects.filter(subject__contains="waits").values_list("to", flat=True)
    assert sorted(late) == sorted([lead.email, head.email])


def test_who_is_known_by_user_name_from_before_the_console_is_found(school: School) -> None:
    pupil = a_pupil(school)
    pupil.user.username = "ava.ng"
    pupil.user.save()
    assert an_alert(school, who="ava.ng", person="ava.ng").person == pupil


def test_a_number_of_another_school_is_nobody_here(school: School) -> None:
    elsewhere = a_pupil(a_school("st-brigids"))
    assert an_alert(school, who=f"p{elsewhere.pk}", person=f"p{elsewhere.pk}").person is None
