"""The rules of findings: what belongs together, what counts once, what makes a finding graver."""

import random
from datetime import date, time
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.days import LONDON
from belisha.activity.findings.model import Hours, Identity, Kind, Sighting
from belisha.activity.findings.rules import (
    HOUR_MS,
    TYPING_MS,
    Asked,
    finding_called,
    findings_of,
    hours_of,
    is_page,
    is_search,
    listed,
    together,
    tries,
    typed_further,
)
from belisha.activity.findings.tests.made import ms, request, sighting
from belisha.engine.policy.model import Calendar, Lesson, Span
from belisha.engine.themes import Level

SUNDAY = ms("2026-11-15 00:00:00")
THEMES = st.sampled_from(["suicide-and-self-harm", "getting-round-the-filter", "gambling", "asking-for-help"])


@st.composite
def some_sightings(draw: st.DrawFn) -> list[Sighting]:
    """Up to thirty, within two and a half days, of two people at two schools."""
    return [
        sighting(
            SUNDAY + draw(st.integers(0, 60 * HOUR_MS)),
            offset=offset,
            noted=draw(st.integers(1, 5)),
            school=draw(st.sampled_from(["oak", "elm"])),
            person=draw(st.sampled_from(["amy", ""])),
            theme=draw(THEMES),
            level=draw(st.sampled_from(list(Level))),
            kind=draw(st.sampled_from(list(Kind))),
            text=draw(st.sampled_from(["cutting", "Cutting ", "why am i sad"])),
            verdict=draw(st.sampled_from(["allow", "block"])),
            hours=draw(st.sampled_from(list(Hours))),
            first=draw(st.booleans()),
        )
        for offset in range(draw(st.integers(0, 30)))
    ]


