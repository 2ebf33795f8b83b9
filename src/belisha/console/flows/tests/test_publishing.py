"""What the console knows of people is what the gateway goes by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from belisha.console.access.accounts.actions.names import rename
from belisha.console.access.accounts.queries.passwords import gateway_hashes
from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.flows.publishing import publish, register_on, renew_passwords, write_passwords
from belisha.console.people.models import Device, Group, Membership, Person, Room
from belisha.engine.policy import Rulebook, load
from belisha.engine.policy.register import Register
from belisha.engine.published import policy_path, read_pointer
from cast import a_school

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def home(filled_home: Path) -> Path:
    """A gateway that runs on the sample policy, and a console that holds the sample's people."""
    return filled_home


def in_force(home: Path) -> Rulebook:
    return Rulebook.of(load(policy_path(home, read_pointer(home).policy).read_bytes()))


def test_everybody_is_known_to_the_gateway_by_what_the_console_says_of_them(home: Path) -> None:
    told = publish(home, DAY)
    assert told == "Put in force: people, groups, devices and calendars and the policy and passwords."
    book = in_force(home)
    profiles = {name: book.who(name, None).profile for name in ("poppy.lane", "amir.stone", "j.winter", "m.hartley")}
    assert profiles == {"poppy.lane": "infants", "amir.stone": "juniors", "j.winter": "staff", "m.hartley": "staff"}
    technician = User.objects.filter(posts__role="technician", school__code="oakfield").get()
    assert book.who(technician.username, None).profile == "technicians"


def test_nothing_is_put_in_force_twice(home: Path) -> None:
    publish(home, DAY)
    before = read_pointer(home)
    assert publish(home, DAY) == ""
    assert read_pointer(home) == before


def test_a_leaver_is_gone_on_the_day_after_their_last(home: Path) -> None:
    Person.objects.filter(user__username="amir.stone").update(left=DAY)
    publish(home, DAY)
    assert in_force(home).who("amir.stone", None).how == "sign-in"
    publish(home, DAY + timedelta(days=1))
    assert in_force(home).who("amir.stone", None).how == "unknown"


def test_a_pupil_who_moves_up_gets_the_profile_of_the_new_class(home: Path) -> None:
    poppy = Person.objects.get(user__username="poppy.lane")
    Membership.objects.filter(person=poppy).update(last=DAY)
    hazel = Group.objects.get(school=poppy.school, code="hazel")
    Membership.objects.create(person=poppy, group=hazel, first=DAY + timedelta(days=1))
    publish(home, DAY + timedelta(days=1))
    assert in_force(home).who("poppy.lane", None).profile == "juniors"


def test_a_device_given_to_somebody_is_known_as_theirs(home: Path) -> None:
    amir = Person.objects.get(user__username="amir.stone")
    Device.objects.create(
        school=amir.school, code="chromebook-7", name="Chromebook 7", address="10.20.9.7", person=amir
    )
    publish(home, DAY)
    who = in_force(home).who(None, "10.20.9.7")
    assert (who.how, who.person, who.profile) == ("device", f"p{amir.pk}", "juniors")


def test_a_room_keeps_the_profile_that_the_policy_gives_it(home: Path) -> None:
    school = a_school("oakfield")
    Room.objects.update_or_create(school=school, code="library", defaults={"name": "New library"})
    publish(home, DAY)
    library = in_force(home).policy.schools["oakfield"].rooms["library"]
    assert (library.name, library.profile) == ("New library", "infants")


def test_passwords_of_open_accounts_alone_reach_the_gateway(home: Path) -> None:
    (home / "passwords").unlink()
    publish(home, DAY)
    lines = (home / "passwords").read_text().splitlines()
    assert lines == sorted(f"{name}:{hashed}" for name, hashed in gateway_hashes())
    assert all(":$argon2id$" in line for line in lines)
    assert (home / "passwords").stat().st_mode & 0o077 == 0
    User.objects.filter(username="amir.stone").update(closed_at="2026-11-20T09:00Z")
    publish(home, DAY)
    assert not any(line.startswith("amir.stone:") for line in (home / "passwords").read_text().splitlines())


def test_people_of_a_school_that_the_console_does_not_know_keep_their_passwords(home: Path) -> None:
    Person.objects.filter(school__code="st-brigids", joined__lt=DAY).update(left=DAY - timedelta(days=1))
    name = in_force(home).policy.schools["st-brigids"].people[0].sign_in
    policy = in_force(home).policy
    only = Register(schools={"oakfield": register_on(DAY).schools["oakfield"]})
    User.objects.filter(username=name).update(closed_at="2026-11-20T09:00Z")
    (home / "passwords").write_text(f"{name}:$argon2id$kept\n")
    write_passwords(home, policy, only)
    assert f"{name}:$argon2id$kept" in (home / "passwords").read_text()


@pytest.mark.usefixtures("home")
def test_the_questions_are_as_many_at_any_size(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(10):
        register_on(DAY)


def test_a_password_reaches_the_gateway_without_the_register_being_written(home: Path) -> None:
    publish(home, DAY)
    (home / "passwords").write_text((home / "passwords").read_text() + "of.another.school:$argon2id$kept\n")
    register, pointer = (home / "register.json").read_bytes(), read_pointer(home)
    amir, poppy = User.objects.get(username="amir.stone"), User.objects.get(username="poppy.lane")
    amir.set_password("a new word of his")
    amir.save()
    User.objects.filter(pk=poppy.pk).update(closed_at="2026-11-20T10:00Z")
    assert renew_passwords(home)
    lines = (home / "passwords").read_text().splitlines()
    assert f"amir.stone:{amir.password.removeprefix('argon2')}" in lines
    assert not any(line.startswith("poppy.lane:") for line in lines), "ours, and closed"
    assert "of.another.school:$argon2id$kept" in lines, "of a school that the console does not hold"
    assert ((home / "register.json").read_bytes(), read_pointer(home)) == (register, pointer)
    assert not renew_passwords(home), "nothing changed since"


def test_the_line_of_a_user_name_that_was_changed_goes_with_it(home: Path) -> None:
    publish(home, DAY)
    amir = User.objects.get(username="amir.stone")
    rename(by=By(None, system="test"), user=amir, school=amir.school, username="amir.stone2")
    renew_passwords(home)
    names = {line.partition(":")[0] for line in (home / "passwords").read_text().splitlines()}
    assert names & {"amir.stone", "amir.stone2"} == {"amir.stone2"}
