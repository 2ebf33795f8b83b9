"""The record, the policy and signs of life become gaps; what changes is handed on once."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from belisha.activity.coverage import judging
from belisha.activity.coverage.facts import NoPolicyError
from belisha.activity.coverage.heartbeat import Services, beat, heartbeats, write_services
from belisha.activity.coverage.judging import coverage, record
from belisha.activity.coverage.model import Change, Kind
from belisha.activity.coverage.tests.cast import publish
from belisha.activity.ingest import ingest
from belisha.activity.manifest import gateway_place
from belisha.activity.tests.test_ingest import KilledError
from belisha.activity.tests.written import Journal, at, line

FRIDAY = at("2026-11-20 16:30:00")
MONDAY = at("2026-11-23 16:30:00")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Amy at her laptop; a stranger; somebody at elm. Ben and lap-2 are never seen."""
    journal = Journal(tmp_path / "home")
    publish(journal.home, **{"lap-2": "10.1.0.8"})
    journal.write(
        line("2026-11-13 09:00:00", device="lap-2", address="10.1.0.8"),
        line("2026-11-20 09:00:00", device="lap-1"),
        line("2026-11-20 09:00:01", address="10.1.0.99", person="", how_known="unknown"),
        line("2026-11-20 09:00:02", address="10.2.0.5", school="elm"),
        line("2026-11-20 09:00:03", address="10.1.0.98", who_and_why="-", status="407"),
    )
    write_services(journal.home, Services("gw", {"squid": True, "recorder": True}))
    beat(journal.home, FRIDAY)
    ingest(journal.home)
    return journal


def found(journal: Journal, now: datetime = FRIDAY, **options: object) -> list[tuple[Kind, str, str]]:
    gaps = coverage(journal.home, now, **options).gaps  # type: ignore[arg-type]
    return sorted((gap.kind, gap.school, gap.subject) for gap in gaps if not gap.kind.startswith("gateway"))


USUAL = [
    (Kind.DEVICE_SILENT, "oak", "lap-2"),
    (Kind.DEVICE_UNREGISTERED, "elm", "all"),
    (Kind.DEVICE_UNREGISTERED, "oak", "rooms"),
    (Kind.NOBODY_KNOWN, "oak", "rooms"),
    (Kind.PERSON_NEVER_SEEN, "oak", "class-5"),
]


def test_a_day_is_judged_by_all_that_is_on_record_and_in_the_policy(journal: Journal) -> None:
    assert found(journal) == USUAL
    silent = next(gap for gap in coverage(journal.home, FRIDAY).gaps if gap.kind is Kind.DEVICE_SILENT)
    assert "last heard of on Friday 13 November 2026" in silent.reason


def test_one_school_or_another_day_can_be_asked_for(journal: Journal) -> None:
    assert found(journal, schools=["elm"]) == [(Kind.DEVICE_UNREGISTERED, "elm", "all")]
    assert found(journal, schools=["oak"], day=date(2026, 11, 21)) == []
    assert (Kind.SCHOOL_SILENT, "oak", "oak") in found(journal, day=date(2026, 11, 19))


def test_whose_network_it_was_counts_not_whose_pupil_it_was(journal: Journal) -> None:
    journal.write(line("2026-11-20 10:00:00", address="10.2.0.6", person="ben"))
    (gap,) = coverage(journal.home, FRIDAY, ["elm"]).gaps
    assert (gap.school, gap.count) == ("elm", 2)


def test_addresses_of_no_school_are_told_apart(journal: Journal) -> None:
    journal.write(line("2026-11-20 10:00:00", address="192.0.2.7", who_and_why="-", status="200"))
    assert [one for one in found(journal) if not one[1]] == [
        (Kind.DEVICE_UNREGISTERED, "", "192.0.2.0/24"),
        (Kind.NOBODY_KNOWN, "", "192.0.2.0/24"),
    ]


def test_gateways_are_judged_by_their_sign_of_life(journal: Journal) -> None:
    def gateways(now: datetime) -> list[tuple[Kind, str]]:
        gaps = coverage(journal.home, now).gaps
        return [(gap.kind, gap.subject) for gap in gaps if gap.kind.startswith("gateway")]

    assert (Kind.GATEWAY_LISTS, "gw") in gateways(FRIDAY)
    assert gateways(FRIDAY + timedelta(minutes=20)) == [(Kind.GATEWAY_SILENT, "gw")]
    assert gateways(FRIDAY + timedelta(days=70)) == []


def test_a_sign_of_life_says_what_a_gateway_goes_by(journal: Journal) -> None:
    (told,) = heartbeats(journal.home).values()
    assert (told.gateway, told.at, told.services) == ("gw", FRIDAY, {"squid": True, "recorder": True})
    assert len(told.policy) == 64
    assert told.lists_at is None


def test_without_a_supervisor_there_is_no_sign_of_life(tmp_path: Path) -> None:
    assert beat(tmp_path, FRIDAY) is None
    assert heartbeats(tmp_path) == {}


def test_another_machines_gateway_is_seen_in_the_same_record(journal: Journal) -> None:
    (told,) = heartbeats(journal.home).values()
    other = msgspec.structs.replace(told, gateway="elm-gw", at=FRIDAY - timedelta(hours=2))
    gateway_place(journal.home, "elm-gw").write("heartbeat.json", msgspec.json.encode(other))
    gaps = coverage(journal.home, FRIDAY).gaps
    assert [gap.subject for gap in gaps if gap.kind is Kind.GATEWAY_SILENT] == ["elm-gw"]


