"""A policy that comes from no file has the same faults as one that does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from belisha.engine.policy.checking import check, check_edits
from belisha.engine.policy.edits import (
    AddRule,
    Edit,
    Holder,
    HolderKind,
    HoldProfile,
    LockCategories,
    SetNetwork,
    SetProfile,
)
from belisha.engine.policy.model import Network, Policy, Profile, SiteRule
from belisha.engine.policy.tests.builders import (
    OAKFIELD,
    POLICY,
    PROFILES,
    rule,
    with_federation,
    with_rules,
    with_school,
)

HERE = Holder(kind=HolderKind.SCHOOL, school="oakfield")


def strict() -> Policy:
    """The policy of the builders with somebody unknown who is as strict as they must be."""
    kinds = replace(PROFILES["strictest"], youtube="strict")
    return replace(POLICY, profiles={**PROFILES, "strictest": kinds})


def told(policy: Policy) -> str:
    return "\n".join(f"{fault.where}: {fault.message}" for fault in check(policy))


def test_a_policy_that_is_whole_has_no_faults() -> None:
    assert told(strict()) == ""


def test_a_fault_names_its_place_and_no_line() -> None:
    faults = check(with_rules(at="hazel", rules=[rule("x", "co.uk", "allow")]))
    assert {fault.line for fault in faults} == {0}
    assert "schools.oakfield.classes.hazel.rules[0]: a rule that opens a site needs an end" in told(
        with_rules(at="hazel", rules=[rule("x", "co.uk", "allow")])
    )


def test_two_of_one_name_are_told_by_their_places() -> None:
    twice = with_school(networks={"a": Network(range="10.1.0.0/16"), "b": Network(range="10.1.0.0/16")})
    assert "schools.oakfield.networks.b.range: “10.1.0.0/16” is also at schools.oakfield.networks.a" in told(twice)


def test_a_profile_that_is_held_cannot_be_gone() -> None:
    without = {name: profile for name, profile in PROFILES.items() if name != "guests"}
    assert "there is no profile “guests”" in told(replace(POLICY, profiles=without))


def test_whoever_is_not_known_has_the_strictest_profile() -> None:
    assert "is for people not known, but" in told(with_federation(unknown="staff"))


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (SetProfile(id="Big Letters", profile=None), "cannot be an id"),
        (SetProfile(id="a", profile=Profile(name="A", block=("gaems",))), "did you mean “games”"),
        (SetProfile(id="a", profile=Profile(name="A", approved={"gaems": ("games",)})), "“gaems” is not a category"),
        (SetProfile(id="a", profile=Profile(name="A" * 3000)), "longer than"),
        (SetProfile(id="a", profile=Profile(name="A", blocked_file_kinds=("films",))), "“films” is not a file kind"),
        (LockCategories(school="", categories=("gaems",)), "“gaems” is not a category"),
        (AddRule(holder=HERE, rule=SiteRule(id="x", address="HTTP://Example.org", verdict="block")), "must be written"),
        (AddRule(holder=HERE, rule=SiteRule(id="x", address="*.example.org", verdict="block")), "has a star in it"),
        (SetNetwork(school="oakfield", id="x", network=Network(range="10.0.0.1/8")), "not where a range begins"),
    ],
)
def test_a_text_of_an_edit_that_is_not_of_its_form_is_told(edit: Edit, sentence: str) -> None:
    faults = check_edits([edit], {"games", "chat"}, {"programs"})
    assert [fault for fault in faults if sentence in fault.message]


def test_edits_as_they_should_be_have_no_faults() -> None:
    edits = (
        SetProfile(id="clubs", profile=Profile(name="Clubs", inherits="juniors", block=("games",))),
        HoldProfile(holder=HERE, profile="clubs"),
        AddRule(holder=HERE, rule=rule("x", "example.org/a", "allow", datetime(2027, 1, 1, tzinfo=UTC))),
        SetNetwork(school="oakfield", id="new", network=OAKFIELD.networks["guests"]),
    )
    assert check_edits(edits, {"games", "chat"}, {"programs"}) == []
