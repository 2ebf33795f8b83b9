"""What the record hands on comes in once, wherever the process that brings it in is killed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from django.utils import timezone

from belisha.activity.days import instant
from belisha.activity.findings.files import SIGHTINGS, append, day_folder
from belisha.activity.findings.spool import Alert as Spooled
from belisha.activity.findings.spool import Links, alert_path
from belisha.activity.findings.tests.made import sighting
from belisha.activity.school_days import SchoolDay
from belisha.console.access.roles import Role
from belisha.console.flows.alerts import bring_danger_in, bring_the_rest_in
from belisha.console.monitoring.alerts import jobs
from belisha.console.monitoring.models import Alert, AlertContext, AlertFinding, AlertInflow
from belisha.console.outbox.models import OutboxMail
from belisha.engine.themes import Level
from cast import a_pupil, a_school, somebody

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


class KilledError(BaseException):
    """Nothing catches it: as if the process were killed."""


@pytest.fixture
def school(tmp_path: Path, settings: SettingsWrapper) -> School:
    settings.HOME = tmp_path
    school = a_school()
    somebody(school, Role.DSL)
    return school


def hand_on(home: Path, school: str, finding: str = "F-AAAAAAAAAA", who: str = "laptop-1") -> Path:
    now = datetime.now(UTC)
    told = Spooled(
        finding=finding,
        level=Level.DANGER,
        theme="hate",
        school=school,
        school_name="Oakfield",
        site="",
        who=who,
        name="Laptop",
        person=who if who.startswith("p") else "",
        group="",
        device="laptop",
        address="10.1.0.7",
        first=now,
        last=now,
        because=("Because.",),
        raised=(),
        weighs=(),
        terms=("words",),
        verdicts=("block",),
        versions=("1",),
        told=now,
        links=Links("", ()),
    )
    path = alert_path(home, finding)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(told))
    return path


def come_in() -> str:
    return bring_danger_in(timezone.now())


def counts() -> tuple[int, int, int]:
    return Alert.objects.count(), AlertFinding.objects.count(), OutboxMail.objects.count()


def test_danger_comes_in_with_its_mail_and_leaves_the_spool(school: School, tmp_path: Path) -> None:
    pupil = a_pupil(school, "Ava Green")
    path = hand_on(tmp_path, school.code, who=f"p{pupil.pk}")
    assert come_in()
    assert (counts(), path.exists()) == ((1, 1, 1), False)
    alert = Alert.objects.get()
    assert (alert.person, alert.words) == (pupil, "words")
    assert come_in() == ""


def test_killed_after_it_was_kept_it_does_not_come_twice(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hand_on(tmp_path, school.code)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", _kill)
        with pytest.raises(KilledError):
            come_in()
    assert path.exists()
    come_in()
    assert (counts(), path.exists()) == ((1, 1, 1), False)


def test_killed_before_it_was_kept_nothing_is_there_and_nothing_is_lost(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hand_on(tmp_path, school.code)
    with monkeypatch.context() as patch:
        patch.setattr("belisha.console.monitoring.alerts.actions.bringing.tell", _kill)
        with pytest.raises(KilledError):
            come_in()
    assert (counts(), path.exists()) == ((0, 0, 0), True)
    come_in()
    assert counts() == (1, 1, 1)


def _kill(*_: object, **__: object) -> None:
    raise KilledError


def test_a_damaged_file_is_put_aside_and_told_of_and_the_others_come_in(school: School, tmp_path: Path) -> None:
    hand_on(tmp_path, school.code, "F-BBBBBBBBBB")
    bad = hand_on(tmp_path, school.code)
    bad.write_bytes(b'{"half')
    come_in()
    assert counts() == (1, 1, 1)
    assert bad.with_suffix(".damaged").exists()
    assert "cannot be read" in AlertInflow.objects.get().trouble


def test_what_names_no_school_of_ours_stays_in_the_spool(school: School, tmp_path: Path) -> None:
    path = hand_on(tmp_path, "elsewhere")
    come_in()
    assert (counts(), path.exists()) == ((0, 0, 0), True)
    assert school


def test_cautions_come_in_from_the_record_without_mail_and_their_hour_is_kept(school: School, tmp_path: Path) -> None:
    now = timezone.now()
    one = sighting(int((now - timedelta(hours=2)).timestamp() * 1000), school=school.code, level=Level.CAUTION)
    append(day_folder(tmp_path, SchoolDay(school.code, instant(one.at).date())) / SIGHTINGS, [one])
    assert bring_the_rest_in(now)
    assert counts() == (1, 1, 0)
    assert (AlertContext.objects.get().whole, AlertInflow.objects.get().trouble) == (True, "")
    assert bring_the_rest_in(now + timedelta(minutes=2)) == "", "each five minutes"
    assert jobs.bring_rest(tmp_path, now + timedelta(minutes=6)) == 0
