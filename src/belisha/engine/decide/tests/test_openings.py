"""A category that a teacher opened for a class until a moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.decide import (
    Allowed,
    Blocked,
    ByCategory,
    ByFileKind,
    ByRule,
    LockedList,
    OpenedForClass,
    Request,
    Rulebook,
    SchoolLocked,
    Verdict,
    decide,
    summarise,
    what_would_change,
)
from belisha.engine.decide.tests.index import index_of
from belisha.engine.decide.tests.test_properties import CATEGORIES, ask, indexes, moments, policies, urls, users
from belisha.engine.policy.model import Opening
from belisha.engine.policy.tests.builders import BREAK, LESSON, OAKFIELD, POLICY, rule, with_rules, with_school

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.engine.policy import Policy

INDEX = index_of(
    {
        "games.example": ("games",),
        "chat.example": ("chat",),
        "both.example": ("games", "chat"),
        "bad.example": ("games", "pornography"),
        "illegal.example": ("games", "iwf"),
        "sport.example": ("sport",),
    }
)
END = LESSON + timedelta(minutes=20)
WRITTEN = "09:50 on Monday 14 September 2026"
ELSE = "Oakfield Primary School's profile “Juniors”"


def opening(category: str = "games", until: datetime = END, number: int = 1) -> Opening:
    return Opening(id=f"lesson-{number}", category=category, until=until, owner="Jo Winter")


def opened(*openings: Opening, policy: Policy = POLICY) -> Policy:
    """A policy in which these categories are open to Hazel class."""
    school = policy.schools["oakfield"]
    hazel = replace(school.classes["hazel"], openings=openings)
    return replace(
        policy, schools={**policy.schools, "oakfield": replace(school, classes={**school.classes, "hazel": hazel})}
    )


def judge(url: str, policy: Policy, now: datetime = LESSON, user: str | None = "amir.stone") -> Verdict:
    return decide(Request(f"https://{url}/", user), Rulebook.of(policy), INDEX, now)


def test_it_opens_for_the_class_and_says_who_opened_it_until_when() -> None:
    verdict = judge("games.example", opened(opening()))
    assert isinstance(verdict, Allowed)
    assert isinstance(verdict.because, OpenedForClass)
    assert verdict.until == END
    assert verdict.chain[1:] == (
        "games.example is in the category Games (list test/games, version 2026-07-01).",
        f"Jo Winter opened this category for Hazel class until {WRITTEN}; else {ELSE} blocks it.",
    )
    assert summarise(verdict)[:3] == ("allow", "games", "lesson-1")
    assert what_would_change(verdict) == (
        f"It may change by itself at {WRITTEN}.",
        "Jo Winter can close it sooner, and so can a filter manager.",
    )


def test_at_its_end_it_closes_to_the_second() -> None:
    policy = opened(opening())
    assert isinstance(judge("games.example", policy, END - timedelta(seconds=1)), Allowed)
    assert isinstance(judge("games.example", policy, END), Blocked)


@pytest.mark.parametrize("user", ["j.winter", "wren.hale", "nobody", None])
def test_for_nobody_outside_the_class_does_anything_change(user: str | None) -> None:
    plain, with_it = (judge("games.example", policy, user=user) for policy in (POLICY, opened(opening())))
    assert summarise(plain) == summarise(with_it)


def test_a_site_that_is_also_in_another_blocked_category_stays_shut() -> None:
    verdict = judge("both.example", opened(opening("games")))
    assert isinstance(verdict.because, ByCategory)
    assert verdict.because.listing.category == "chat"
    both = judge("both.example", opened(opening("games"), opening("chat", END - timedelta(minutes=5), 2)))
    assert isinstance(both, Allowed)
    assert both.until == END - timedelta(minutes=5)


def test_of_two_openings_of_a_category_the_longer_counts() -> None:
    verdict = judge("games.example", opened(opening(until=END), opening(until=END + timedelta(hours=1), number=2)))
    assert verdict.until == BREAK.replace(hour=9, minute=30), "at break the profile relaxes games anyway"
    assert isinstance(verdict.because, OpenedForClass)
    assert verdict.because.placed.opening.id == "lesson-2"


def test_it_opens_what_the_calendar_blocks_in_lessons_too() -> None:
    assert isinstance(judge("sport.example", POLICY), Blocked)
    assert isinstance(judge("sport.example", opened(opening("sport"))), Allowed)


def test_no_lock_rule_or_file_kind_gives_way() -> None:
    assert isinstance(judge("illegal.example", opened(opening())).because, LockedList)
    locked = opened(opening(), policy=with_school(locked_categories=("games",)))
    assert isinstance(judge("games.example", locked).because, SchoolLocked)
    ruled = opened(opening(), policy=with_rules(at="school", rules=[rule("r", "games.example")]))
    assert isinstance(judge("games.example", ruled).because, ByRule)
    assert isinstance(judge("games.example/a.exe", opened(opening())).because, ByFileKind)


def test_a_device_of_the_class_has_part_in_it() -> None:
    found = decide(
        Request("https://games.example/", None, device="tablet-1"), Rulebook.of(opened(opening())), INDEX, LESSON
    )
    assert isinstance(found, Allowed)
    assert OAKFIELD.devices["tablet-1"].group == "hazel"


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    made = draw(st.lists(st.tuples(st.sampled_from(CATEGORIES), moments), max_size=4))
    return tuple(opening(category, until, number) for number, (category, until) in enumerate(made))


@given(policies(), indexes, urls, users, moments, openings())
def test_an_opening_that_has_ended_is_as_if_absent(
    policy: Policy,
    listed: dict[str, tuple[str, ...]],
    url: str,
    user: str | None,
    now: datetime,
    made: tuple[Opening, ...],
) -> None:
    ended = opened(*(replace(each, until=min(each.until, now)) for each in made), policy=policy)
    assert summarise(ask(ended, listed, url, user, now)) == summarise(ask(policy, listed, url, user, now))


@given(policies(), indexes, urls, users, moments, openings())
def test_what_is_open_by_an_opening_has_each_blocked_category_opened_for_the_class(
    policy: Policy,
    listed: dict[str, tuple[str, ...]],
    url: str,
    user: str | None,
    now: datetime,
    made: tuple[Opening, ...],
) -> None:
    before, after = ask(policy, listed, url, user, now), ask(opened(*made, policy=policy), listed, url, user, now)
    if summarise(before) == summarise(after):
        return
    assert isinstance(before, Blocked)
    assert isinstance(before.because, ByCategory)
    assert before.because.listing.category in {each.category for each in made if each.until > now}
    assert user == "amir.stone"


@given(policies(), indexes, urls, users, moments, openings(), st.integers(0, 10**9))
def test_a_verdict_stays_the_same_until_it_says_that_it_may_change(
    policy: Policy,
    listed: dict[str, tuple[str, ...]],
    url: str,
    user: str | None,
    now: datetime,
    made: tuple[Opening, ...],
    part: int,
) -> None:
    with_them = opened(*made, policy=policy)
    verdict = ask(with_them, listed, url, user, now)
    end = verdict.until or now + timedelta(days=60)
    assert end > now
    later = ask(with_them, listed, url, user, now + (end - now) * (part / (10**9 + 1)))
    assert type(later) is type(verdict)
    assert type(later.because) is type(verdict.because)
