"""People, devices, groups and schools are found by what people call them, and mistakes are answered with a hint."""

from pathlib import Path

import pytest

from belisha.activity.register import Kind, read_register
from belisha.activity.store import Store
from belisha.activity.subjects import Subject, UnknownSubjectError, find_subject, whole_federation
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line


def find(home: Path, kind: Kind, text: str, *schools: str) -> Subject:
    return find_subject(Store.open(home), read_register(home), kind, text, schools or ("elm", "oak"))


@pytest.mark.parametrize("text", ["ben", "BEN", "ben.fox", "Ben Fox", "ben fox"])
def test_a_person_goes_by_id_sign_in_or_name(journal: Journal, text: str) -> None:
    publish(journal.home)
    found = find(journal.home, Kind.PERSON, text)
    assert (found.id, found.name, found.school, found.school_name) == (
        "ben",
        "Ben Fox",
        "oak",
        "Oakfield Primary School",
    )
    assert found.choices == (("person", ("ben",)),)


def test_one_name_at_two_schools_asks_which(journal: Journal) -> None:
    publish(journal.home)
    with pytest.raises(UnknownSubjectError, match="--school elm or --school oak"):
        find(journal.home, Kind.PERSON, "amy")
    assert find(journal.home, Kind.PERSON, "amy", "elm").name == "Amy Roe"
    assert find(journal.home, Kind.PERSON, "amy.ng").school == "oak"


def test_a_group_brings_the_groups_and_people_within_it(journal: Journal) -> None:
    publish(journal.home)
    groups, people = find(journal.home, Kind.GROUP, "Year 4").choices
    assert (set(groups[1]), people) == ({"year-4", "class-4"}, ("person", ("amy",)))
    assert dict(find(journal.home, Kind.GROUP, "ks2").choices)["person"] == ("amy",)
    assert dict(find(journal.home, Kind.GROUP, "chess").choices) == {"group": ("chess",), "person": ("ben",)}


def test_a_device_goes_by_id_name_or_recorded_address(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line(address="10.9.9.9", device=""), line(address="2001:db8::7", device=""))
    assert find(journal.home, Kind.DEVICE, "laptop 1").choices == (("device", ("lap-1",)),)
    assert find(journal.home, Kind.DEVICE, "10.9.9.9").choices == (("address", ("10.9.9.9",)),)
    assert find(journal.home, Kind.DEVICE, "2001:DB8::7").choices == (("address", ("2001:db8::7",)),)
    with pytest.raises(UnknownSubjectError, match=r"10\.9\.9\.8"):
        find(journal.home, Kind.DEVICE, "10.9.9.8")


def test_who_left_the_policy_is_found_on_record(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line(person="zoe", group="class-6"))
    assert find(journal.home, Kind.PERSON, "zoe").school == "oak"
    assert find(journal.home, Kind.GROUP, "class-6").choices == (("group", ("class-6",)),)


def test_without_a_policy_the_record_is_enough(journal: Journal) -> None:
    journal.write(line(), line(school="elm", person="cy"))
    assert find(journal.home, Kind.PERSON, "cy") == Subject(
        Kind.PERSON, "cy", "cy", "elm", "elm", (("person", ("cy",)),)
    )
    assert find(journal.home, Kind.SCHOOL, "elm").choices == (("school", ("elm",)),)


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        (Kind.PERSON, "ben.foxx", "Did you mean ben.fox"),
        (Kind.PERSON, "zo", "Did you mean zoe"),
        (Kind.GROUP, "year4", "Did you mean year-4"),
        (Kind.SCHOOL, "oakfield primary", "Did you mean Oakfield Primary School"),
        (Kind.DEVICE, "", "No device ''"),
        (Kind.PERSON, "qqqqqqqqqq", "in the policy or on record at elm, oak.$"),
    ],
)
def test_a_mistake_is_answered_with_what_is_near(journal: Journal, kind: Kind, text: str, hint: str) -> None:
    publish(journal.home)
    journal.write(line(person="zoe"))
    with pytest.raises(UnknownSubjectError, match=hint):
        find(journal.home, kind, text)


def test_a_room_is_its_devices_and_the_addresses_on_record_in_its_network(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line(address="10.7.0.9", device=""), line(address="10.8.0.1"), line(address="not an address"))
    assert find(journal.home, Kind.ROOM, "Library").choices == (("device", ("lap-2",)), ("address", ("10.7.0.9",)))
    with pytest.raises(UnknownSubjectError, match="no device in the policy"):
        find(journal.home, Kind.ROOM, "hall")
    with pytest.raises(UnknownSubjectError, match="Did you mean Library"):
        find(journal.home, Kind.ROOM, "librari")


def test_a_class_is_found_among_classes_only(journal: Journal) -> None:
    publish(journal.home)
    assert find(journal.home, Kind.CLASS, "4 Ash").choices == (("group", ("class-4",)), ("person", ("amy",)))
    with pytest.raises(UnknownSubjectError):
        find(journal.home, Kind.CLASS, "Chess club")


def test_the_federation_is_all_of_its_schools(journal: Journal) -> None:
    publish(journal.home)
    subject = whole_federation(read_register(journal.home), ["elm", "oak"])
    assert (subject.name, subject.schools) == ("Two Schools", ("elm", "oak"))
    assert find(journal.home, Kind.SCHOOL, "oak").schools == ("oak",)
