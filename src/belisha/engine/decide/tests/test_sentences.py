"""What a verdict says for itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from belisha.engine.decide import Request, Rulebook, Verdict, decide, summarise, what_would_change
from belisha.engine.decide.sentences import title
from belisha.engine.decide.tests.index import index_of
from belisha.engine.policy.tests.builders import BREAK, LESSON, POLICY, rule, with_federation, with_rules, with_school

if TYPE_CHECKING:
    from belisha.engine.policy import Policy

INDEX = index_of(
    {
        "games.example": ("games",),
        "learn.example": ("games", "educational-games"),
        "sport.example": ("sport",),
        "illegal.example": ("iwf",),
    }
)
KNOWN = "Amir Stone, of Choir, Hazel class, Year 4, Key Stage 2, signed in."
BY = "by Oakfield Primary School's profile “Juniors”."

CLOSES = rule("r", "games.example")
LOCKS = rule("r", "games.example", locked=True)
OPENS = rule("r", "games.example", "allow")


def ask(url: str, policy: Policy = POLICY, *, user: str | None = "amir.stone", at: str = "lesson") -> Verdict:
    return decide(Request(url, user), Rulebook.of(policy), INDEX, LESSON if at == "lesson" else BREAK)


def test_a_block_by_category_names_list_version_group_and_profile() -> None:
    assert ask("games.example").chain == (
        KNOWN,
        "games.example is in the category Games (list test/games, version 2026-07-01).",
        f"This category is blocked for Year 4, {BY}",
    )


@pytest.mark.parametrize(
    ("url", "at", "last"),
    [
        ("sport.example", "lesson", f"This category is blocked for Year 4 during lessons, {BY}"),
        ("sport.example", "break", f"This category is open for Year 4, {BY}"),
        ("games.example", "break", f"This category is open for Year 4 at break, {BY}"),
        (
            "learn.example",
            "lesson",
            f"It is also in Games, which is blocked for Year 4, {BY[:-1]}, but this category is approved for it.",
        ),
        ("nowhere.example", "lesson", f"It is in no list; such sites are open for Year 4, {BY}"),
        ("nowhere.example/a.exe", "lesson", f"Files of the kind programs are blocked for Year 4, {BY}"),
        ("illegal.example", "lesson", "It is on the locked list IWF: nobody, at any level, can open it."),
        ("http://a b", "lesson", "This is not one clear address: a host name cannot hold a blank."),
    ],
)
def test_the_last_sentence_says_what_decided(url: str, at: str, last: str) -> None:
    assert ask(url, at=at).chain[-1] == last


def test_a_rule_tells_its_reason_owner_and_end() -> None:
    policy = with_rules(at="year-4", rules=[rule("y4-1", "games.example", "allow", LESSON + timedelta(hours=1))])
    assert ask("games.example", policy).chain[1:] == (
        "The rule y4-1 of Year 4 opens games.example until 10:30 on Monday 14 September 2026.",
        "Reason: For a test.",
        "Owner: the tester.",
    )


def test_a_rule_until_the_end_of_a_day_says_the_day() -> None:
    midnight = LESSON.replace(day=18, hour=23, minute=0)
    policy = with_rules(at="year-4", rules=[rule("y4-1", "games.example", "allow", midnight)])
    assert "until the end of Friday 18 September 2026." in ask("games.example", policy).chain[1]


def test_names_with_braces_or_percent_signs_are_only_names() -> None:
    policy = with_school(
        name="The {slot} %s School", years={"year-4": replace(POLICY.schools["oakfield"].years["year-4"], name="{0}")}
    )
    assert "for {0}, by The {slot} %s School's profile" in ask("games.example", policy).chain[-1]


def test_for_people_not_known_it_says_so() -> None:
    assert (
        "for people who are not known, by the federation's profile “Strictest”"
        in ask("games.example", user=None).chain[-1]
    )


def test_a_summary_has_what_the_log_needs() -> None:
    summary = summarise(ask("games.example"))
    assert summary[:-1] == ("block", "games", "", "test/games", "2026-07-01", "juniors")
    assert summary.reason == ask("games.example").chain
    by_rule = summarise(ask("games.example", with_rules(at="hazel", rules=[rule("r", "games.example")])))
    assert by_rule[:-1] == ("block", "", "r", "", "", "juniors")


@pytest.mark.parametrize(
    ("url", "policy", "sentence"),
    [
        ("illegal.example", POLICY, "Nobody at the school or federation can open it"),
        ("games.example", with_federation(locked_categories=("games",)), "Only The Federation could"),
        ("games.example", POLICY, "A site rule that names games.example"),
        ("games.example", POLICY, "It may change by itself at 10:30 on Monday 14 September 2026."),
        ("games.example", with_rules(at="hazel", rules=[CLOSES]), "the rule r of Hazel class (owner: the tester)"),
        ("games.example", with_rules(at="federation", rules=[LOCKS]), "Only the federation could"),
        ("games.example", with_rules(at="hazel", rules=[OPENS]), "the rule r of Hazel class"),
        ("nowhere.example", POLICY, "A site rule for Year 4 would close it"),
        ("nowhere.example/a.exe", POLICY, "whose profile allows programs"),
        ("http://a b", POLICY, "as a browser shows it"),
    ],
)  # fmt: skip
def test_it_says_what_would_change_the_verdict(url: str, policy: Policy, sentence: str) -> None:
    assert any(sentence in one for one in what_would_change(ask(url, policy)))


def test_somebody_not_known_is_told_to_sign_in() -> None:
    assert any("Signing in" in one for one in what_would_change(ask("nowhere.example", user=None)))
    assert any("site rule" in one for one in what_would_change(ask("nowhere.example", user=None)))


@pytest.mark.parametrize(
    ("identifier", "written"),
    [
        ("proxies-and-vpns", "Proxies and VPNs"),
        ("dns-over-https", "DNS over HTTPS"),
        ("iwf", "IWF"),
        ("games", "Games"),
    ],
)
def test_an_identifier_is_written_as_words(identifier: str, written: str) -> None:
    assert title(identifier) == written
