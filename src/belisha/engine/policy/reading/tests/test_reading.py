"""policy.yaml: what is read, and every fault with its line."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.policy import Fault, Policy, PolicyError
from belisha.engine.policy.model import SlotKind, Tls
from belisha.engine.policy.reading import read_policy

GOOD = """\
version: 1
federation:
  name: The Federation
  profile: juniors
  unknown: juniors
profiles:
  juniors:
    name: Juniors
    page: juniors
    block: [games]
    unlisted: allow
    safe_search: yes
    youtube: off
    blocked_file_kinds: [programs]
    quic: block
    tls: {default: inspect, alone: [banking]}
    calendar:
      - {when: [lesson], block: [sport]}
schools:
  oakfield:
    name: Oakfield
    calendar:
      terms: [{name: Autumn, first: 2026-09-01, last: 2026-12-18}]
      lessons: [{name: First, from: 9:00, to: 10:30}]
    years:
      year-4: {name: Year 4}
    classes:
      4e1: {name: Class 4, year: year-4}
    rooms:
      suite: {name: the suite}
    devices:
      laptop: {name: laptop, mac: 02:00:5E:00:00:01, room: suite}
    networks:
      all: {range: 10.0.0.0/8}
    people:
      - {id: p1, sign_in: Amir.Stone, name: Amir Stone, class: 4e1}
    rules:
      - id: r1
        address: https://WWW.Example.org:443/a/../b%63/
        verdict: allow
        reason: For a lesson.
        owner: Jo
        until: 2026-10-16
