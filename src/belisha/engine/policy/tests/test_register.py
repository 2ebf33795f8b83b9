"""The register laid over a policy: who exists comes from the console, what holds for them from the policy."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.policy import Rulebook, dump, load
from belisha.engine.policy.model import Device, Opening, Person, Room, SchoolClass, SiteRule
from belisha.engine.policy.reading import read_policy
from belisha.engine.policy.register import (
    Register,
    SchoolRegister,
    dump_register,
    load_register,
    with_register,
)

SAMPLE = read_policy("""
version: 1
federation: {name: Two schools, profile: juniors, unknown: strictest}
profiles:
  strictest:
    name: Strictest
    page: juniors
    block: [games]
    unlisted: block
    safe_search: true
    youtube: strict
    quic: block
    blocked_file_kinds: [programs]
    tls: {default: inspect}
  infants: {name: Infants, inherits: strictest, page: infants}
  juniors: {name: Juniors, inherits: strictest, unlisted: mark}
  staff: {name: Staff, inherits: strictest, page: staff, unlisted: allow, unblock: [games], blocked_file_kinds: []}
schools:
  oakfield:
    name: Oakfield
    sites: {main: Mill Lane}
    key_stages: {ks2: {name: Key Stage 2, profile: juniors}}
    years: {year-4: {name: Year 4, key_stage: ks2}}
    classes: {hazel: {name: Hazel, year: year-4}, acorn: {name: Acorn}}
    groups: {staff: {name: Staff, profile: staff}, digital-leaders: {name: Digital leaders}}
    rooms: {library: {name: the library, profile: infants}, acorn-room: {name: Acorn room, group: acorn}}
    people: [{id: o1, sign_in: amir.stone, name: Amir Stone, class: hazel}]
  st-brigids:
    name: St Brigid's
    people: [{id: b1, sign_in: ana.bell, name: Ana Bell}]
""")
NEW = Person(id="u7", sign_in="new.pupil", name="New Pupil", class_="hazel", groups=("digital-leaders",))


def register(**parts: object) -> Register:
    classes = {"hazel": SchoolClass(name="Hazel", year="year-4")}
    return Register(
        schools={"oakfield": SchoolRegister(**{"name": "Oakfield", "classes": classes, "people": (NEW,), **parts})}
    )


def test_people_are_those_of_the_register_alone() -> None:
    after = with_register(SAMPLE, register())
    assert [person.id for person in after.schools["oakfield"].people] == ["u7"]
    assert Rulebook.of(after).who("new.pupil", None).profile == "juniors"
    assert Rulebook.of(after).who("amir.stone", None).how == "unknown"


def test_a_school_that_the_register_does_not_name_stays_as_it_was() -> None:
    assert with_register(SAMPLE, register()).schools["st-brigids"] == SAMPLE.schools["st-brigids"]


def test_rules_of_a_person_and_profile_of_a_room_stay_with_their_ids() -> None:
    rule = SiteRule(id="r1", address="example.org", verdict="block")
    school = SAMPLE.schools["oakfield"]
    with_rule = replace(school, people=(Person(id="u7", sign_in="old", name="Old", rules=(rule,)),))
    before = replace(SAMPLE, schools={**SAMPLE.schools, "oakfield": with_rule})
    after = with_register(before, register(rooms={"library": Room(name="The library")})).schools["oakfield"]
    assert after.people[0].rules == (rule,)
    assert after.people[0].sign_in == "new.pupil"
    assert after.rooms["library"].profile == "infants"
    assert after.rooms["library"].name == "The library"


def test_a_school_that_is_new_to_the_policy_gets_key_stages_with_the_profiles_there_are() -> None:
    pupil = replace(NEW, class_="robin")
    new = SchoolRegister(name="Newhall", classes={"robin": SchoolClass(name="Robin", year="year-1")}, people=(pupil,))
    after = with_register(SAMPLE, Register(schools={"newhall": new}))
    who = Rulebook.of(after).who("new.pupil", None)
    assert (who.school, who.profile) == ("newhall", "infants")


def test_a_device_of_somebody_who_has_left_is_nobodys() -> None:
    devices = {"d1": Device(name="laptop", mac="02:00:00:00:00:01", person="gone")}
    after = with_register(SAMPLE, register(devices=devices))
    assert after.schools["oakfield"].devices == {}


names = st.sampled_from(["hazel", "nowhere", "year-4", "staff", "library", None])


@given(names, names, names, names)
def test_whatever_the_register_names_the_policy_can_be_compiled(
    class_: str | None, group: str | None, year: str | None, room: str | None
) -> None:
    made = register(
        classes={"hazel": SchoolClass(name="Hazel", year=year)},
        people=(replace(NEW, class_=class_, groups=(group,) if group else ()),),
        rooms={"r": Room(name="R", group=group, site=room)},
        devices={"d": Device(name="D", mac="02:00:00:00:00:01", room=room)},
    )
    after = load(dump(with_register(SAMPLE, made)))
    assert Rulebook.of(after).who("new.pupil", None).school == "oakfield"
    assert with_register(after, made) == after, "laying it over twice changes nothing"


def test_a_register_is_read_as_it_was_written() -> None:
    assert load_register(dump_register(register())) == register()


def test_what_is_open_for_a_lesson_is_the_registers_alone() -> None:
    opening = Opening(id="lesson-1", category="games", until=datetime(2026, 9, 14, 9, tzinfo=UTC), owner="Jo Winter")
    open_now = register(classes={"hazel": SchoolClass(name="Hazel", year="year-4", openings=(opening,))})
    laid = with_register(SAMPLE, load_register(dump_register(open_now)))
    assert laid.schools["oakfield"].classes["hazel"].openings == (opening,)
    assert load(dump(laid)) == laid
    closed = with_register(laid, register())
    assert closed.schools["oakfield"].classes["hazel"].openings == ()
