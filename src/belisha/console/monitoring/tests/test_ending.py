"""An alert ends in one of three ways, once; what is dismissed as a false alarm teaches, and that can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from belisha.activity.days import Period, instant
from belisha.activity.findings import findings
from belisha.activity.findings.files import SIGHTINGS, append, day_folder
from belisha.activity.findings.marks import read_marks, standing
from belisha.activity.findings.tests.made import sighting
from belisha.activity.school_days import SchoolDay
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.monitoring import hooks
from belisha.console.monitoring.alerts.actions import ending
from belisha.console.monitoring.alerts.rules import CAUTION, DANGER
from belisha.console.monitoring.models import Alert, Look
from belisha.console.monitoring.tests.made import an_alert
from belisha.engine.themes import Level
from cast import a_school, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
SYSTEM = By(None, system="tests")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def on_record(tmp_path: Path, settings: SettingsWrapper, school: School) -> str:
    """A finding of the record; its id."""
    settings.HOME = tmp_path
    one = sighting("09:00:00", school=school.code, level=Level.CAUTION)
    append(day_folder(tmp_path, SchoolDay(school.code, instant(one.at).date())) / SIGHTINGS, [one])
    day = instant(one.at).date()
    return findings(tmp_path, [school.code], Period(day, day))[0].id


def test_a_false_alarm_teaches_the_scoring_and_opening_it_again_unlearns_it(
    school: School, on_record: str, tmp_path: Path
) -> None:
    alert = an_alert(school, CAUTION, finding=on_record)
    lead = By(somebody(school, Role.DSL, name="Dee Lead"))
    assert ending.dismiss(by=lead, alert=alert, why="false-alarm", reason="A song") == 1
    (mark,) = standing(read_marks(tmp_path, school.code)).values()
    assert (mark.finding, mark.by, mark.reason) == (on_record, "Dee Lead", "A song")
    assert alert.findings.get().false_alarm
    ending.reopen(by=lead, alert=alert, reason="It was real")
    assert standing(read_marks(tmp_path, school.code)) == {}
    assert (Alert.objects.get().state, alert.findings.get().false_alarm) == (Alert.State.OPEN, False)


def test_what_is_known_already_teaches_nothing(school: School, on_record: str, tmp_path: Path) -> None:
    alert = an_alert(school, CAUTION, finding=on_record)
    assert ending.dismiss(by=SYSTEM, alert=alert, why="known", reason="Is helped") == 0
    assert read_marks(tmp_path, school.code) == []


def test_when_the_mark_cannot_be_kept_the_alert_stays_open(school: School, on_record: str, tmp_path: Path) -> None:
    alert = an_alert(school, CAUTION, finding=on_record)
    (tmp_path / "themes").write_text("in the way")
    with pytest.raises(ValidationError):
        ending.dismiss(by=SYSTEM, alert=alert, why="false-alarm", reason="A song")
    assert Alert.objects.get().state == Alert.State.OPEN


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_ends_without_a_reason(school: School, reason: str) -> None:
    alert = an_alert(school)
    with pytest.raises(ValidationError):
        ending.note(by=SYSTEM, alert=alert, reason=reason)
    with pytest.raises(ValidationError):
        ending.dismiss(by=SYSTEM, alert=alert, why="other", reason=reason)
    with pytest.raises(ValidationError):
        ending.dismiss(by=SYSTEM, alert=alert, why="because", reason="Why not")


def test_what_somebody_dealt_with_is_not_ended_twice(school: School) -> None:
    alert = an_alert(school)
    ending.note(by=SYSTEM, alert=alert, reason="Talked with her")
    with pytest.raises(ValidationError):
        ending.dismiss(by=SYSTEM, alert=alert, why="other", reason="Nothing")
    assert Alert.objects.get().state == Alert.State.NOTED


def test_acknowledging_moves_the_clock_from_minutes_to_days(school: School) -> None:
    with time_machine.travel(datetime(2026, 11, 16, 10, tzinfo=LONDON), tick=False):
        alert = an_alert(school, DANGER)
        assert alert.due_at == datetime(2026, 11, 16, 10, 30, tzinfo=LONDON)
        ending.acknowledge(by=SYSTEM, alert=alert)
        assert Alert.objects.get().due_at == datetime(2026, 11, 17, 10, tzinfo=LONDON)


def test_danger_on_friday_evening_is_due_on_monday_morning(school: School) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 19, tzinfo=LONDON), tick=False):
        assert an_alert(school, DANGER).due_at == datetime(2026, 11, 23, 9, 30, tzinfo=LONDON)


def test_a_concern_is_offered_only_where_something_makes_them(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert, lead = an_alert(school), sign_in(client, somebody(school, Role.DSL))
    page, make = (reverse(name, args=[school.code, alert.pk]) for name in ("alert", "alert-concern"))
    monkeypatch.setattr(hooks, "_BEGINS", [])
    assert make not in lead.get(page).content.decode()
    assert lead.get(make).status_code == 404
    monkeypatch.setattr(hooks, "_BEGINS", [lambda _by, _alert: hooks.MadeConcern("Concern 7", "/concerns/7/")])
    assert make in lead.get(page).content.decode()
    answer = lead.post(make)
    assert answer.headers["Location"] == "/concerns/7/"
    found = Alert.objects.get()
    assert (found.state, found.concern) == (Alert.State.CONCERN, "Concern 7")


def test_a_concern_that_cannot_begin_leaves_the_alert_open(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_by: By, _alert: Alert) -> hooks.MadeConcern:
        raise ValidationError("No")

    monkeypatch.setattr(hooks, "_BEGINS", [fails])
    with pytest.raises(ValidationError):
        ending.make_concern(by=SYSTEM, alert=an_alert(school))
    assert Alert.objects.get().state == Alert.State.OPEN


def test_the_hour_around_opens_for_a_purpose_alone_and_is_on_record(
    school: School, client: Client, tmp_path: Path, settings: SettingsWrapper
) -> None:
    settings.HOME = tmp_path
    alert, user = an_alert(school), somebody(school, Role.DSL)
    lead, page = sign_in(client, user), reverse("alert-hour", args=[school.code, alert.pk])
    assert "What do you look for?" in lead.get(page).content.decode()
    assert "Choose a purpose" in lead.post(page, {"purpose": ""}).content.decode()
    lead.post(page, {"purpose": "Curiosity"})
    assert Look.objects.count() == 0
    assert lead.post(page, {"purpose": "An alert"}).status_code == 302
    assert "It is on record" in lead.get(page).content.decode()
    look = Look.objects.get()
    assert (look.by, look.purpose, look.kind) == (user, "An alert", "finding")
    assert "An alert" in next((tmp_path / "activity" / "lookups").glob("*.jsonl")).read_text()


def test_where_the_look_cannot_be_recorded_nothing_is_shown(
    school: School, client: Client, tmp_path: Path, settings: SettingsWrapper
) -> None:
    settings.HOME = tmp_path
    (tmp_path / "activity").write_text("in the way")
    alert = an_alert(school)
    lead = sign_in(client, somebody(school, Role.DSL))
    answer = lead.post(reverse("alert-hour", args=[school.code, alert.pk]), {"purpose": "An alert"})
    assert "nothing is shown" in answer.content.decode()
    assert Look.objects.count() == 0