"""
WORDS = ({"games", "sport", "banking", "chat"}, {"programs"})


def faults(text: str) -> list[Fault]:
    with pytest.raises(PolicyError) as caught:
        read_policy(text, *WORDS)
    return list(caught.value.faults)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_policy_is_read() -> None:
    policy = read_policy(GOOD, *WORDS)
    school, profile = policy.schools["oakfield"], policy.profiles["juniors"]
    assert (profile.safe_search, profile.youtube, profile.page) == (True, "off", "juniors")
    assert profile.tls is not None
    assert profile.tls.default is Tls.INSPECT
    assert profile.calendar is not None
    assert profile.calendar[0].when == (SlotKind.LESSON,)
    assert school.people[0].class_ == "4e1"
    assert school.people[0].sign_in == "amir.stone"
    assert school.devices["laptop"].mac == "02:00:5e:00:00:01"


def test_a_time_is_a_time_and_not_a_number_of_minutes() -> None:
    lesson = read_policy(GOOD).schools["oakfield"].calendar.lessons[0]
    assert (lesson.from_, lesson.to) == (time(9), time(10, 30))


def test_a_rule_is_kept_with_its_address_as_a_browser_reads_it() -> None:
    assert read_policy(GOOD).schools["oakfield"].rules[0].address == "www.example.org/bc/"


def test_a_rule_until_a_day_lasts_to_the_end_of_it_at_the_school() -> None:
    until = read_policy(GOOD).schools["oakfield"].rules[0].until
    assert until == datetime(2026, 10, 16, 23, 0, tzinfo=UTC)  # British Summer Time


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        ("2026-10-24", "2026-10-24T23:00+00:00"),
        ("2026-10-25", "2026-10-26T00:00+00:00"),
        ("2026-12-31", "2027-01-01T00:00+00:00"),
    ],
)
def test_the_end_of_a_day_follows_the_clock_change(day: str, instant: str) -> None:
    until = read_policy(changed("2026-10-16", day)).schools["oakfield"].rules[0].until
    assert until == datetime.fromisoformat(instant)


def test_the_end_of_a_day_is_in_the_zone_of_the_federation() -> None:
    text = changed("  unknown: juniors\n", "  unknown: juniors\n  time_zone: Asia/Tokyo\n")
    assert read_policy(text).schools["oakfield"].rules[0].until == datetime(2026, 10, 16, 15, 0, tzinfo=UTC)


def test_a_rule_may_end_at_a_moment() -> None:
    until = read_policy(changed("2026-10-16", "2026-10-16 15:30+01:00")).schools["oakfield"].rules[0].until
    assert until == datetime(2026, 10, 16, 14, 30, tzinfo=UTC)


def test_any_word_will_do_where_the_known_ones_are_not_given() -> None:
    assert isinstance(read_policy(changed("[games]", "[no-such-category]")), Policy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    safe_search: yes", "    safe_serch: yes", "did you mean “safe_search”"),
        ("block: [games]", "block: [gamse]", "did you mean “games”"),
        ("[programs]", "[progams]", "did you mean “programs”"),
        ("block: [games]", "block: games", "must be a list"),
        ("block: [games]", "block: {games: 1}", "must be a list"),
        ("safe_search: yes", "safe_search: perhaps", "true or false"),
        ("unlisted: allow", "unlisted: sometimes", "must be one of allow, block, mark"),
        ("version: 1", "version: 2", "must be one of 1"),
        ("when: [lesson]", "when: [leson]", "must be one of lesson, break, after-school, holiday"),
        ("first: 2026-09-01", "first: 1 September", "is not a day"),
        ("from: 9:00", "from: 25:61", "is not a time"),
        ("from: 9:00", "from: nine", "is not a time"),
        ("until: 2026-10-16", "until: Friday", "is neither a day"),
        ("until: 2026-10-16", "until: 2026-10-16T15:30", "has no time zone"),
        ("until: 2026-10-16", "until: 2026-13-40", "is neither a day"),
        ("range: 10.0.0.0/8", "range: 10.0.0.0/99", "is not a range"),
        ("range: 10.0.0.0/8", "range: 10.1.2.3/8", "do you mean 10.0.0.0/8"),
        ("mac: 02:00:5E:00:00:01", "mac: 02:00:5E:00:00", "is not a hardware address"),
        ("mac: 02:00:5E:00:00:01", "address: 10.0.0.300", "is not an address"),
        ("sign_in: Amir.Stone", "sign_in: amir:stone", "cannot be a sign-in name"),
        ("id: p1", "id: P 1", "cannot be an id"),
        ("address: https://WWW.Example.org:443/a/../b%63/", "address: http://exa mple.org", "is not an address"),
        ("address: https://WWW.Example.org:443/a/../b%63/", "address: '*.example.org'", "star"),
        ("  unknown: juniors", "  unknown: junior", "did you mean “juniors”"),
        ("    page: juniors", "    inherits: nobody", "there is no profile “nobody”"),
        ("    page: juniors", "    inherits: juniors", "inherits from itself"),
        ("block: [games]", "unblock: [chat]\n    block: [chat]", "both blocked and unblocked"),
        ("{when: [lesson], block: [sport]}", "{when: [lesson]}", "says nothing"),
        ("{default: inspect, alone: [banking]}", "{inspect: [banking], alone: [banking]}", "more than once"),
        ("year: year-4", "year: year-5", "did you mean “year-4”"),
        ("class: 4e1", "class: 4e2", "there is no class “4e2”"),
        ("class: 4e1", "groups: [choir]", "there is no group “choir”"),
        ("class: 4e1", "class: 4e1, groups: [4e1]", "one only"),
        ("room: suite", "room: suit", "there is no room “suit”"),
        ("room: suite", "person: p1, room: suite", "one person, one room or one group"),
        ("room: suite", "name: x", "is there twice"),
        ("mac: 02:00:5E:00:00:01, room", "room", "needs an “address” or a “mac”"),
        ("{range: 10.0.0.0/8}", "{range: 10.0.0.0/8, site: main}", "there is no site “main”"),
        ("{range: 10.0.0.0/8}", "{range: 10.0.0.0/8, room: suite, group: year-4}", "not to both"),
        ("        reason: For a lesson.\n", "", "a rule needs a “reason”"),
        ("        owner: Jo\n", "", "a rule needs an “owner”"),
        ("        until: 2026-10-16\n", "", "needs an end"),
        ("address: https://WWW.Example.org:443/a/../b%63/", "address: co.uk", "is no site"),
        ("        owner: Jo\n", "        owner: Jo\n        locked: true\n", "only a rule of the federation"),
        ("last: 2026-12-18", "last: 2026-08-18", "ends before it begins"),
        ("to: 10:30", "to: 08:30", "ends before it begins"),
        ("terms: [{name: Autumn, first: 2026-09-01, last: 2026-12-18}]", "terms: []", "must be a calendar with terms"),
        ("    page: juniors\n", "", "must say “page”"),
        ("    name: Juniors\n", "    name: ''\n", "is empty"),
        ("    name: Juniors\n", "    name:\n", "is empty"),
        ("    name: Juniors\n", "    name: [J]\n", "must be one value"),
        ("  juniors:\n", "  Juniors Two:\n", "cannot be an id"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is(old: str, new: str, message: str) -> None:
    text = changed(old, new)
    found = [fault for fault in faults(text) if message in fault.message]
    assert found, faults(text)
    near = line_of(GOOD, old)
    assert any(near - 6 <= fault.line <= near + 3 for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("    safe_search: yes", "    safe_serch: yes", "profiles.juniors.safe_serch"),
        ("class: 4e1}", "class: 4e2}", "schools.oakfield.people[0].class"),
        ("until: 2026-10-16", "until: Friday", "schools.oakfield.rules[0].until"),
        ("block: [games]", "block: [games, gamse]", "profiles.juniors.block[1]"),
    ],
)
def test_a_fault_says_its_place_and_its_very_line(old: str, new: str, where: str) -> None:
    text = changed(old, new)
    fault = next(fault for fault in faults(text) if fault.where == where)
    assert fault.line == line_of(text, new)


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        GOOD.replace("safe_search: yes", "safe_search: 7")
        .replace("class: 4e1", "class: 9z")
        .replace("[sport]", "[spor]")
    )
    found = faults(text)
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)
    assert {fault.where for fault in found} >= {
        "profiles.juniors.safe_search",
        "profiles.juniors.calendar[0].block[0]",
        "schools.oakfield.people[0].class",
    }


PERSON = "      - {id: p1, sign_in: Amir.Stone, name: Amir Stone, class: 4e1}\n"


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("{id: p2, sign_in: AMIR.stone, name: Other}", "“amir.stone” is also the sign-in name on line"),
        ("{id: p1, sign_in: other, name: Other}", "“p1” is also the id on line"),
    ],
)
def test_nobody_is_two_people(second: str, message: str) -> None:
    first = line_of(GOOD, PERSON)
    [fault] = faults(changed(PERSON, f"{PERSON}      - {second}\n"))
    assert (fault.line, fault.message) == (first + 1, f"{message} {first}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "      all: {range: 10.0.0.0/8}\n",
            "      all: {range: 10.0.0.0/8}\n      too: {range: 10.0.0.0/8}\n",
            "also on line",
        ),
        ("terms: [{", "terms: [{name: Early, first: 2026-08-01, last: 2026-09-01}, {", "overlaps"),
        ("lessons: [{", "lessons: [{name: Early, from: 8:00, to: 9:01}, {", "overlaps"),
        ("    rooms:\n", "    groups:\n      4e1: {name: A}\n    rooms:\n", "more than one level"),
    ],
)
def test_what_may_be_there_once_is_not_there_twice(old: str, new: str, message: str) -> None:
    assert any(message in fault.message for fault in faults(changed(old, new)))


def test_ranges_that_lie_in_each_other_are_no_fault() -> None:
    inner = "      all: {range: 10.0.0.0/8}\n      inner: {range: 10.1.0.0/16}\n"
    assert read_policy(changed("      all: {range: 10.0.0.0/8}\n", inner))


def test_two_groups_with_different_profiles_need_a_word_about_the_person() -> None:
    other = "  other:\n    name: Other\n    inherits: juniors\nschools:\n"
    groups = "    groups:\n      a: {name: A, profile: juniors}\n      b: {name: B, profile: other}\n    rooms:\n"
    text = changed("schools:\n", other).replace("    rooms:\n", groups)
    both = text.replace("class: 4e1", "groups: [a, b]")
    assert "different profiles (juniors and other)" in faults(both)[0].message
    assert read_policy(both.replace("groups: [a, b]", "groups: [a, b], profile: other"))


STRICTER = """\
  stricter:
    name: Stricter
    inherits: juniors
    {}
