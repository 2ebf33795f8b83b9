"""Who is behind a request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.policy import How, Rulebook
from belisha.engine.policy.model import Person
from belisha.engine.policy.tests.builders import OAKFIELD, POLICY, rule, with_rules, with_school

BOOK = Rulebook.of(POLICY)


def test_a_signed_in_pupil_has_the_profile_of_their_key_stage() -> None:
    who = BOOK.who("amir.stone", "10.20.1.1")
    assert (who.person, who.school, who.group, who.profile, who.page) == (
        "p1",
        "oakfield",
        "hazel",
        "juniors",
        "juniors",
    )
    assert who.how is How.SIGN_IN
    assert not who.sign_in_required
    assert who.site == "main"


@pytest.mark.parametrize("written", ["AMIR.STONE", " amir.stone ", "Amir.Stone"])
def test_the_case_and_the_spaces_around_a_sign_in_name_do_not_count(written: str) -> None:
    assert BOOK.who(written, None).person == "p1"


def test_a_signed_in_person_comes_before_the_device() -> None:
    who = BOOK.who("amir.stone", "10.20.6.1")
    assert (who.person, who.how, who.device) == ("p1", How.SIGN_IN, "teacher-1")


def test_a_device_comes_before_its_network() -> None:
    who = BOOK.who(None, "10.20.6.1")
    assert (who.person, who.how, who.device, who.profile) == ("s1", How.DEVICE, "teacher-1", "staff")


def test_a_device_in_a_room_is_known_by_the_room() -> None:
    who = BOOK.who(None, "10.20.4.11")
    assert (who.person, who.how, who.device, who.profile, who.site) == (None, How.ROOM, "laptop-1", "juniors", "annexe")
    assert not who.sign_in_required


@pytest.mark.parametrize("mac", ["02:00:5e:00:00:02", "02-00-5E-00-00-02", "0200.5e00.0002"])
def test_a_device_is_known_by_its_hardware_address_however_written(mac: str) -> None:
    who = BOOK.who(None, "192.0.2.1", None, mac)
    assert (who.device, who.how, who.group, who.profile) == ("tablet-1", How.DEVICE, "hazel", "juniors")


def test_a_device_named_by_its_id_comes_before_the_address() -> None:
    assert BOOK.who(None, "10.20.4.11", "teacher-1").person == "s1"


def test_a_device_may_be_named_by_its_hardware_address() -> None:
    assert BOOK.who(None, None, "02-00-5E-00-00-02").device == "tablet-1"
    assert BOOK.who(None, "10.20.4.11", "no such device").device == "laptop-1"


def test_a_network_given_to_a_group_needs_no_sign_in() -> None:
    who = BOOK.who(None, "10.20.200.7")
    assert (who.how, who.group, who.profile, who.sign_in_required) == (How.NETWORK, "guests", "guests", False)


def test_a_network_of_a_room_has_the_group_of_the_room() -> None:
    who = BOOK.who(None, "10.20.210.7")
    assert (who.how, who.group, who.profile, who.site) == (How.ROOM, "staff", "staff", "main")


def test_the_longest_range_counts() -> None:
    assert BOOK.who(None, "10.20.200.1").group == "guests"
    assert BOOK.who(None, "10.20.201.1").group is None


def test_an_address_of_nobody_must_sign_in_and_has_the_strictest_profile() -> None:
    who = BOOK.who(None, "10.20.1.1")
    assert (who.how, who.profile, who.page, who.school) == (How.UNKNOWN, "strictest", "infants", "oakfield")
    assert who.sign_in_required


def test_a_network_without_sign_in_leaves_people_unknown_but_asks_for_nothing() -> None:
    who = BOOK.who(None, "10.20.220.1")
    assert (who.how, who.profile, who.sign_in_required) == (How.UNKNOWN, "strictest", False)


@pytest.mark.parametrize("address", [None, "", "-", "192.0.2.1", "not an address", "10.20.1.1.1"])
def test_outside_every_network_no_school_is_known_and_the_strictest_profile_applies(address: str | None) -> None:
    who = BOOK.who(None, address)
    assert (who.school, who.how, who.profile, who.sign_in_required) == (None, How.UNKNOWN, "strictest", True)


def test_a_name_that_the_policy_does_not_know_is_nobody_even_on_a_known_device() -> None:
    who = BOOK.who("leaver", "10.20.6.1")
    assert (who.person, who.how, who.profile, who.school) == (None, How.UNKNOWN, "strictest", "oakfield")
    assert "leaver" in who.reason[0]
    assert "strictest" in who.reason[0]
    assert not who.sign_in_required


def test_a_school_may_have_a_profile_of_its_own_for_people_not_known() -> None:
    book = Rulebook.of(with_school(unknown="juniors"))
    assert book.who(None, "10.20.1.1").profile == "juniors"
    assert book.who(None, "10.30.1.1").profile == "strictest"


@pytest.mark.parametrize("address", ["::ffff:10.20.4.11", "[::ffff:10.20.4.11]", "::FFFF:0A14:040B"])
def test_an_ipv4_client_seen_through_ipv6_is_the_same_client(address: str) -> None:
    assert BOOK.who(None, address).device == "laptop-1"


def test_an_ipv6_network_is_found_also_with_a_zone() -> None:
    assert BOOK.who(None, "fd00:20::1%eth0").school == "oakfield"
    assert BOOK.who(None, "fd00:21::1").school is None


def test_somebody_without_a_group_has_the_profile_of_the_federation() -> None:
    assert BOOK.who("wren.hale", None).profile == "juniors"


@pytest.mark.parametrize(
    ("level", "changes"),
    [
        ("school", {"profile": "guests"}),
        ("key stage", {"key_stages": {"ks2": replace(OAKFIELD.key_stages["ks2"], profile="guests")}}),
        ("year", {"years": {"year-4": replace(OAKFIELD.years["year-4"], profile="guests")}}),
        ("class", {"classes": {"hazel": replace(OAKFIELD.classes["hazel"], profile="guests")}}),
        ("group", {"groups": {**OAKFIELD.groups, "choir": replace(OAKFIELD.groups["choir"], profile="guests")}}),
        ("person", {"people": (replace(OAKFIELD.people[0], profile="guests"),)}),
    ],
)
def test_the_most_specific_level_that_sets_a_profile_counts(level: str, changes: dict[str, object]) -> None:
    expected = "juniors" if level == "school" else "guests"  # the key stage is closer than the school
    assert Rulebook.of(with_school(**changes)).who("amir.stone", None).profile == expected


def test_of_all_levels_the_person_comes_last() -> None:
    everywhere = with_school(
        profile="staff",
        classes={"hazel": replace(OAKFIELD.classes["hazel"], profile="staff")},
        people=(replace(OAKFIELD.people[0], profile="guests"),),
    )
    assert Rulebook.of(everywhere).who("amir.stone", None).profile == "guests"


def test_classmates_share_a_key_unless_one_has_rules_of_their_own() -> None:
    mate = Person(id="p9", sign_in="mate", name="A Mate", class_="hazel", groups=("choir",))
    book = Rulebook.of(with_school(people=(*OAKFIELD.people, mate)))
    assert book.who("mate", "10.20.1.9").key == book.who("amir.stone", None).key
    own = Rulebook.of(with_school(people=(replace(OAKFIELD.people[0], rules=(rule("r", "a.example"),)), mate)))
    assert own.who("mate", None).key != own.who("amir.stone", None).key


def test_rules_of_a_person_are_theirs_alone() -> None:
    book = Rulebook.of(with_rules(at="p1", rules=[rule("r", "a.example")]))
    assert book.who("amir.stone", None).key.person == "p1"
    assert book.who("j.winter", None).key.person is None


def test_who_says_how_somebody_is_known() -> None:
    assert BOOK.who("amir.stone", None).reason == (
        "Amir Stone, of Choir, Hazel class, Year 4, Key Stage 2, signed in.",
    )
    assert BOOK.who(None, "10.20.4.11").reason == ("The device laptop 1 is in the computer room.",)


@given(user=st.text(), address=st.text(), device=st.text(), mac=st.text())
def test_nothing_that_a_connection_says_can_break_it(user: str, address: str, device: str, mac: str) -> None:
    who = BOOK.who(user, address, device, mac)
    assert who.profile in POLICY.profiles
    assert all(sentence.isprintable() for sentence in who.reason)


def test_asking_for_very_many_people_keeps_memory_bounded() -> None:
    book = Rulebook.of(POLICY)
    for number in range(10_000):
        book.who(f"nobody{number}", None)
    book.who("n" * 1_000_000, None)
    assert 0 < len(book._known) <= 4096
    assert max(len(user or "") for user, *_ in book._known) < 1_000
