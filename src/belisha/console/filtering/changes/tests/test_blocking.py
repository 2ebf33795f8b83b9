"""A block in an emergency shuts an address for everybody, whatever opened it; somebody reviews it afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.rules.blocking import covers
from belisha.console.filtering.changes.tests.staging import Stage, a_stage, applied, confirmed
from belisha.console.filtering.models import Change
from belisha.console.filtering.policy.actions import write
from belisha.console.filtering.policy.queries import settled
from belisha.engine.address import read_address
from belisha.engine.decide import Blocked, decide_for
from belisha.engine.policy import Rulebook
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from belisha.engine.policy.model import Level, Person, SchoolClass, SiteRule
from belisha.engine.policy.register import Register, SchoolRegister, with_register
from belisha.engine.policy.site_rules import PlacedRule, SiteRules
from cast import everywhere, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return a_stage()


class _Empty:
    """An index that knows no site."""

    def look_up(self, _host: str, _path: str, _query: str) -> None:
        return None


def is_blocked(stage: Stage, address: str, year: str = "year-4") -> bool:
    """Whether a pupil of a year is refused an address that is in no list, by the policy as it is now."""
    pupil = Person(id="p1", sign_in="ben", name="Ben", class_="4-oak")
    classes = {"4-oak": SchoolClass(name="4 Oak", year=year)}
    registered = SchoolRegister(name="Oakfield", classes=classes, people=(pupil,))
    policy = with_register(settled(stage.school.federation), Register(schools={stage.school.code: registered}))
    book = Rulebook.of(policy)
    who = book.who("ben", None)
    verdict = decide_for(who, read_address(f"https://{address}"), book, _Empty(), timezone.now())  # type: ignore[arg-type]
    return isinstance(verdict, Blocked)


def block(stage: Stage, *addresses: str, by: Role | None = None, **more: object) -> Change:
    user = somebody(stage.school, by) if by else stage.dsl
    return actions.block_at_once(by=By(user), place=stage.school, addresses=addresses, reason="Violence", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.DSL, Role.HEAD, Role.COMPUTING_LEAD, Role.TECHNICIAN, Role.DEPUTY_DSL])
def test_whoever_answers_for_children_or_machines_blocks_at_once(role: Role) -> None:
    stage = a_stage()
    user = {Role.DSL: stage.dsl, Role.HEAD: stage.head}.get(role) or somebody(stage.school, role)
    change = actions.block_at_once(by=By(user), place=stage.school, addresses=["bad.example"], reason="Violence")
    assert (change.way, change.state) == ("emergency", "applied")
    assert is_blocked(stage, "www.bad.example/page")


def test_a_teacher_does_not(stage: Stage) -> None:
    with pytest.raises(NotAllowedError):
        block(stage, "bad.example", by=Role.TEACHER)


def test_rules_that_opened_it_are_ended_and_come_back_with_the_undoing(stage: Stage) -> None:
    applied(stage, stage.rule("open", "bad.example"), stage.rule("part", "bad.example/lesson"))
    assert not is_blocked(stage, "bad.example/lesson/1")
    change = block(stage, "https://bad.example/")
    assert is_blocked(stage, "bad.example/lesson/1")
    confirmed(stage.technician)
    actions.undo(by=By(stage.technician), change=change, reason="A mistake")
    assert not is_blocked(stage, "bad.example/lesson/1")


def test_what_the_federation_opened_is_shut_for_the_school(stage: Stage) -> None:
    federation = stage.school.federation
    a_stage("st-brigids")
    head = everywhere(federation, Role.EXECUTIVE_HEAD)
    rule = SiteRule(
        id="all",
        address="bad.example/lesson",
        verdict="allow",
        reason="For all",
        owner="Jo",
        until=timezone.now() + timedelta(days=9),
    )
    change = actions.put(
        by=By(head),
        place=federation,
        edits=[AddRule(holder=Holder(kind=HolderKind.FEDERATION), rule=rule)],
        title="All",
    )
    write(by=By(None, system="test"), change=change, edits=change.what, now=timezone.now())
    assert not is_blocked(stage, "bad.example/lesson")
    block(stage, "bad.example")
    assert is_blocked(stage, "bad.example/lesson")


def test_a_page_is_shut_at_the_longer_name_that_is_open_too(stage: Stage) -> None:
    applied(stage, stage.rule("open", "www.bad.example"))
    block(stage, "bad.example/awful")
    assert is_blocked(stage, "www.bad.example/awful/1")
    assert not is_blocked(stage, "www.bad.example/fine")


def test_a_block_for_all_schools_is_the_federations_and_locked(stage: Stage) -> None:
    a_stage("st-brigids")
    with pytest.raises(NotAllowedError):
        actions.block_at_once(
            by=By(stage.dsl), place=stage.school.federation, addresses=["bad.example"], reason="Violence"
        )
    head = everywhere(stage.school.federation, Role.EXECUTIVE_HEAD)
    change = actions.block_at_once(
        by=By(head), place=stage.school.federation, addresses=["bad.example"], reason="Violence"
    )
    assert change.school is None
    assert settled(stage.school.federation).federation.rules[0].locked


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type or paste an address"),
        ("co.uk", "no site of its own"),
        ("http://", "is not an address"),
        ("*.bad.example", "has a star in it"),
        ("bad.example/" + "x" * 3000, "is too long"),
    ],
)
def test_what_is_no_address_gets_a_sentence(stage: Stage, typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as error:
        block(stage, typed)
    assert said in " ".join(error.value.messages)
    assert not Change.objects.exists()


def test_many_addresses_are_blocked_in_one_go_up_to_a_hundred(stage: Stage) -> None:
    change = block(stage, *(f"bad{number}.example" for number in range(100)))
    assert len(change.what) == 100
    assert str(change.title) == "Blocked at once: bad0.example and 99 others"
    with pytest.raises(ValidationError, match="At most 100"):
        block(stage, *(f"bad{number}.example" for number in range(101)), by=Role.TECHNICIAN)


def test_a_block_is_reviewed_by_another_on_the_next_school_day(stage: Stage) -> None:
    friday = timezone.now().replace(year=2026, month=11, day=20, hour=10)
    with time_machine.travel(friday):
        change = block(stage, "bad.example")
        assert change.review_due is not None
        assert (change.review_due.weekday(), change.review_due - friday.date()) == (0, timedelta(days=3))
        with pytest.raises(ValidationError, match="You did it yourself"):
            actions.review(by=By(stage.dsl), change=change, words="Fine")
        actions.review(by=By(stage.lead), change=change, words="It shows violence, as was said")
    change.refresh_from_db()
    assert change.reviewed_by == stage.lead


hosts = st.sampled_from(["bad.example", "www.bad.example", "other.example"])
paths = st.sampled_from(["", "/a", "/a/b", "/A", "/ab"])


@given(hosts, paths, hosts, paths)
def test_an_address_covers_what_a_rule_of_the_engine_covers(host: str, path: str, other: str, below: str) -> None:
    rule = SiteRule(id="r", address=f"{host}{path}", verdict="block")
    found = SiteRules([PlacedRule(rule, Level.SCHOOL, "Oakfield")]).find(other, below or "/", "", timezone.now())
    assert covers(f"{host}{path}", f"{other}{below}") is (found.placed is not None)
