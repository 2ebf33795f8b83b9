"""What a change would have done last week: on the record as it is, sites and how many, and nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone
from msgspec.structs import replace

from belisha.activity.ingest import ingest
from belisha.activity.tests.written import Journal, line
from belisha.console.access.acting import By
from belisha.console.filtering.changes.impact import jobs, working
from belisha.console.filtering.changes.impact.jobs import ask_impact
from belisha.console.filtering.changes.impact.queries import impact_of
from belisha.console.filtering.changes.impact.working import difference
from belisha.console.filtering.changes.tests.staging import a_stage, applied, drafted
from belisha.console.filtering.models import Impact
from belisha.engine.lists.entries import Entry
from belisha.engine.policy.edits import AddRule, EndRule, Holder, HolderKind, SetProfile
from belisha.engine.policy.model import CalendarRule, Person, SchoolClass, SiteRule, SlotKind
from belisha.engine.published import lists_folder, open_in_force, publish_lists, publish_policy
from belisha.engine.snapshot import NamedList, build
from policies import a_policy

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoCaptureOnCommitCallbacks
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.filtering.changes.impact.model import Difference
    from belisha.engine.policy.edits import Edit
    from belisha.engine.policy.model import Policy

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)  # a Friday
YEAR_4 = Holder(kind=HolderKind.YEAR, school="oakfield", id="year-4")


def peopled() -> Policy:
    policy = a_policy("oakfield")
    school = policy.schools["oakfield"]
    classes = {f"{year}-ash": SchoolClass(name=f"{year} Ash", year=f"year-{year}") for year in (4, 5)}
    people = tuple(
        Person(id=name, sign_in=name, name=name.title(), class_=f"{year}-ash")
        for name, year in (("amy", 4), ("cal", 4), ("ben", 5))
    )
    return replace(policy, schools={"oakfield": replace(school, classes=classes, people=people)})


def asked(person: str, host: str, path: str = "/", when: str = "2026-11-18 10:00:00", **more: str) -> bytes:
    fields = {"school": "oakfield", "person": person, "host": host, "path": path, "address": "10.9.9.9"}
    return line(when, **fields | more)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A week on record: castles for two of Year 4 and one of Year 5, games that were refused."""
    publish_policy(tmp_path, peopled())
    lists = [NamedList("test/games", "1", ("games",), False, [Entry("arcade.example", "")])]
    publish_lists(tmp_path, build(lists, lists_folder(tmp_path)).digest)
    journal = Journal(tmp_path)
    journal.write(
        *(
            asked(person, "www.castles.example", f"/{number}")
            for person in ("amy", "cal", "ben")
            for number in range(3)
        ),
        asked("amy", "www.castles.example", "/dungeon/1"),
        *(asked("amy", "arcade.example", verdict="block", category="games") for _ in range(2)),
        asked("amy", "arcade.example", when="2026-11-18 12:30:00", verdict="block", category="games"),
        asked("amy", "www.castles.example", when="2026-11-10 10:00:00"),
    )
    return tmp_path


def rule(code: str, address: str, verdict: str = "block") -> AddRule:
    until = NOW + timedelta(days=30) if verdict == "allow" else None
    made = SiteRule(id=code, address=address, verdict=verdict, until=until, reason="Why", owner="Jo")  # type: ignore[arg-type]
    return AddRule(holder=YEAR_4, rule=made)


def found(home: Path, *edits: Edit) -> Difference:
    return difference(home, open_in_force(home), edits, ["oakfield"], NOW)


def counts(side: Any) -> tuple[int, int, int]:
    return side.requests, side.people, side.sites


def test_a_site_that_would_be_closed_is_counted_for_the_week_and_the_group_alone(home: Path) -> None:
    came_of_it = found(home, rule("no", "castles.example"))
    assert (came_of_it.first, came_of_it.last, came_of_it.read) == ("2026-11-14", "2026-11-20", 13)
    assert counts(came_of_it.closed) == (7, 2, 1)
    assert counts(came_of_it.opened) == (0, 0, 0)
    assert came_of_it.closed.top[0].domain == "castles.example"
    assert [group.name for group in came_of_it.closed.groups] == ["Year 4, Oakfield"]


def test_what_is_in_the_journal_still_and_what_is_in_parquet_count_the_same(home: Path) -> None:
    before = found(home, rule("no", "castles.example"))
    Journal(home, "gw2")
    ingest(home)
    assert found(home, rule("no", "castles.example")) == before


def test_a_page_that_would_be_closed_leaves_the_rest_of_its_site(home: Path) -> None:
    assert counts(found(home, rule("no", "castles.example/dungeon")).closed) == (1, 1, 1)