@given(some_sightings(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_finding(rows: list[Sighting], dice: random.Random) -> None:
    shuffled = [*rows, *dice.sample(rows, len(rows) // 2)]
    dice.shuffle(shuffled)
    assert findings_of(shuffled, LONDON) == findings_of(rows, LONDON)


@given(some_sightings())
def test_every_sighting_is_in_exactly_one_finding_of_its_person_and_theme(rows: list[Sighting]) -> None:
    groups = list(together(rows, LONDON))
    assert sorted(one.offset for group in groups for one in group) == sorted(one.offset for one in rows)
    for group in groups:
        assert len({(one.school, one.who, one.theme) for one in group}) == 1
        assert all(later.at - one.at <= HOUR_MS for one, later in pairwise(group))


@given(some_sightings())
def test_schools_never_change_each_others_findings(rows: list[Sighting]) -> None:
    alone = findings_of([one for one in rows if one.school == "oak"], LONDON)
    assert [one for one in findings_of(rows, LONDON) if one.school == "oak"] == alone


@given(some_sightings())
def test_a_level_rises_by_one_at_most_with_a_reason_and_never_for_asking_for_help(rows: list[Sighting]) -> None:
    for finding in findings_of(rows, LONDON):
        assert finding.read.rank <= finding.level.rank <= finding.read.rank + 1
        assert bool(finding.raised) == (finding.level != finding.read)
        assert finding.read is max((one.level for one in finding.seen), key=lambda level: level.rank)
        if finding.theme == "asking-for-help":
            assert not finding.weighs


@given(some_sightings(), st.data())
def test_a_finding_keeps_its_id_when_more_is_found_later(rows: list[Sighting], data: st.DataObject) -> None:
    for finding in findings_of(rows, LONDON):
        more = sighting(
            SUNDAY + data.draw(st.integers(0, 60 * HOUR_MS)),
            offset=1000,
            noted=9,
            school=finding.school,
            person=finding.person,
            theme=finding.theme,
        )
        after = findings_of([*rows, more], LONDON)
        kept = {one.id for one in after}
        merged = [one for one in after if one.first <= finding.first and finding.last <= one.last]
        assert finding.id in kept or merged, "two that a later one joins go by the id of the earlier noted"


def test_an_hour_between_two_makes_one_finding_and_more_makes_two() -> None:
    begin = sighting("09:00:00")
    assert len(findings_of([begin, sighting("10:00:00")], LONDON)) == 1
    assert len(findings_of([begin, sighting("10:00:01")], LONDON)) == 2


def test_midnight_does_not_divide_a_finding_and_four_in_the_morning_does() -> None:
    late = [sighting("2026-11-16 23:50:00"), sighting("2026-11-17 00:10:00")]
    assert len(findings_of(late, LONDON)) == 1
    assert len(findings_of([sighting("2026-11-17 03:50:00"), sighting("2026-11-17 04:10:00")], LONDON)) == 2


def test_an_hour_is_an_hour_when_the_clocks_change() -> None:
    # 01:30 comes twice on 25 October 2026: these two are an hour and twenty minutes apart
    first = ms("2026-10-25 00:50:00")
    assert len(findings_of([sighting(first), sighting(first + 80 * 60_000)], LONDON)) == 2
    assert len(findings_of([sighting(first), sighting(first + HOUR_MS)], LONDON)) == 1


def test_what_the_browser_asks_for_again_counts_once_and_is_shown_once() -> None:
    rows = [
        sighting(f"09:00:{second:02d}", text=text) for second, text in enumerate(["cutting", "Cutting", "cutting "])
    ]
    rows += [sighting("09:20:00", text="cutting")]
    (finding,) = findings_of(rows, LONDON)
    assert [(one.text, one.times) for one in finding.seen] == [("cutting", 2)]


def asked(second: float, term: str, who: str = "amy") -> Asked:
    return Asked("oak", who, "Google", int(second * 1000), term, Identity("gw", f"{who} {term}", int(second * 1000)))


def test_a_term_typed_further_wins_over_its_beginnings() -> None:
    typed = [asked(0, "how"), asked(0.5, "how to kill"), asked(1.2, "how to kill a mockingbird")]
    assert typed_further(typed) == {typed[0].identity, typed[1].identity}
    assert typed_further([asked(0, "how to kill"), asked(60, "how to kill a mockingbird")]) == set()
    assert typed_further([asked(0, "how to kill"), asked(1, "how to kill a mockingbird", who="ben")]) == set()
    assert typed_further([asked(0, "how to kill"), asked(1, "to kill a mockingbird")]) == set()
    assert typed_further([asked(0, "how to kill a mockingbird"), asked(1, "how to kill")]) == set()


TYPED = st.tuples(st.integers(0, 20), st.text("ab", max_size=4), st.sampled_from(["amy", "ben"]))


@given(st.lists(TYPED, max_size=12))
def test_what_was_typed_further_is_a_beginning_of_a_later_term_of_the_same(
    typed: list[tuple[int, str, str]],
) -> None:
    searches = [asked(second, term, who) for second, term, who in typed]
    found = typed_further(searches)
    assert found == typed_further(reversed(searches))
    for one in searches:
        later = [
            other
            for other in searches
            if other.who == one.who and 0 <= other.at - one.at <= TYPING_MS and other.term.startswith(one.term)
        ]
        assert one.identity not in found or any(len(other.term) > len(one.term) for other in later)


def test_three_blocked_tries_are_repeated_ones_and_parts_of_a_page_are_one_try() -> None:
    page = [sighting(f"09:00:{n:02d}", kind=Kind.PAGE, text=f"x.example/{n}", verdict="block") for n in range(30)]
    assert tries(page) == 1
    assert tries([*page, sighting("09:05:00", kind=Kind.PAGE, verdict="block")]) == 2
    terms = [sighting(f"09:00:{n:02d}", text=f"term {n}", verdict="block") for n in range(3)]
    assert tries(terms) == 3
    (finding,) = findings_of(terms, LONDON)
    assert finding.weighs == ("Blocked 3 times, and tried again.",)
    assert finding.level is Level.CAUTION, "one thing that weighs is not enough for danger"


def test_caution_becomes_danger_when_two_things_weigh_in_a_grave_theme() -> None:
    rows = [sighting("23:10:00", hours=Hours.NIGHT, first=True)]
    (finding,) = findings_of(rows, LONDON)
    assert (finding.read, finding.level) == (Level.CAUTION, Level.DANGER)
    assert finding.raised == ("At night, at 23:10.", "Nothing of this theme was on record of this person before.")
    (gambling,) = findings_of([msgspec.structs.replace(one, theme="gambling") for one in rows], LONDON)
    assert gambling.level is Level.CAUTION


def test_getting_round_the_filter_weighs_on_what_is_found_around_it() -> None:
    rows = [sighting("09:00:00"), sighting("09:50:00", theme="getting-round-the-filter", text="vpn")]
    found = {one.theme: one for one in findings_of(rows, LONDON)}
    assert found["suicide-and-self-harm"].weighs == ("Tried to get round the filter within the same hour.",)
    assert found["getting-round-the-filter"].weighs == ()
    other = [rows[0], msgspec.structs.replace(rows[1], person="ben")]
    assert all(not one.weighs for one in findings_of(other, LONDON))


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("2026-11-16 10:00:00", Hours.SCHOOL),
        ("2026-11-16 08:10:00", Hours.SCHOOL),
        ("2026-11-16 07:30:00", Hours.OUTSIDE),
        ("2026-11-16 16:30:00", Hours.OUTSIDE),
        ("2026-11-16 23:30:00", Hours.NIGHT),
        ("2026-11-16 05:59:59", Hours.NIGHT),
        ("2026-11-15 11:00:00", Hours.OUTSIDE),
        ("2026-12-25 11:00:00", Hours.OUTSIDE),
    ],
)
def test_hours_are_odd_by_the_schools_calendar(when: str, hours: Hours) -> None:
    calendar = Calendar(
        terms=(Span(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18)),),
        lessons=(Lesson(name="Day", from_=time(9), to=time(15, 15)),),
    )
    assert hours_of(calendar, LONDON, ms(when)) is hours


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("2026-03-03 11:00:00", Hours.SCHOOL),  # a Tuesday before the first term
        ("2026-03-03 18:00:00", Hours.OUTSIDE),
        ("2026-03-07 11:00:00", Hours.OUTSIDE),  # a Saturday
        ("2027-08-03 11:00:00", Hours.OUTSIDE),  # the summer after the last term
        ("2027-11-02 11:00:00", Hours.SCHOOL),  # a year that nobody wrote down
    ],
)
def test_a_year_that_the_calendar_does_not_cover_is_no_holiday(when: str, hours: Hours) -> None:
    calendar = Calendar(
        terms=(Span(name="Year", first=date(2026, 9, 1), last=date(2027, 7, 20)),),
        lessons=(Lesson(name="Day", from_=time(9), to=time(15, 15)),),
    )
    assert hours_of(calendar, LONDON, ms(when)) is hours


