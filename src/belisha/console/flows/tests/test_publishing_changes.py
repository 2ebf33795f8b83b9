"""A change of the filter reaches the gateway at once, or says that it has not and is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone
from msgspec.structs import replace

from belisha.console.access.acting import By
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.tests.staging import Stage, a_stage, applied, confirmed
from belisha.console.filtering.policy.actions import write
from belisha.console.filtering.policy.queries import settled
from belisha.console.flows import publishing
from belisha.console.flows.publishing import publish, publish_change
from belisha.engine.decide import Blocked, Request, decide
from belisha.engine.policy import dump
from belisha.engine.published import lists_folder, open_in_force, publish_lists, publish_policy
from belisha.engine.snapshot import build
from cast import a_class, a_pupil

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoCaptureOnCommitCallbacks

    from belisha.console.filtering.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(tmp_path: Path, settings: Any) -> Stage:
    """A school whose policy is in force, with a pupil of Year 4 called ben."""
    settings.HOME = tmp_path
    stage = a_stage()
    pupil = a_pupil(stage.school, "Ben Carter", in_class=a_class(stage.school))
    pupil.user.username = "ben"
    pupil.user.save()
    publish_lists(tmp_path, build([], lists_folder(tmp_path)).digest)
    publish(tmp_path, timezone.localdate())
    return stage


def is_blocked(home: Path, at: datetime | None = None, address: str = "https://castles.example/") -> bool:
    now = open_in_force(home)
    return isinstance(decide(Request(address, "ben"), now.rulebook, now.index, at or timezone.now()), Blocked)


def blocking(stage: Stage) -> Change:
    return applied(stage, stage.rule("no", verdict="block"))


def test_what_is_applied_is_in_force_once_the_transaction_is_over(
    stage: Stage, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert not is_blocked(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        change = blocking(stage)
        assert not is_blocked(tmp_path), "the old policy holds until then"
    assert is_blocked(tmp_path)
    change.refresh_from_db()
    assert len(change.published) == 64
    assert change.published_at


def test_putting_a_change_in_force_alone_leads_to_the_same_as_everything_anew(stage: Stage, tmp_path: Path) -> None:
    applied(stage, stage.rule("a"), stage.level("infants"))
    assert publish(tmp_path, timezone.localdate(), changes_alone=True) == "Put in force: a change of the policy."
    alone = dump(open_in_force(tmp_path).rulebook.policy)
    assert publish(tmp_path, timezone.localdate()) == ""
    assert dump(open_in_force(tmp_path).rulebook.policy) == alone


def test_whoever_published_something_else_meanwhile_is_overruled(stage: Stage, tmp_path: Path) -> None:
    publish_policy(tmp_path, settled(stage.school.federation))  # without people, say
    blocking(stage)
    publish_change()
    assert is_blocked(tmp_path)


def test_what_cannot_be_put_in_force_says_why_until_the_minutes_job_has_done_it(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = blocking(stage)
    with monkeypatch.context() as patch:

        def full(*_given: object) -> str:
            message = "No space left on device"
            raise OSError(message)

        patch.setattr(publishing, "publish_policy", full)
        with pytest.raises(OSError, match="No space"):
            publish_change()
    change.refresh_from_db()
    assert (change.published, change.publish_fault) == ("", "No space left on device")
    assert not is_blocked(tmp_path)
    publishing.publish_register(timezone.now())
    change.refresh_from_db()
    assert (bool(change.published), change.publish_fault) == (True, "")
    assert is_blocked(tmp_path)


def test_an_emergency_and_its_undoing_count_at_once(stage: Stage, tmp_path: Path) -> None:
    change = actions.block_at_once(by=By(stage.dsl), place=stage.school, addresses=["castles.example"], reason="No")
    publish_change()
    assert is_blocked(tmp_path)
    confirmed(stage.technician)
    actions.undo(by=By(stage.technician), change=change, reason="It is fine")
    publish_change()
    assert not is_blocked(tmp_path)


@pytest.mark.parametrize(
    "until",
    [
        datetime(2026, 11, 23, 15, 30, tzinfo=UTC),  # half past three in winter
        datetime(2027, 6, 14, 14, 30, tzinfo=UTC),  # and in summer
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),  # the hour that is left out
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # half past one, the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # and the second, an hour later
    ],
)
def test_a_rule_ends_at_its_moment_also_on_nights_when_clocks_change(
    stage: Stage, tmp_path: Path, until: datetime
) -> None:
    with time_machine.travel(until - timedelta(hours=3)):
        rule = stage.rule("until", verdict="block")
        edit = replace(rule, rule=replace(rule.rule, until=until))
        change = actions.put(by=By(stage.technician), place=stage.school, edits=[edit], title="Shut for a while")
        write(by=By(None, system="test"), change=change, edits=change.what, now=timezone.now())
        publish(tmp_path, timezone.localdate())
    assert is_blocked(tmp_path, until - timedelta(microseconds=1))
    assert not is_blocked(tmp_path, until)
