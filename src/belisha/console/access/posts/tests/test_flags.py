"""What is flagged at once about the posts of a school."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.posts.flags import Absence, Board, Flag, FlagKind, Held, StandIn, flags_of
from belisha.console.access.posts.rules import APART, NAMED, meeting
from belisha.console.access.roles import ROLES, Role

TODAY = date(2026, 11, 20)
SINCE = date(2026, 9, 1)


def held(number: int, role: Role, holder: int = 0, **details: object) -> Held:
    return Held(number, role, holder or number, f"Person {holder or number}", SINCE)._replace(**details)


# every post that must be filled is, as it should be
FULL = Board(
    tuple(
        held(number, role, leads=role is Role.DSL, minute="FGB 7")
        for number, role in enumerate((each for each in NAMED if ROLES[each].must_be_filled), start=1)
    )
)
BY_ROLE = {post.role: post for post in FULL.posts}


def kinds(board: Board, role: Role | None = None) -> set[FlagKind]:
    return {flag.kind for flag in flags_of(board, TODAY) if role is None or flag.role is role}


def with_post(role: Role, **changes: object) -> Board:
    return Board(tuple(post._replace(**changes) if post.role is role else post for post in FULL.posts))


def the_flag(board: Board, kind: FlagKind) -> Flag:
    (flag,) = [flag for flag in flags_of(board, TODAY) if flag.kind is kind]
    return flag


def test_a_school_with_every_post_in_order_has_no_flags() -> None:
    assert flags_of(FULL, TODAY) == []


def test_an_empty_school_is_told_of_every_post_that_must_be_filled() -> None:
    vacant = {flag.role for flag in flags_of(Board(), TODAY) if flag.kind is FlagKind.VACANT}
    assert vacant == {role for role, rule in ROLES.items() if rule.must_be_filled}


@pytest.mark.parametrize("role", BY_ROLE)
def test_a_post_that_has_ended_is_flagged_the_next_day_and_says_when_the_next_one_begins(role: Role) -> None:
    ended = with_post(role, last=TODAY - timedelta(days=1))
    assert FlagKind.VACANT in kinds(ended, role)
    coming = ended._replace(posts=(*ended.posts, held(99, role, first=date(2027, 1, 4))))
    assert "4 January 2027" in the_flag(coming, FlagKind.VACANT).text


def test_a_holder_who_is_away_without_a_stand_in_is_flagged_with_the_day() -> None:
    dsl = BY_ROLE[Role.DSL]
    away = FULL._replace(aways=(Absence(1, dsl.holder, TODAY, TODAY + timedelta(days=4)),))
    flag = the_flag(away, FlagKind.NO_COVER)
    assert flag.urgent
    assert "20 November 2026" in flag.text


def test_an_absence_covered_only_in_part_is_flagged_for_its_first_open_day() -> None:
    dsl = BY_ROLE[Role.DSL]
    board = FULL._replace(
        aways=(Absence(1, dsl.holder, TODAY, TODAY + timedelta(days=4)),),
        covers=(StandIn(1, dsl.id, 50, "Stand-in", TODAY, TODAY + timedelta(days=1)),),
    )
    assert "22 November 2026" in the_flag(board, FlagKind.NO_COVER).text


def test_a_stand_in_who_is_away_as_well_covers_nothing() -> None:
    dsl = BY_ROLE[Role.DSL]
    board = FULL._replace(
        aways=(Absence(1, dsl.holder, TODAY, TODAY), Absence(2, 50, TODAY, TODAY)),
        covers=(StandIn(1, dsl.id, 50, "Stand-in", TODAY, TODAY),),
    )
    assert FlagKind.NO_COVER in kinds(board, Role.DSL)


def test_one_of_two_deputies_may_be_away() -> None:
    deputy = BY_ROLE[Role.DEPUTY_DSL]
    board = FULL._replace(
        posts=(*FULL.posts, held(90, Role.DEPUTY_DSL)), aways=(Absence(1, deputy.holder, TODAY, TODAY),)
    )
    assert flags_of(board, TODAY) == []


@pytest.mark.parametrize("apart", APART, ids=lambda apart: f"{apart.one.value}+{apart.other.value}")
def test_two_roles_that_must_not_meet_are_flagged_with_the_reason(apart: tuple[Role, Role, str]) -> None:
    one, other, why = apart
    board = Board((held(1, one, 7, minute="x", leads=True), held(2, other, 7, minute="x", leads=True)))
    flags = [flag for flag in flags_of(board, TODAY) if flag.kind is FlagKind.APART]
    assert any(str(why) in flag.text for flag in flags)


def test_roles_that_meet_only_by_standing_in_are_flagged_too() -> None:
    dpo = BY_ROLE[Role.DPO]
    head = BY_ROLE[Role.HEAD]
    board = FULL._replace(covers=(StandIn(1, head.id, dpo.holder, dpo.name, TODAY, TODAY, delegated=True),))
    assert FlagKind.APART in kinds(board)


def test_a_safeguarding_lead_who_does_not_lead_is_flagged_unless_another_post_makes_them_a_leader() -> None:
    board = with_post(Role.DSL, leads=False)
    assert kinds(board) == {FlagKind.NOT_LEADING}
    leader = held(91, Role.SLT, BY_ROLE[Role.DSL].holder)
    assert flags_of(board._replace(posts=(*board.posts, leader)), TODAY) == []


def test_two_holders_of_a_post_for_one_are_flagged() -> None:
    board = FULL._replace(posts=(*FULL.posts, held(92, Role.DSL, leads=True)))
    assert kinds(board) == {FlagKind.TOO_MANY}


@given(st.integers(0, 60))
def test_a_post_that_ends_within_thirty_days_is_flagged_unless_somebody_follows(ahead: int) -> None:
    last = TODAY + timedelta(days=ahead)
    ending = with_post(Role.DPO, last=last)
    assert (FlagKind.ENDING in kinds(ending, Role.DPO)) == (ahead <= 30)
    followed = ending._replace(posts=(*ending.posts, held(93, Role.DPO, first=last + timedelta(days=1))))
    assert flags_of(followed, TODAY) == []


def test_who_begins_the_day_after_follows_in_a_post_that_several_may_hold() -> None:
    last = TODAY + timedelta(days=20)
    colleague = held(95, Role.COMPUTING_LEAD)
    ending = FULL._replace(posts=(*FULL.posts, colleague, held(96, Role.COMPUTING_LEAD, last=last)))
    assert kinds(ending) == {FlagKind.ENDING}, "a colleague has work of their own"
    handed_over = held(97, Role.COMPUTING_LEAD, first=last + timedelta(days=1))
    assert flags_of(ending._replace(posts=(*ending.posts, handed_over)), TODAY) == []


def test_a_technician_without_supplier_or_end_is_flagged() -> None:
    ok = held(94, Role.TECHNICIAN, supplier="Beck Valley School IT", last=date(2027, 8, 31))
    assert flags_of(FULL._replace(posts=(*FULL.posts, ok)), TODAY) == []
    for change in ({"supplier": ""}, {"last": None}):
        board = FULL._replace(posts=(*FULL.posts, ok._replace(**change)))
        assert kinds(board) == {FlagKind.NO_SUPPLIER}


def test_a_governor_without_a_minute_is_flagged_as_less_urgent() -> None:
    board = with_post(Role.CHAIR, minute="")
    assert not the_flag(board, FlagKind.NO_MINUTE).urgent


def test_somebody_who_has_left_and_still_holds_a_post_is_flagged() -> None:
    assert kinds(with_post(Role.HEAD, closed=True)) == {FlagKind.LEFT}


def test_urgent_flags_come_first() -> None:
    board = Board(tuple(post for post in with_post(Role.CHAIR, minute="").posts if post.role is not Role.DPO))
    assert [flag.urgent for flag in flags_of(board, TODAY)] == [True, False]


@given(st.sets(st.sampled_from(NAMED)), st.sampled_from(NAMED))
def test_one_more_role_never_mends_a_meeting(roles: set[Role], more: Role) -> None:
    assert set(meeting(roles)) <= set(meeting(roles | {more}))