def test_without_a_timetable_only_the_night_is_odd() -> None:
    assert hours_of(Calendar(), LONDON, ms("2026-11-15 11:00:00")) is Hours.SCHOOL
    assert hours_of(None, LONDON, ms("2026-11-15 23:00:00")) is Hours.NIGHT


def test_what_nobody_looked_at_is_no_page() -> None:
    assert is_page(request())
    assert not is_page(request(content_type="image/png"))
    assert not is_page(request(status=404))
    assert not is_page(request(verdict=""))
    assert is_page(request(verdict="block", content_type="text/html", status=403))
    assert not is_page(request(verdict="block", path="/banner.js"))
    assert is_page(request(method="CONNECT", tls="splice", squid_tag="NONE_NONE"))
    assert not is_page(request(method="CONNECT", tls="bump", squid_tag="NONE_NONE"))
    assert is_search(request(search_term="x"))
    assert not is_page(request(search_term="x"))


def test_a_site_that_a_list_blocks_is_a_finding_when_it_is_tried_again_or_is_grave_by_itself() -> None:
    def blocked(*times: str, category: str) -> list[Sighting]:
        found = listed(request(verdict="block", category=category))
        assert found is not None
        made = {"kind": Kind.PAGE, "verdict": "block", "theme": found.theme, "because": found.because}
        return [sighting(when, level=found.level, text=f"{when}.example", **made) for when in times]

    assert findings_of(blocked("09:00:00", "09:10:00", category="proxies-and-vpns"), LONDON) == []
    (finding,) = findings_of(blocked("09:00:00", "09:10:00", "09:20:00", category="proxies-and-vpns"), LONDON)
    assert finding.level is Level.CAUTION
    (grave,) = findings_of(blocked("09:00:00", category="self-harm"), LONDON)
    assert grave.level is Level.ADVISORY
    with_words = [*blocked("09:00:00", category="violence"), sighting("09:01:00", theme="violence-and-weapons")]
    assert len(findings_of(with_words, LONDON)) == 1


def test_a_block_for_a_grave_category_says_so_and_an_allowed_page_does_not() -> None:
    found = listed(request(verdict="block", category="self-harm"))
    assert found is not None
    assert (found.theme, found.level) == ("suicide-and-self-harm", Level.ADVISORY)
    assert listed(request(category="self-harm")) is None
    assert listed(request(verdict="block", category="gambling")) is None


def test_a_finding_is_found_by_the_id_that_a_part_of_it_had_before_it_was_one() -> None:
    early, late = sighting("09:00:00", noted=1), sighting("10:30:00", noted=2)
    between = sighting("09:45:00", noted=3, finding=early.finding)
    first, second = findings_of([early, late], LONDON)
    whole = finding_called(late.finding, [early, late, between], LONDON)
    assert {first.id, second.id} == {early.finding, late.finding}
    assert whole is not None
    assert whole.id == early.finding
    assert finding_called("F-NONE", [early, late], LONDON) is None
