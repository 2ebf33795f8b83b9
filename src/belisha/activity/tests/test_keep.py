"""What retention.yaml says is what is kept."""

from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.keep import Hold, Keep, Kind, RetentionError, read_keep

TODAY = date(2026, 11, 20)


def test_without_settings_a_year_is_kept(tmp_path: Path) -> None:
    keep = read_keep(tmp_path)
    assert keep == Keep(keep_days=365)
    assert keep.oldest("oak", TODAY) == date(2025, 11, 20)
    assert {kind: keep.days(kind, "oak") for kind in Kind} == {
        Kind.EVENTS: 365,
        Kind.FINDINGS: 365,
        Kind.FROZEN: None,
        Kind.REPORTS: 365,
        Kind.LOOKUPS: 365,
        Kind.SPOOL: 365,
        Kind.REJECTS: 30,
    }


def test_a_schools_own_number_goes_before_a_kinds(tmp_path: Path) -> None:
    (tmp_path / "retention.yaml").write_text(
        "keep_days: 180\nkinds: {lookups: 730, frozen: 900}\nschools: {elm: 90, ash: {events: 60, frozen: 400}}\n"
    )
    keep = read_keep(tmp_path)
    assert [keep.days(Kind.EVENTS, school) for school in ("oak", "elm", "ash")] == [180, 90, 60]
    assert [keep.days(Kind.LOOKUPS, school) for school in ("oak", "elm", "ash")] == [730, 90, 730]
    assert [keep.days(Kind.FROZEN, school) for school in ("oak", "elm", "ash")] == [900, 900, 400]
    assert keep.days(Kind.REJECTS, "") == 30


def test_rejected_lines_are_never_kept_longer_than_any_schools_events() -> None:
    assert Keep(schools={"elm": {Kind.EVENTS: 7}}).days(Kind.REJECTS, "") == 7


@pytest.mark.parametrize(
    ("school", "day", "today", "covered"),
    [
        ("oak", date(2026, 3, 1), TODAY, True),
        ("oak", date(2026, 3, 31), TODAY, True),
        ("oak", date(2026, 4, 1), TODAY, False),
        ("elm", date(2026, 3, 1), TODAY, False),
        ("", date(2026, 3, 1), TODAY, True),
        ("oak", date(2026, 3, 1), date(2027, 2, 1), False),
    ],
)
def test_a_hold_is_for_days_of_a_school_until_it_ends(
    tmp_path: Path, school: str, day: date, today: date, covered: bool
) -> None:
    span = "first: 2026-03-01, last: 2026-03-31, until: 2027-01-31"
    (tmp_path / "retention.yaml").write_text(f"holds: [{{school: oak, {span}, reason: request 7, by: office}}]\n")
    (hold,) = read_keep(tmp_path).holds
    assert isinstance(hold, Hold)
    assert hold.covers(school, day, today) is covered


@pytest.mark.parametrize(
    "text",
    [
        "keep_days: 0",
        "schools: {elm: -1}",
        "schools: {elm: {reports: 0}}",
        "kinds: {event: 9}",
        "keep_day: 5",
        "keep_days: many",
        "holds: [{school: oak, reason: for ever}]",
        "[",
        "- 1",
    ],
)
def test_settings_that_cannot_be_used_delete_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "retention.yaml").write_text(text)
    with pytest.raises(RetentionError, match="nothing is deleted"):
        read_keep(tmp_path)


NUMBERS = st.integers(1, 400)
KEEPS = st.builds(
    Keep,
    keep_days=NUMBERS,
    kinds=st.dictionaries(st.sampled_from(Kind), NUMBERS),
    schools=st.dictionaries(
        st.sampled_from(["oak", "elm"]), NUMBERS | st.dictionaries(st.sampled_from(Kind), NUMBERS), max_size=2
    ),
)


@given(KEEPS, st.sampled_from(Kind), st.sampled_from(["oak", "elm", ""]), st.integers(0, 500))
def test_what_is_older_than_something_that_goes_goes_too_and_today_never(
    keep: Keep, kind: Kind, school: str, age: int
) -> None:
    day = TODAY - timedelta(days=age)
    if keep.expired(kind, school, day, TODAY):
        assert age > 1
        assert keep.expired(kind, school, day - timedelta(days=1), TODAY)
        held = Hold(school=school, until=TODAY, reason="request")
        assert not msgspec.structs.replace(keep, holds=(held,)).expired(kind, school, day, TODAY)
