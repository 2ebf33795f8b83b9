"""Pasted lines, ends of rules, times of day, what differs: the pure half of the policy's pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.console.filtering.policy.forms.rows import SLOT_FIELDS, calendar_from, rows_of
from belisha.console.filtering.policy.rules.comparing import compared_profiles, differing
from belisha.console.filtering.policy.rules.ends import instant_of
from belisha.console.filtering.policy.rules.ids import id_from, new_rule_id
from belisha.console.filtering.policy.rules.pasting import MOST_LINES, Standing, covers, read_lines, too_many, weighed
from belisha.console.filtering.policy.rules.reach import beyond
from belisha.console.filtering.policy.rules.resolved import blocked_by, parts_of, slots_of, tls_of
from belisha.console.people.rules.codes import person_code, person_number
from belisha.engine.policy.edits import Holder, HolderKind, HoldProfile, SetProfile
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.model import CalendarRule, Profile, SlotKind
from belisha.engine.policy.reading.texts import read_id
from policies import PROFILES, a_policy

LONDON = ZoneInfo("Europe/London")
POLICY = a_policy("oakfield", "st-brigids")
WORDS = st.sampled_from(["games", "chat", "sport", "news"])


# --- pasted lines ---


@given(st.text(max_size=400))
def test_whatever_is_pasted_each_line_is_taken_or_says_why_not(text: str) -> None:
    for line in read_lines(text, "allow", "A topic"):
        assert bool(line.fault) != bool(line.address and line.reason)


def test_a_line_reads_as_an_address_and_its_reason() -> None:
    (line,) = read_lines("HTTPS://Example.org/Maps/ , for the maps topic, and more", "block", "")
    assert (line.address, line.reason) == ("example.org/Maps/", "for the maps topic, and more")


@pytest.mark.parametrize(
    ("typed", "verdict", "sentence"),
    [
        ("co.uk", "allow", "anybody can have a name below it"),
        ("*.example.org", "block", "has a star in it"),
        ("http://", "block", "is not an address"),
        ("example.org", "block", "needs a reason"),
        (f"example.org, {'x' * 401}", "block", "longer than 400"),
        ("javascript:alert(1), x", "block", "is not an address"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(typed: str, verdict: str, sentence: str) -> None:
    assert sentence in read_lines(typed, verdict, "")[0].fault


def test_the_end_of_all_names_may_be_blocked_but_not_opened() -> None:
    assert read_lines("co.uk", "block", "x")[0].fault == ""


def test_an_address_that_is_there_twice_counts_once() -> None:
    lines = read_lines("example.org\n\nEXAMPLE.org\n", "block", "x")
    assert [line.number for line in lines] == [1, 3]
    assert lines[1].fault == "It is on line 1 already."


def test_too_many_lines_are_refused_before_they_are_read() -> None:
    assert too_many("a\n" * MOST_LINES) == ""
    assert "at most" in too_many("a\n" * (MOST_LINES + 1))


@pytest.mark.parametrize(
    ("wide", "address", "answer"),
    [
        ("example.org", "example.org", True),
        ("example.org", "www.example.org/a", True),
        ("example.org", "badexample.org", False),
        ("example.org/a", "example.org/a/b", True),
        ("example.org/a", "example.org/ab", False),
        ("example.org/a", "example.org", False),
        ("example.org/a?b=1", "example.org/a?b=1", True),
        ("example.org/a?b=1", "example.org/a", False),
        ("example.org/a", "example.org/a?b=1", True),
    ],
)
def test_a_rule_covers_what_lies_at_or_below_its_address(wide: str, address: str, answer: bool) -> None:
    assert covers(wide, address) is answer


def test_lines_say_what_other_rules_mean_for_them() -> None:
    standing = [
        Standing("a", "example.org", "block", "Oakfield", same_holder=False),
        Standing("b", "example.net", "block", "Year 4", same_holder=True),
        Standing("c", "example.com", "allow", "Year 4", same_holder=True),
    ]
    lines = weighed(
        read_lines("www.example.org\nexample.net\nexample.com\nother.example", "block", "x"), "block", standing
    )
    assert "covered already by the rule on example.org for Oakfield" in lines[0].notes[0]
    assert "this very rule already" in lines[1].fault
    assert "contradicts the rule on example.com" in lines[2].notes[0]
    assert lines[3].notes == ()


# --- ends ---


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        (date(2026, 6, 5), time(15, 30), datetime(2026, 6, 5, 14, 30, tzinfo=UTC)),
        (date(2026, 12, 4), time(15, 30), datetime(2026, 12, 4, 15, 30, tzinfo=UTC)),
        (date(2026, 6, 5), None, datetime(2026, 6, 5, 23, 0, tzinfo=UTC)),
        # the night on which clocks go back: the day has 25 hours, and half past one comes twice
        (date(2026, 10, 25), None, datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
        (date(2026, 10, 24), None, datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # the night on which they go forward: half past one never comes
        (date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), None, datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
    ],
)
def test_an_end_is_in_the_schools_time(day: date, clock: time | None, instant: datetime) -> None:
    assert instant_of(day, clock, LONDON) == instant


# --- ids ---


@given(st.text(max_size=80), st.sets(st.sampled_from(["clubs", "clubs-2", "profile"])))
def test_an_id_from_a_name_is_one_that_nothing_else_has(name: str, taken: set[str]) -> None:
    found = id_from(name, taken, "profile")
    assert found not in taken
    assert read_id(found) == found


@given(st.text(max_size=300))
def test_a_rule_has_an_id_that_fits_into_the_record(host: str) -> None:
    made = new_rule_id(host)
    assert read_id(made) == made


@given(st.integers(min_value=1, max_value=10**9))
def test_the_number_of_a_person_comes_back(number: int) -> None:
    assert person_number(person_code(number)) == number


@pytest.mark.parametrize("code", ["", "p", "oak-17", "p1x", "12", "p²"])
def test_another_name_is_nobodys_number(code: str) -> None:
    assert person_number(code) is None


# --- what a profile comes to ---


def test_each_blocked_category_says_who_blocks_it() -> None:
    found = blocked_by("infants", PROFILES)
    assert (found["news"], found["games"], found["pornography"]) == ("infants", "juniors", "everyone")


def test_what_is_unblocked_is_blocked_by_nobody_and_can_be_blocked_again() -> None:
    profiles = {
        **PROFILES,
        "clubs": Profile(name="Clubs", inherits="juniors", unblock=("games",)),
        "late": Profile(name="Late", inherits="clubs", block=("games",)),
    }
    assert "games" not in blocked_by("clubs", profiles)
    assert blocked_by("late", profiles)["games"] == "late"


@given(st.sampled_from(sorted(PROFILES)))
def test_what_is_told_is_what_the_gateway_goes_by(name: str) -> None:
    settled = effective(name, PROFILES)
    assert set(blocked_by(name, PROFILES)) == settled.blocked
    for row in slots_of(name, PROFILES):
        assert row.blocked == tuple(row.category in settled.blocked_in(slot) for slot in SlotKind)


def test_each_setting_says_who_says_it() -> None:
    told = {part.name: (part.value, part.by) for part in parts_of("infants", PROFILES)}
    assert told["YouTube"][1] == "juniors"
    assert told["Sites in no list"] == ("Open, and marked in the record", "infants")
    assert told["Safe search"] == ("On", "everyone")
    assert {part.name: part.by for part in tls_of("staff", PROFILES)} == {
        "By default": "staff",
        "The devices trust the school's certificate": "",
        "Banks": "everyone",
    }


# --- times of day as rows ---

RULES = st.builds(
    CalendarRule,
    when=st.sets(st.sampled_from(list(SlotKind)), min_size=1).map(tuple),
    block=st.sets(WORDS).map(tuple),
    relax=st.sets(WORDS).map(tuple),
)


@given(st.lists(RULES, max_size=4).map(tuple))
def test_a_calendar_as_rows_means_the_same(calendar: tuple[CalendarRule, ...]) -> None:
    before = replace(PROFILES["juniors"], calendar=calendar)
    empty = dict.fromkeys(SLOT_FIELDS.values(), "")
    rows = [{**empty, **row} for row in rows_of(before, "times")]
    after = replace(before, calendar=calendar_from(rows))
    sides = [effective("juniors", {**PROFILES, "juniors": profile}) for profile in (before, after)]
    for slot in SlotKind:
        assert sides[0].blocked_in(slot) == sides[1].blocked_in(slot)


# --- comparing ---


def test_a_profile_does_not_differ_from_itself() -> None:
    assert differing(compared_profiles(("juniors", POLICY), ("juniors", POLICY))) == []


def test_what_differs_between_profiles_is_told_in_words() -> None:
    rows = {
        row.what: (row.left, row.right) for row in differing(compared_profiles(("juniors", POLICY), ("staff", POLICY)))
    }
    assert rows["Games"] == ("Blocked", "Open")
    assert rows["Sport"] == ("Blocked in lessons", "Open")
    assert rows["Encrypted connections"][1] == "Name of the site only"


# --- how far an edit reaches ---


def test_a_profile_that_another_school_has_is_not_one_schools_to_change() -> None:
    shared = SetProfile(id="juniors", profile=PROFILES["juniors"])
    assert "holds for the whole federation" in beyond([shared], POLICY, "oakfield")
    staff = SetProfile(id="staff", profile=PROFILES["staff"])
    assert "in use at St Brigids" in beyond([staff], POLICY, "oakfield")
    assert beyond([shared], a_policy("oakfield"), "oakfield") == ""
    new = SetProfile(id="clubs", profile=Profile(name="Clubs", inherits="juniors"))
    own = HoldProfile(holder=Holder(kind=HolderKind.SCHOOL, school="oakfield"), profile="clubs")
    assert beyond([new, own], POLICY, "oakfield") == ""
