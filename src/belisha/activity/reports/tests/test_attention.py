"""What is worth looking at first: each rule at its edge, never more than three, and plain words when nothing is."""

import pytest

from belisha.activity.days import Period
from belisha.activity.questions import Totals
from belisha.activity.reports.attention import MOST, looked_for, worth_looking_at
from belisha.activity.reports.page import as_page
from belisha.activity.reports.periods import Earlier, Length, Stretch
from belisha.activity.reports.report import Report, Wanted
from belisha.activity.reports.spreadsheet import as_csv
from belisha.activity.reports.tests.made import (
    BEFORE,
    MAKING,
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
    assert looked_for(report) in as_page(report)
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


def test_what_somebody_called_a_false_alarm_is_shown_as_one_and_stands_at_the_head_no_more() -> None:
    said = "A false alarm, said Ms Rook on Wed 18 Nov 2026: a song."
    one = finding("danger", false_alarm=said, stands=False)
    report = bare(welfare=[one])
    assert rules(report) == []
    for form in (as_page(report), as_text(report)):
        assert "false alarm (was danger)" in form
    assert said in as_page(report)
    assert said in as_csv(report)
    more = finding("danger", false_alarm=f"{said} But more came after that.")
    assert rules(bare(welfare=[more])) == ["danger"]


def test_of_one_person_the_words_stand_at_the_head_and_of_several_only_the_themes() -> None:
    two = [finding("danger"), finding("danger", "grooming")]
    (worth,) = worth_looking_at(bare(welfare=two))
    assert worth.sentence == (
        "2 findings about suicide and self-harm, and about grooming and meeting strangers, the first on "
        "Tue 17 Nov, 10:15: “a sad search”."
    )
    assert "a sad search" not in worth_looking_at(bare(OAK, welfare=two))[0].sentence


def test_a_report_without_what_was_found_never_says_that_nothing_was() -> None:
    report = bare(OAK, welfare=None)
    for form in (as_page(report), as_text(report), as_csv(report)):
        assert "What was found stands with the alerts" in form
        assert "No welfare theme was found" not in form
        assert "looked for welfare themes" not in form


def test_a_day_that_has_only_just_begun_is_no_silence() -> None:
    today = Wanted(
        stretch=Stretch(Length.DAY, Period(MAKING.at.date(), MAKING.at.date())), earlier=bare().wanted.earlier
    )
    before = Totals(is_now=False, pages=500)
    assert rules(bare(wanted=today, now=Totals(), before=before)) == []
    assert "Today is not over yet." in as_page(bare(wanted=today, now=Totals(), before=before))


def test_a_report_that_names_nobody_names_nobody_here_either() -> None:
    two = [finding("danger", person="amy"), finding("danger", person="ben", id="f2")]
    (worth,) = worth_looking_at(bare(OAK, welfare=two))
    assert worth.sentence == "2 findings about suicide and self-harm by 2 people, the first on Tue 17 Nov, 10:15."
