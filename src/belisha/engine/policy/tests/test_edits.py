"""Edits: what they do, that what was done can be taken back, and the sentences of those that do not fit."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.policy.edits import (
    AddRule,
    Edit,
    EditError,
    EndRule,
    Holder,
    HolderKind,
    HoldProfile,
    LockCategories,
    SetNetwork,
    SetProfile,
    apply,
    dump_edits,
    load_edits,
    profile_held,
    rules_held,
    undoing,
)
from belisha.engine.policy.model import Network, Policy, Profile
from belisha.engine.policy.store import dump
from belisha.engine.policy.tests.builders import POLICY, rule, with_rules

UNTIL = datetime(2027, 7, 21, tzinfo=UTC)
START = with_rules(at="hazel", rules=[rule("h1", "example.org"), rule("h2", "example.net/a", "allow", UNTIL)])
FEDERATION = Holder(kind=HolderKind.FEDERATION)
HOLDERS = [
    FEDERATION,
    Holder(kind=HolderKind.SCHOOL, school="oakfield"),
    Holder(kind=HolderKind.KEY_STAGE, school="oakfield", id="ks2"),
    Holder(kind=HolderKind.YEAR, school="oakfield", id="year-4"),
    Holder(kind=HolderKind.CLASS, school="oakfield", id="hazel"),
    Holder(kind=HolderKind.GROUP, school="oakfield", id="choir"),
    Holder(kind=HolderKind.PERSON, school="oakfield", id="p1"),
    Holder(kind=HolderKind.SCHOOL, school="st-brigids"),
]
PLACES = [
    Holder(kind=HolderKind.ROOM, school="oakfield", id="suite"),
    Holder(kind=HolderKind.UNKNOWN, school="oakfield"),
]
SUBJECTS = st.lists(st.sampled_from(["games", "chat", "sport", "news"]), unique=True).map(tuple)


def sorted_rules(policy: Policy) -> bytes:
    """A policy in which the order of rules, which decides nothing, does not count."""
    rules = sorted(rules_held(policy), key=lambda held: held[1].id)
    bare = apply(policy, [EndRule(id=found.id) for _, found in rules])
    return dump(apply(bare, [AddRule(holder=holder, rule=found) for holder, found in rules]))


@st.composite
def some_edits(draw: st.DrawFn) -> list[Edit]:
    """Edits that fit, one after the other: an end is of a rule that stands then."""
    standing = ["h1", "h2"]
    edits: list[Edit] = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["profile", "hold", "add", "end", "lock", "network"]))
        if kind == "end" and standing:
            edits.append(EndRule(id=standing.pop(draw(st.integers(0, len(standing) - 1)))))
        elif kind == "add":
            standing.append(f"new-{number}")
            added = rule(f"new-{number}", draw(st.sampled_from(["a.example", "b.example/c"])))
            edits.append(AddRule(holder=draw(st.sampled_from(HOLDERS)), rule=added, account="7"))
        elif kind not in {"add", "end"} and fits(edits, other := draw(_other(kind))):
            edits.append(other)
    return edits


def fits(edits: list[Edit], edit: Edit) -> bool:
    """A profile that is in use cannot go, and one that has gone cannot be given."""
    try:
        apply(START, [*edits, edit])
    except EditError:
        return False
    return True


def _other(kind: str) -> st.SearchStrategy[Edit]:
    if kind == "profile":
        made = st.builds(
            Profile, name=st.sampled_from(["Clubs", "Library"]), inherits=st.just("juniors"), block=SUBJECTS
        )
        return st.builds(SetProfile, id=st.sampled_from(["clubs", "juniors"]), profile=st.none() | made)
    if kind == "lock":
        return st.builds(LockCategories, school=st.sampled_from(["", "oakfield"]), categories=SUBJECTS)
    if kind == "network":
        ranges = st.builds(Network, range=st.sampled_from(["10.20.0.0/16", "10.9.0.0/16"]))
        networks = st.none() | ranges
        return st.builds(
            SetNetwork, school=st.just("oakfield"), id=st.sampled_from(["classrooms", "new"]), network=networks
        )
    own = st.sampled_from(["staff", "guests"])
    may_inherit = st.builds(HoldProfile, holder=st.sampled_from(HOLDERS[1:] + PLACES), profile=st.none() | own)
    return may_inherit | st.builds(HoldProfile, holder=st.just(FEDERATION), profile=own)


@given(some_edits())
def test_what_was_done_is_taken_back_by_its_inverse(edits: list[Edit]) -> None:
    back = undoing(START, edits)
    assert sorted_rules(apply(apply(START, edits), back)) == sorted_rules(START)


@given(some_edits())
def test_taking_back_twice_does_it_again(edits: list[Edit]) -> None:
    done = apply(START, edits)
    again = undoing(done, undoing(START, edits))
    assert sorted_rules(apply(START, again)) == sorted_rules(done)


@given(some_edits())
def test_edits_are_kept_and_read_again(edits: list[Edit]) -> None:
    assert load_edits(dump_edits(edits)) == tuple(edits)


def test_a_reason_and_a_day_of_review_are_kept_with_a_persons_own_profile() -> None:
    child = HOLDERS[6]
    edit = HoldProfile(holder=child, profile="infants", reason="Reads signs, not text.", review_on=date(2026, 12, 1))
    assert load_edits(dump_edits([edit])) == (edit,)


def test_a_profile_is_made_and_given_in_one_go() -> None:
    holder = Holder(kind=HolderKind.CLASS, school="oakfield", id="hazel")
    edits = [
        SetProfile(id="clubs", profile=Profile(name="Clubs", inherits="juniors")),
        HoldProfile(holder=holder, profile="clubs"),
    ]
    assert profile_held(apply(POLICY, edits), holder) == "clubs"


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (EndRule(id="nothing"), "There is no rule"),
        (AddRule(holder=FEDERATION, rule=rule("h1", "a.example")), "There is a rule h1 already"),
        (AddRule(holder=Holder(kind=HolderKind.SCHOOL, school="no"), rule=rule("x", "a.example")), "no school “no”"),
        (AddRule(holder=PLACES[1], rule=rule("x", "a.example")), "not known hold no rules"),
        (HoldProfile(holder=FEDERATION, profile=None), "always have a profile"),
        (HoldProfile(holder=FEDERATION, profile="no"), "no profile “no”"),
        (HoldProfile(holder=Holder(kind=HolderKind.CLASS, school="oakfield", id="elm"), profile=None), "There is no"),
        (SetNetwork(school="no", id="a", network=None), "no school “no”"),
        (SetProfile(id="guests", profile=None), "cannot go while somebody has it: guests at Oakfield"),
        (SetProfile(id="everyone", profile=None), "cannot go: Juniors, Staff, Guests inherits from it"),
    ],
)
def test_an_edit_that_does_not_fit_says_why(edit: Edit, sentence: str) -> None:
    with pytest.raises(EditError, match=sentence):
        apply(START, [edit])
    with pytest.raises(EditError, match=sentence):
        apply(START, undoing(START, [edit]))


def test_a_room_holds_no_rules() -> None:
    with pytest.raises(EditError, match="room"):
        apply(START, [AddRule(holder=PLACES[0], rule=rule("x", "a.example"))])


def test_nothing_but_the_edited_changes() -> None:
    done = apply(START, [LockCategories(school="oakfield", categories=("gambling",))])
    assert replace(done.schools["oakfield"], locked_categories=()) == START.schools["oakfield"]