def test_requests_that_met_the_page_of_trouble_are_told(journal: Journal) -> None:
    journal.write(line("2026-11-20 10:00:00", device="lap-1", marks="trouble"))
    gaps = coverage(journal.home, FRIDAY).gaps
    assert [gap.subject for gap in gaps if gap.kind is Kind.GATEWAY_TROUBLE] == ["gw"]


def test_without_a_policy_nothing_can_be_missed(tmp_path: Path) -> None:
    with pytest.raises(NoPolicyError, match="belisha policy publish"):
        coverage(tmp_path, FRIDAY)


def handed_on(journal: Journal) -> list[Change]:
    paths = sorted((journal.home / "spool" / "coverage").glob("*.json"))
    return [msgspec.json.decode(path.read_bytes(), type=Change) for path in paths]


def test_a_school_day_is_put_on_record_once_when_it_is_over(journal: Journal) -> None:
    noted = record(journal.home, FRIDAY)
    assert noted is not None
    assert {(one.change, one.day) for one in noted} == {("appeared", FRIDAY.date())}
    assert len(handed_on(journal)) == len(noted) == len({one.id for one in noted})
    assert record(journal.home, FRIDAY + timedelta(hours=1)) is None
    assert record(journal.home, at("2026-11-22 12:00:00")) is None
    assert len(handed_on(journal)) == len(noted)


def fresh(tmp_path: Path) -> Journal:
    """Belisha as it was set up on Sunday."""
    journal = Journal(tmp_path / "fresh")
    publish(journal.home)
    return journal


def of_schools(changes: list[Change] | None) -> set[tuple[Kind, str]]:
    return {(one.gap.kind, one.gap.school) for one in changes or () if one.gap.school}


def test_a_day_before_belisha_was_running_is_not_judged(tmp_path: Path) -> None:
    journal = fresh(tmp_path)
    sunday = at("2026-11-22 12:00:00")
    assert found(journal, sunday) == []
    assert of_schools(record(journal.home, sunday)) == set()
    assert found(journal, sunday) == []


def test_a_school_that_is_never_heard_of_is_missed_from_the_first_whole_day_on(tmp_path: Path) -> None:
    journal = fresh(tmp_path)
    record(journal.home, at("2026-11-23 10:00:00"))
    assert of_schools(record(journal.home, MONDAY)) == set()
    tuesday = at("2026-11-24 16:30:00")
    assert of_schools(record(journal.home, tuesday)) == {(Kind.SCHOOL_SILENT, "oak"), (Kind.SCHOOL_SILENT, "elm")}


def test_on_the_day_it_was_set_up_nothing_on_the_register_is_missed(tmp_path: Path) -> None:
    journal = fresh(tmp_path)
    record(journal.home, at("2026-11-23 08:00:00"))
    journal.write(line("2026-11-23 09:00:00", address="10.1.0.50"))
    assert of_schools(record(journal.home, MONDAY)) == {(Kind.DEVICE_UNREGISTERED, "oak")}
    journal.write(line("2026-11-24 09:00:00", address="10.1.0.50"))
    assert (Kind.DEVICE_SILENT, "oak") in of_schools(record(journal.home, at("2026-11-24 16:30:00")))


def test_what_ends_is_handed_on_and_what_lasts_is_not_again(journal: Journal) -> None:
    record(journal.home, FRIDAY)
    journal.write(
        line("2026-11-23 09:00:00", device="lap-2", address="10.1.0.8", person="ben"),
        line("2026-11-23 09:00:01", address="10.2.0.5", school="elm"),
    )
    beat(journal.home, MONDAY)
    noted = record(journal.home, MONDAY)
    assert noted is not None
    assert sorted((one.change, one.gap.kind, one.gap.subject) for one in noted if one.gap.school) == [
        ("appeared", Kind.DEVICE_SILENT, "lap-1"),
        ("ended", Kind.DEVICE_SILENT, "lap-2"),
        ("ended", Kind.DEVICE_UNREGISTERED, "rooms"),
        ("ended", Kind.NOBODY_KNOWN, "rooms"),
        ("ended", Kind.PERSON_NEVER_SEEN, "class-5"),
    ]


def test_a_device_is_not_missed_on_the_day_it_came_onto_the_register(journal: Journal) -> None:
    record(journal.home, FRIDAY)
    publish(journal.home, **{"lap-2": "10.1.0.8", "lap-3": "10.1.0.9"})
    later = at("2026-11-24 16:30:00")
    record(journal.home, MONDAY)
    assert (Kind.DEVICE_SILENT, "oak", "lap-3") not in found(journal, MONDAY)
    journal.write(line("2026-11-24 09:00:00", device="lap-1"))
    assert (Kind.DEVICE_SILENT, "oak", "lap-3") in found(journal, later)


def test_killed_between_handing_on_and_remembering_it_hands_on_the_same(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*_: object) -> None:
        raise KilledError

    record(journal.home, at("2026-11-20 09:00:00"))
    with monkeypatch.context() as patch:
        patch.setattr(judging, "_write", dying)
        with pytest.raises(KilledError):
            record(journal.home, FRIDAY)
    spool = journal.home / "spool" / "coverage"
    before = sorted(spool.iterdir())
    record(journal.home, FRIDAY + timedelta(minutes=1))
    assert sorted(spool.iterdir()) == before != []


def test_a_damaged_memory_does_not_silence_the_alarm(journal: Journal) -> None:
    record(journal.home, FRIDAY)
    (journal.home / "activity" / "coverage" / "state.json").write_bytes(b"{")
    assert record(journal.home, FRIDAY) is not None


def test_moments_in_utc_are_the_same_moments(journal: Journal) -> None:
    assert coverage(journal.home, FRIDAY.astimezone(UTC)).gaps == coverage(journal.home, FRIDAY).gaps
