"""Which site rule decides for an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from belisha.engine.policy import site_rules
from belisha.engine.policy.model import Level
from belisha.engine.policy.site_rules import PlacedRule, SiteRules
from belisha.engine.policy.tests.builders import rule

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)


def found(rules: list[tuple[str, Level, str]], host: str, path: str = "/", query: str = "") -> str | None:
    """The id (its own text) of the rule that decides."""
    placed = [
        PlacedRule(rule(f"{verdict} {address} {level.name}", address, verdict), level, "")
        for address, level, verdict in rules
    ]
    decides = SiteRules(placed).find(host, path, query, NOW).placed
    wide = [each for each in placed if each.level <= Level.SCHOOL]
    own = [each for each in placed if each.level > Level.SCHOOL]
    assert SiteRules(own, SiteRules(wide)).find(host, path, query, NOW).placed == decides, "shared rules decide alike"
    return decides.rule.id if decides else None


def test_a_rule_covers_everything_below_its_host() -> None:
    rules = [("bbc.co.uk", Level.SCHOOL, "block")]
    assert found(rules, "www.bbc.co.uk", "/any")
    assert found(rules, "bbc.co.uk")
    assert found(rules, "notbbc.co.uk") is None
    assert found(rules, "co.uk") is None


@pytest.mark.parametrize(
    ("path", "covered"),
    [
        ("/bitesize", True),
        ("/bitesize/", True),
        ("/bitesize/a/b", True),
        ("/bitesize2", False),
        ("/", False),
        ("/BITESIZE", True),
    ],
)
def test_a_rule_with_a_path_covers_whole_segments(path: str, covered: bool) -> None:
    assert (found([("bbc.co.uk/bitesize", Level.SCHOOL, "block")], "www.bbc.co.uk", path) is not None) is covered


def test_a_rule_that_opens_opens_only_what_it_says() -> None:
    assert found([("bbc.co.uk/bitesize", Level.SCHOOL, "allow")], "bbc.co.uk", "/BITESIZE") is None


@pytest.mark.parametrize("path", ["/b%69tesize/x", "//bitesize/x", "/x/../bitesize", "/./bitesize"])
def test_no_spelling_of_a_path_dodges_a_rule(path: str) -> None:
    assert found([("bbc.co.uk/bitesize", Level.SCHOOL, "block")], "bbc.co.uk", path)


def test_a_rule_with_a_query_covers_addresses_that_hold_all_of_it() -> None:
    rules = [("youtube.com/watch?v=abc", Level.YEAR, "allow")]
    assert found(rules, "www.youtube.com", "/watch", "v=abc")
    assert found(rules, "www.youtube.com", "/watch", "t=10&v=abc")
    assert found(rules, "www.youtube.com", "/watch", "v=abcd") is None
    assert found(rules, "www.youtube.com", "/watch") is None


def test_the_most_specific_address_wins_whatever_its_level() -> None:
    rules = [
        ("example.org", Level.PERSON, "block"),
        ("www.example.org", Level.FEDERATION, "allow"),
        ("www.example.org/a", Level.SCHOOL, "block"),
        ("www.example.org/a/b", Level.FEDERATION, "allow"),
    ]
    assert found(rules, "www.example.org", "/a/b/c") == "allow www.example.org/a/b FEDERATION"
    assert found(rules, "www.example.org", "/a") == "block www.example.org/a SCHOOL"
    assert found(rules, "www.example.org") == "allow www.example.org FEDERATION"
    assert found(rules, "mail.example.org") == "block example.org PERSON"


def test_a_longer_host_is_more_specific_than_a_longer_path() -> None:
    rules = [("example.org/a/b/c", Level.PERSON, "block"), ("www.example.org", Level.FEDERATION, "allow")]
    assert found(rules, "www.example.org", "/a/b/c") == "allow www.example.org FEDERATION"


@pytest.mark.parametrize("levels", [(low, high) for high in Level for low in Level if low < high])
def test_at_equal_address_the_most_specific_level_wins(levels: tuple[Level, Level]) -> None:
    low, high = levels
    rules = [("a.example", low, "block"), ("a.example", high, "allow")]
    assert found(rules, "a.example") == f"allow a.example {high.name}"
    assert found(rules[::-1], "a.example") == f"allow a.example {high.name}"


def test_at_equal_address_and_level_block_wins() -> None:
    rules = [("a.example", Level.GROUP, "allow"), ("a.example", Level.GROUP, "block")]
    assert found(rules, "a.example") == found(rules[::-1], "a.example") == "block a.example GROUP"


def test_an_address_written_in_numbers_has_no_parents() -> None:
    assert found([("0.1", Level.SCHOOL, "block"), ("[::1]", Level.SCHOOL, "block")], "10.0.0.1") is None
    assert found([("[::1]/a", Level.SCHOOL, "block")], "[::1]", "/a")


def test_a_rule_ends_at_its_instant() -> None:
    rules = SiteRules([PlacedRule(rule("r", "a.example", "allow", NOW), Level.SCHOOL, "")])
    assert rules.find("a.example", "/", "", NOW - timedelta(microseconds=1)).placed
    assert rules.find("a.example", "/", "", NOW).placed is None


def test_a_lapsed_rule_lets_the_next_one_decide() -> None:
    lapsed = PlacedRule(rule("lapsed", "www.a.example", "allow", NOW), Level.PERSON, "")
    rules = SiteRules([lapsed, PlacedRule(rule("next", "a.example"), Level.SCHOOL, "")])
    decides = rules.find("www.a.example", "/", "", NOW).placed
    assert decides is not None
    assert decides.rule.id == "next"


def test_it_is_said_when_another_path_may_find_another_rule() -> None:
    rules = SiteRules(
        [PlacedRule(rule("r", "a.example/x"), Level.SCHOOL, ""), PlacedRule(rule("s", "b.example"), Level.SCHOOL, "")]
    )
    assert rules.find("a.example", "/", "", NOW).by_path
    assert rules.find("www.a.example", "/x", "", NOW).by_path
    assert not rules.find("b.example", "/", "", NOW).by_path
    assert not rules.find("c.example", "/", "", NOW).by_path


def test_rules_are_made_ready_when_their_host_is_first_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[PlacedRule] = []
    ready = site_rules._target
    monkeypatch.setattr(site_rules, "_target", lambda placed: made.append(placed) or ready(placed))
    rules = [PlacedRule(rule(f"r{n}", f"site{n}.example", "block"), Level.SCHOOL, "") for n in range(20)]
    looked_up = SiteRules(rules)
    assert not made
    for _ in range(2):
        assert looked_up.find("www.site7.example", "/", "", NOW).placed == rules[7]
    assert made == [rules[7]]