def test_what_would_be_opened_is_counted_apart(home: Path) -> None:
    came_of_it = found(home, rule("yes", "arcade.example", "allow"), rule("no", "castles.example"))
    assert (counts(came_of_it.opened), counts(came_of_it.closed)) == ((3, 1, 1), (7, 2, 1))


def test_a_rule_that_would_end_is_found_by_its_site(home: Path) -> None:
    policy = peopled()
    school = policy.schools["oakfield"]
    years = {**school.years, "year-4": replace(school.years["year-4"], rules=(rule("r", "castles.example").rule,))}
    publish_policy(home, replace(policy, schools={"oakfield": replace(school, years=years)}))
    assert counts(found(home, EndRule(id="r")).opened) == (7, 2, 1)


def test_a_level_that_would_change_by_the_time_of_day_counts_that_time_alone(home: Path) -> None:
    profile = peopled().profiles["juniors"]
    lunch = replace(profile, calendar=(CalendarRule(when=(SlotKind.BREAK,), relax=("games",)),))
    assert counts(found(home, SetProfile(id="juniors", profile=lunch)).opened) == (1, 1, 1)


def test_what_comes_of_it_names_nobody(home: Path) -> None:
    text = msgspec.json.encode(found(home, rule("no", "castles.example"))).decode().lower()
    assert not any(name in text for name in ("amy", "cal", "ben"))


def test_without_a_record_nothing_is_claimed(tmp_path: Path) -> None:
    publish_policy(tmp_path, peopled())
    publish_lists(tmp_path, build([], lists_folder(tmp_path)).digest)
    assert found(tmp_path, rule("no", "castles.example")).first == ""


@pytest.mark.django_db
def test_it_is_worked_out_once_for_the_same_edits_and_policy(
    home: Path, settings: SettingsWrapper, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.HOME = home
    stage = a_stage()
    change = drafted(stage, rule("no", "castles.example"))
    assert impact_of(change).state == ""
    with django_capture_on_commit_callbacks(execute=True):
        ask_impact(by=By(stage.lead), change=change, at=stage.school)
    assert impact_of(change).state == "done"
    with django_capture_on_commit_callbacks() as called:
        ask_impact(by=By(stage.lead), change=change, at=stage.school)
    assert called == []
    drafted(stage, rule("more", "moats.example"))
    change.refresh_from_db()
    assert impact_of(change).stale


@pytest.mark.django_db
def test_a_large_week_is_left_to_the_worker(
    home: Path,
    settings: SettingsWrapper,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.HOME = home
    monkeypatch.setattr(jobs, "requests_on_record", lambda *_given: jobs.QUICK + 1)
    stage = a_stage()
    change = drafted(stage, rule("no", "castles.example"))
    with django_capture_on_commit_callbacks(execute=True):
        ask_impact(by=By(stage.lead), change=change, at=stage.school)
    assert impact_of(change).state == "working"
    jobs.work_out.func(change.impacts.get().pk)
    assert impact_of(change).state == "done"


@pytest.mark.django_db
def test_why_it_could_not_be_worked_out_is_said(
    tmp_path: Path, settings: SettingsWrapper, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.HOME = tmp_path
    stage = a_stage()
    change = drafted(stage)
    with django_capture_on_commit_callbacks(execute=True):
        ask_impact(by=By(stage.lead), change=change, at=stage.school)
    shown = impact_of(change)
    assert (shown.state, shown.fault[:12]) == ("failed", "No policy pu")
    with pytest.raises(ValidationError, match="It is in force"):
        ask_impact(by=By(stage.lead), change=applied(stage, stage.rule("b", "moats.example")), at=stage.school)


def test_where_a_week_is_too_much_its_last_days_are_gone_through_and_that_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(home, rule("no", "castles.example"))
    assert whole.shortened == 0
    monkeypatch.setattr(working, "MOST_REQUESTS", whole.read - 1)
    came_of_it = found(home, rule("no", "castles.example"))
    assert (came_of_it.first, came_of_it.last, came_of_it.shortened) == ("2026-11-18", "2026-11-20", 3)


@pytest.mark.django_db
def test_what_never_came_to_its_end_can_be_begun_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Impact] = []
    monkeypatch.setattr(jobs, "_begin", begun.append)
    change = drafted(stage := a_stage())
    by = By(stage.technician)
    with TestCase.captureOnCommitCallbacks(execute=True):
        ask_impact(by=by, change=change, at=stage.school)
        ask_impact(by=by, change=change, at=stage.school)
    assert len(begun) == 1
    assert impact_of(change).state == "working"
    Impact.objects.update(asked_at=timezone.now() - timedelta(minutes=16))
    assert impact_of(change).state == "stuck"
    with TestCase.captureOnCommitCallbacks(execute=True):
        ask_impact(by=by, change=change, at=stage.school)
    assert len(begun) == 2
    assert impact_of(change).state == "working"
