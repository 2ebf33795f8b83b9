"""Safeguarding leads hear each Monday how much was found, and never of whom by mail."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from belisha.activity import findings as found_by
from belisha.console.access.roles import Role
from belisha.console.flows.digest import send_digests, week_before
from belisha.console.flows.due import JOBS
from belisha.console.outbox.models import OutboxMail
from belisha.engine.themes import Level
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.activity.days import Period

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], Period]]:
    """What was asked for; three findings each time, one of them of level danger."""
    calls: list[tuple[list[str], Period]] = []

    def findings(_home: object, schools: list[str], period: Period, _zone: object) -> list[SimpleNamespace]:
        calls.append((schools, period))
        return [SimpleNamespace(level=level, person="amy.ng") for level in (Level.DANGER, Level.CAUTION, Level.CAUTION)]

    monkeypatch.setattr(found_by, "findings", findings)
    return calls


def test_lead_and_deputy_get_the_numbers_of_their_own_school_and_no_name(
    asked: list[tuple[list[str], Period]],
) -> None:
    school = a_school()
    dsl, deputy = somebody(school, Role.DSL), somebody(school, Role.DEPUTY_DSL)
    somebody(school, Role.TEACHER)
    assert send_digests(MONDAY) == "2 digests were sent."
    assert {mail.to for mail in OutboxMail.objects.all()} == {dsl.email, deputy.email}
    body = " ".join(OutboxMail.objects.filter(to=dsl.email).get().body.split())
    assert "3 findings; 1 of them was of level danger" in body
    assert "/schools/oakfield/monitoring/digests/" in body
    assert "amy" not in body
    ((schools, period),) = asked
    assert (schools, period.first, period.last) == (["oakfield"], date(2026, 11, 16), date(2026, 11, 22))


def test_a_school_that_nobody_reads_for_is_named(asked: list[tuple[list[str], Period]]) -> None:
    a_school()
    assert send_digests(MONDAY) == "0 digests were sent. Nobody with an e-mail address leads safeguarding at Oakfield."
    assert asked == []


def test_it_is_the_last_whole_week_whatever_the_day() -> None:
    assert week_before(date(2026, 11, 23)) == week_before(date(2026, 11, 25)) == week_before(date(2026, 11, 29))


def test_it_runs_on_monday_mornings() -> None:
    job = JOBS["weekly digest for safeguarding leads"]
    assert (job.every, job.at) == ("week", "monday 07:00")