schools:
"""


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ("block: [chat]", "block chat"),
        ("calendar: [{when: [break], block: [chat]}]", "block chat (break)"),
        ("unlisted: block", "unlisted"),
        ("youtube: strict", "youtube"),
    ],
)
def test_people_not_known_may_not_have_a_laxer_profile_than_anybody_else(own: str, message: str) -> None:
    found = faults(changed("schools:\n", STRICTER.format(own)))
    assert [(fault.where, message in fault.message) for fault in found] == [("federation.unknown", True)]
    assert "“stricter” is stricter" in found[0].message


def test_an_approved_category_of_people_not_known_counts_as_lax() -> None:
    lax = changed("block: [games]", "block: [games]\n    approved: {games: [sport]}")
    assert read_policy(lax)
    found = faults(lax.replace("schools:\n", STRICTER.format("approved: {games: []}")))
    assert "do not approve sport for games" in found[0].message


def test_a_school_is_judged_by_the_profiles_that_it_uses() -> None:
    text = changed("schools:\n", STRICTER.format("block: [chat]")).replace("  unknown: juniors", "  unknown: stricter")
    assert read_policy(text.replace("    name: Oakfield\n", "    name: Oakfield\n    unknown: juniors\n"))
    used = text.replace("{name: Year 4}", "{name: Year 4, profile: stricter}")
    assert faults(used.replace("    name: Oakfield\n", "    name: Oakfield\n    unknown: juniors\n"))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "must begin with keys"),
        ("- a\n- b\n", 1, "must begin with keys"),
        ("version: 1\nfederation: [\n", 3, "is not YAML"),
        ("version: 1\n\tfederation: x\n", 2, "is not YAML"),
        ("version: 1\nname: \x00\n", 1, "is not YAML"),
        ("a: &x [1]\nb: *x\n", 1, "anchor or alias"),
        ("a: !!python/object:os.system [1]\n", 1, "tag"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: " + "[" * 100_000, 1, "nested deeper"),
        ("version: 1\nversion: 1\n", 2, "is there twice"),
        ("? [a, b]\n: 1\n", 1, "not a word"),
        ("x" * 20_000_001, 1, "longer than 20 MB"),
    ],
    ids=range(12),
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    assert any(fault.line == line and message in fault.message for fault in faults(text)), faults(text)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    assert all("anchor or alias" in fault.message for fault in faults(bomb))


def test_a_file_without_the_parts_that_must_be_there_says_which() -> None:
    assert {fault.where for fault in faults("version: 1\n")} == {"federation", "profiles", "schools"}


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        read_policy(text)


@given(st.data())
def test_a_policy_with_any_piece_torn_out_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, len(GOOD)))
    assert all(line >= 1 for line in fault_lines(GOOD[:start] + data.draw(st.text(max_size=5)) + GOOD[end:]))


def fault_lines(text: str) -> list[int]:
    try:
        read_policy(text, *WORDS)
    except PolicyError as error:
        return [fault.line for fault in error.faults]
    return []
