"""What the proof of the filter proves: each duty met, and breached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from belisha.console.access.models import Federation, School, User
from belisha.console.access.roles import Role
from belisha.console.duties.registry import PROOFS, State
from belisha.console.filtering.models import Comparison, FilterCheck, ProbeRun, ProbeState
from belisha.console.filtering.proof.queries.standing import standing_of
from belisha.engine.lists.locked import import_locked, record_upstream
from cast import a_school, somebody

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(tmp_path: Path, settings: SettingsWrapper) -> School:
    settings.HOME = tmp_path
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD)


def stands(duty: str, school: School) -> State:
    standing = PROOFS[duty].ask(school, timezone.now())
    assert standing.link.startswith(f"/schools/{school.code}/filter/")
    assert standing.reason
    return standing.state


def signed(school: School, head: User, days_ago: int, **columns: Any) -> FilterCheck:
    at = timezone.now() - timedelta(days=days_ago)
    return FilterCheck.objects.create(**{"school": school, "by": head, "at": at, "tested": {}, "suits": True} | columns)


def a_run(school: School, **columns: Any) -> ProbeRun:
    now = timezone.now()
    values = {"kind": "full", "why": "clock", "state": "done", "asked_at": now, "started_at": now, "finished_at": now}
    return ProbeRun.objects.create(**{"school": school} | values | columns)


def a_test(run: ProbeRun, outcome: str = "well", **columns: Any) -> ProbeState:
    now = timezone.now()
    values = {"profile": "juniors", "tls": "http", "kind": "page", "wanted": "block", "said": "blocked"}
    return ProbeState.objects.create(
        **{"school": run.school, "run": run, "at": now, "since": now, "outcome": outcome} | values | columns
    )


def the_iwf_list(home: Path) -> None:
    file = home / "iwf.txt"
    file.write_text("one.illegal.test\ntwo.illegal.test\n")
    import_locked(home, "iwf", file, timezone.now())


def test_filtering_effectiveness_checks_is_met_by_a_check_signed_this_half_term(school: School, head: User) -> None:
    signed(school, head, 5)
    assert stands("filtering.effectiveness-checks", school) is State.MET


def test_filtering_effectiveness_checks_is_breached_without_one(school: School, head: User) -> None:
    assert stands("filtering.effectiveness-checks", school) is State.BREACHED
    signed(school, head, 60)
    assert stands("filtering.effectiveness-checks", school) is State.BREACHED


def test_a_check_that_found_the_filter_unsuited_is_a_risk(school: School, head: User) -> None:
    signed(school, head, 1, suits=False, action="Ask for a better list")
    assert stands("filtering.effectiveness-checks", school) is State.AT_RISK


def test_filtering_iwf_list_is_met_by_a_list_of_today_whose_test_address_is_blocked(
    school: School, tmp_path: Path
) -> None:
    the_iwf_list(tmp_path)
    assert stands("filtering.iwf-list", school) is State.NOT_KNOWN
    a_test(a_run(school), kind="locked", category="iwf")
    assert stands("filtering.iwf-list", school) is State.MET


def test_filtering_iwf_list_is_breached_without_a_list_and_when_its_test_address_passes(
    school: School, tmp_path: Path
) -> None:
    assert stands("filtering.iwf-list", school) is State.BREACHED
    the_iwf_list(tmp_path)
    a_test(a_run(school), "passed", kind="locked", category="iwf")
    assert stands("filtering.iwf-list", school) is State.BREACHED


def test_a_suppliers_word_alone_proves_no_iwf_list(school: School, tmp_path: Path) -> None:
    record_upstream(tmp_path, "iwf", "The broadband supplier", timezone.now())
    assert stands("filtering.iwf-list", school) is State.NOT_KNOWN


def everything_stands(school: School, home: Path, head: User) -> ProbeRun:
    the_iwf_list(home)
    file = home / "police.txt"
    file.write_text("three.illegal.test\nfour.illegal.test\n")
    import_locked(home, "police", file, timezone.now())
    run = a_run(school, planned=4, made=4)
    for kind in ("search", "download", "bypass", "open"):
        a_test(run, kind=kind)
    yesterday = timezone.localdate() - timedelta(days=1)
    Comparison.objects.create(school=school, day=yesterday, at=timezone.now(), compared=9)
    signed(school, head, 1)
    return run


def test_filtering_reasonable_precautions_is_met_when_every_layer_stands(
    school: School, tmp_path: Path, head: User
) -> None:
    everything_stands(school, tmp_path, head)
    assert stands("filtering.reasonable-precautions", school) is State.MET


def test_filtering_reasonable_precautions_is_breached_when_one_layer_is_down(
    school: School, tmp_path: Path, head: User
) -> None:
    run = everything_stands(school, tmp_path, head)
    a_test(run, "passed", kind="page", category="games")
    assert stands("filtering.reasonable-precautions", school) is State.BREACHED


def test_tests_that_did_not_happen_prove_nothing(school: School, tmp_path: Path, head: User) -> None:
    run = everything_stands(school, tmp_path, head)
    ProbeRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(hours=30))
    assert stands("filtering.reasonable-precautions", school) is State.NOT_KNOWN
    assert Federation.objects.count() == 1


def test_what_nobody_can_see_inside_encrypted_connections_is_a_risk_and_said(
    school: School, tmp_path: Path, head: User
) -> None:
    run = everything_stands(school, tmp_path, head)
    a_test(run, "unseen", kind="download", profile="staff", tls="https")
    standing = standing_of(school, timezone.now())
    assert standing.state is State.AT_RISK
    assert "read by name only: staff" in standing.reason
    assert stands("filtering.reasonable-precautions", school) is State.AT_RISK
