"""What is worth looking at first: each rule at its edge, never more than three, and plain words when nothing is."""

import pytest

from belisha.activity.questions import Totals
from belisha.activity.reports.attention import MOST, looked_for, worth_looking_at
from belisha.activity.reports.page import as_page
from belisha.activity.reports.periods import Earlier
from belisha.activity.reports.report import Report, Wanted
from belisha.activity.reports.tests.made import (
    BEFORE,
    OAK,
    bare,
    finding,
    hour,
    newcomer,
    nobody,
    refused,
)
from belisha.activity.reports.text import as_text


def rules(report: Report) -> list[str]:
    return [worth.rule for worth in worth_looking_at(report)]


def test_an_ordinary_week_has_nothing_that_stands_out_and_says_so() -> None:
    report = bare(refused=[refused("games", 4, 4), refused("adverts", 90, 2)], hours=[hour(10, 40), hour(22, 4)])
    assert rules(report) == []
    assert "Nothing stands out in this week." in as_page(report)
    assert looked_for() in as_page(report)
    assert "Nothing stands out in this week." in as_text(report)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("danger", {"welfare": [finding("danger")]}),
        ("help", {"welfare": [finding("advisory", "asking-for-help")]}),
        ("caution", {"welfare": [finding("caution", "bullying")]}),
        ("round-the-filter", {"refused": [refused("proxies-and-vpns", 2, 2), refused("dns-over-https", 1, 1)]}),
        ("grave", {"refused": [refused("weapons", 1, 1)]}),
        ("more-blocked", {"refused": [refused("games", 10, 5)]}),
        ("at-night", {"hours": [hour(21, 3), hour(5, 2)]}),
        ("silent", {"now": Totals(), "before": Totals(is_now=False, pages=50)}),
        ("new-site", {"newcomers": [newcomer("new.example", 10)]}),
        ("nobody", {"nobody": [nobody(50)]}),
    ],
)
def test_each_rule_speaks_at_its_threshold_with_a_reason(rule: str, fields: dict[str, object]) -> None:
    (worth,) = worth_looking_at(bare(**fields))
    assert worth.rule == rule
    assert worth.sentence.endswith(".")
    assert worth.why.endswith(".")


@pytest.mark.parametrize(
    "fields",
    [
        {"welfare": [finding("advisory", "gambling")]},
        {"refused": [refused("proxies-and-vpns", 2, 2)]},
        {"refused": [refused("weapons", 0, 3)]},
        {"refused": [refused("games", 10, 6)]},
        {"refused": [refused("games", 4, 0)]},
        {"refused": [refused("adverts", 100, 0)]},
        {"hours": [hour(21, 4), hour(6, 90), hour(20, 90)]},
        {"now": Totals(), "before": Totals(is_now=False, pages=49)},
        {"newcomers": [newcomer("new.example", 9)]},
        {"newcomers": None},
        {"nobody": [nobody(49)]},
        {"now": Totals(requests=9_000, nobody_known=9_000)},
    ],
)
def test_no_rule_speaks_below_its_threshold(fields: dict[str, object]) -> None:
    assert rules(bare(**fields)) == []


def test_what_is_much_for_one_child_is_little_for_a_school() -> None:
    fields: dict[str, object] = {"refused": [refused("games", 12, 5)], "newcomers": [newcomer("new.example", 12)]}
    assert rules(bare(**fields)) == ["more-blocked", "new-site"]
    assert rules(bare(OAK, **fields)) == []


def test_the_gravest_comes_first_and_three_are_the_most() -> None:
    report = bare(
        refused=[refused("gambling", 9, 1), refused("proxies-and-vpns", 5)],
        newcomers=[newcomer("new.example", 30)],
        welfare=[finding("caution", "bullying"), finding("danger")],
    )
    assert rules(report) == ["danger", "caution", "round-the-filter"]
    assert len(rules(report)) == MOST


def test_a_short_week_is_compared_by_the_school_day() -> None:
    report = bare(refused=[refused("games", 10, 8)])
    assert rules(report) == []
    shorter = Wanted(stretch=report.wanted.stretch, earlier=Earlier(BEFORE, "the week before", 2, 5))
    assert rules(bare(wanted=shorter, refused=[refused("games", 10, 8)])) == ["more-blocked"]


def test_silence_in_a_holiday_is_nothing_to_look_at() -> None:
    holiday = Wanted(stretch=bare().wanted.stretch, earlier=Earlier(BEFORE, "the week before", 0, 5))
    assert rules(bare(wanted=holiday, now=Totals(), before=Totals(is_now=False, pages=500))) == []


def test_a_report_that_names_nobody_names_nobody_here_either() -> None:
    two = [finding("danger", person="amy"), finding("danger", person="ben", id="f2")]
    (worth,) = worth_looking_at(bare(OAK, welfare=two))
    assert worth.sentence == "2 findings about suicide and self-harm by 2 people, the first on Tue 17 Nov, 10:15."
