"""How edits join the edits that a draft holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.changes.rules.edits import joined
from belisha.engine.policy.edits import AddRule, EndRule, Holder, HolderKind, LockCategories
from belisha.engine.policy.model import SiteRule

if TYPE_CHECKING:
    from belisha.engine.policy.edits import Edit

SCHOOL = Holder(kind=HolderKind.SCHOOL, school="oakfield")


def _adding(name: str, address: str = "castles.example") -> AddRule:
    return AddRule(holder=SCHOOL, rule=SiteRule(id=name, address=address, verdict="block"))


def test_a_later_word_on_the_same_thing_replaces_the_earlier_one() -> None:
    first = LockCategories(school="oakfield", categories=("games",))
    later = LockCategories(school="oakfield", categories=("chat",))
    assert joined([first, _adding("a")], [later]) == (_adding("a"), later)


def test_a_rule_that_is_added_and_ended_in_one_draft_leaves_nothing() -> None:
    assert joined([_adding("a"), _adding("b")], [EndRule(id="a")]) == (_adding("b"),)


def test_a_rule_that_is_ended_and_added_again_is_two_edits_of_which_the_second_can_be_said_anew() -> None:
    ended = EndRule(id="a")
    again = joined([ended, _adding("a")], [_adding("a", "forts.example")])
    assert again == (ended, _adding("a", "forts.example"))


def test_what_comes_at_once_joins_as_what_comes_one_after_the_other() -> None:
    edits: list[Edit] = [_adding("a"), EndRule(id="b"), _adding("b"), EndRule(id="a"), EndRule(id="b"), _adding("a")]
    one_by_one: tuple[Edit, ...] = ()
    for edit in edits:
        one_by_one = joined(one_by_one, [edit])
    assert joined([], edits) == one_by_one
