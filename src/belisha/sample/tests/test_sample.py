"""The sample federation is a good policy, the same every time, and of a believable size."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from belisha.engine.decide.file_kinds import CONTENT_TYPES
from belisha.engine.lists import categories
from belisha.engine.policy import How, Policy, Rulebook, SlotKind, slot
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.reading import read_policy
from belisha.sample import INFANT, JUNIOR, TEACHER, sample_policy, sample_sign_ins
from belisha.sample.community import FEDERATION_ADULTS, adults_of, families_of, roles_of_staff
from belisha.sample.invent import SCHOOLS, everybody


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy(sample_policy(), categories(), CONTENT_TYPES)


@pytest.fixture(scope="module")
def book(policy: Policy) -> Rulebook:
    return Rulebook.of(policy)


def test_it_has_no_fault_and_two_schools(policy: Policy) -> None:
    assert {school.name for school in policy.schools.values()} == {
        "Oakfield Primary School",
        "St Brigid's Primary School",
    }


def test_it_is_the_same_every_time() -> None:
    assert sample_policy() == sample_policy()


def test_it_has_420_pupils_and_60_staff_in_classes_of_a_believable_size(policy: Policy) -> None:
    people = [person for school in policy.schools.values() for person in school.people]
    assert sum(person.class_ is not None for person in people) == 420
    assert sum(person.class_ is None for person in people) == 60
    for school in policy.schools.values():
        sizes = Counter(person.class_ for person in school.people if person.class_)
        assert sizes.keys() == school.classes.keys()
        assert all(24 <= size <= 32 for size in sizes.values())


@pytest.mark.parametrize(("person", "profile"), [(INFANT, "infants"), (JUNIOR, "juniors"), (TEACHER, "staff")])
def test_the_three_people_of_the_readme_are_in_it(book: Rulebook, person: object, profile: str) -> None:
    who = book.who(getattr(person, "sign_in"), "127.0.0.1")  # noqa: B009
    assert (who.how, who.profile, who.sign_in_required) == (How.SIGN_IN, profile, False)


def test_a_browser_on_this_machine_has_to_sign_in(book: Rulebook) -> None:
    for address in ("127.0.0.1", "127.3.2.1", "::1"):
        who = book.who(None, address)
        assert (who.school, who.profile, who.sign_in_required) == ("oakfield", "strictest", True)


def test_guests_and_rooms_need_no_sign_in(book: Rulebook) -> None:
    assert book.who(None, "10.20.200.5").profile == "guests"
    assert book.who(None, "10.30.4.11").how is How.ROOM


@pytest.mark.parametrize("profile", ["everyone", "juniors", "staff", "guests"])
def test_every_blocked_category_has_lists_that_ship_but_self_harm(policy: Policy, profile: str) -> None:
    # blocked although no list of it exists: what a supplier or the school lists counts at once, and screens say so
    empty = [name for name in effective(profile, policy.profiles).blocked if not categories()[name].lists]
    assert empty == ["self-harm"]


def test_pupils_are_kept_from_all_that_the_category_map_advises_against(policy: Policy) -> None:
    advised = {
        one.id for one in categories().values() if one.pupils == "block" and (one.lists or one.id == "self-harm")
    }
    assert advised <= effective("juniors", policy.profiles).blocked
    assert effective("juniors", policy.profiles).blocked <= effective("infants", policy.profiles).blocked


def test_staff_are_kept_from_all_that_the_category_map_advises_against(policy: Policy) -> None:
    advised = {one.id for one in categories().values() if one.staff == "block" and one.lists}
    assert advised <= effective("staff", policy.profiles).blocked


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("2026-09-14T09:30+01:00", SlotKind.LESSON),
        ("2026-09-14T10:40+01:00", SlotKind.BREAK),
        ("2026-10-28T09:30+00:00", SlotKind.HOLIDAY),
        ("2027-03-26T09:30+00:00", SlotKind.HOLIDAY),
        ("2027-06-14T14:00+01:00", SlotKind.LESSON),
    ],
)
def test_its_calendar_is_the_school_year(book: Rulebook, moment: str, kind: SlotKind) -> None:
    for school in book.policy.schools:
        assert slot(book, school, datetime.fromisoformat(moment).astimezone(UTC)).kind is kind


def test_everybody_has_one_sign_in_and_a_password_of_whole_words(policy: Policy) -> None:
    sign_ins = dict(sample_sign_ins(seed=1))
    assert sign_ins.keys() == {person.sign_in for school in policy.schools.values() for person in school.people}
    assert {len(password.split("-")) for password in sign_ins.values()} == {3, 4}
    assert len(sign_ins[TEACHER.sign_in].split("-")) == 4
    assert all(len(word) <= 4 for word in sign_ins[INFANT.sign_in].split("-"))


def test_passwords_are_new_each_time_unless_a_test_fixes_them() -> None:
    assert dict(sample_sign_ins(seed=1)) == dict(sample_sign_ins(seed=1))
    assert dict(sample_sign_ins()) != dict(sample_sign_ins())


def test_every_pupil_has_a_family_and_every_post_of_a_school_a_holder() -> None:
    for school in SCHOOLS:
        pupils = {person.id for person in everybody()[school.id] if person.year}
        families = families_of(school)
        assert sorted(child for family in families for child in family.children) == sorted(pupils)
        assert all(family.adults for family in families)
        held = {role for roles in roles_of_staff(school).values() for role in roles}
        held |= {role for adult in adults_of(school) for role in adult.roles}
        assert {"head", "dsl", "deputy-dsl", "technician", "safeguarding-governor", "office", "senco"} <= held
    chairs = [adult for school in SCHOOLS for adult in adults_of(school) if "chair" in adult.roles]
    assert len(chairs) == 1, "a federation has one governing body"


def test_nobody_shares_a_sign_in_name() -> None:
    names = [person.sign_in for people in everybody().values() for person in people]
    names += [adult.sign_in for school in SCHOOLS for adult in adults_of(school)]
    names += [adult.sign_in for adult in FEDERATION_ADULTS]
    assert len(set(names)) == len(names)
