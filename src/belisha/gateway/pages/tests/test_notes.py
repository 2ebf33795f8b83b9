"""What the notes of a blocked page say, and that nothing hostile gets through them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.address import Address, Refused
from belisha.engine.decide import (
    Because,
    Blocked,
    ByCategory,
    ByFileKind,
    ByRule,
    LockedList,
    Tls,
    Unlisted,
    Unreadable,
    summarise,
)
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy import How, PlacedRule, Setting, SiteRule, Standing, Table, Who
from belisha.engine.policy.inherit import Effective
from belisha.engine.policy.model import Level
from belisha.engine.policy.openings import Openings
from belisha.engine.snapshot import Listing
from belisha.gateway.pages import NOTES, page_notes
from belisha.gateway.pages.words import SENTENCES

LONDON = ZoneInfo("Europe/London")
GAMBLING = ByCategory(
    Listing("gambling", "ut1/gambling", "2026-11-20", locked=False), "slots.example", None, only_now=False
)
PAGE = Address("https", "slots.example", 443, "/play", "a=1&b=2")
PUPIL = Who(
    school="ash",
    site="main",
    person="a.okoro",
    group="year-4",
    how=How.SIGN_IN,
    device="ipad-7",
    profile="juniors",
    page="juniors",
    sign_in_required=True,
    key=Standing("ash", "juniors"),
    reason=("Ada Okoro of year 4, by sign-in.",),
)


def table(zone: ZoneInfo = LONDON) -> Table:
    setting = Setting("Ash Lane Primary", "year 4", "Juniors", zone)
    settled = Effective("juniors", "Juniors")
    return Table(setting, settled, {}, None, {}, calendar_matters=False, openings=Openings(()))


def blocked(because: Because, who: Who = PUPIL, until: datetime | None = None) -> Blocked:
    return Blocked(who=who, because=because, tls=Tls.INSPECT, holds_for="host", until=until, table=table())


def notes(verdict: Blocked, address: Address | Refused = PAGE) -> dict[str, str]:
    """The notes as Squid reads them: words between quotes, where a backslash makes the next sign plain."""
    line = page_notes(verdict, summarise(verdict), address).decode("utf-8", errors="strict")
    pairs = re.findall(r' ([a-z_]+)="((?:[^"\\]|\\.)*)"', line)
    assert "".join(f' {key}="{value}"' for key, value in pairs) == line
    return {key: re.sub(r"\\(.)", r"\1", value) for key, value in pairs}


class Tags(HTMLParser):
    """Which tags a browser finds in some HTML, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)
        assert attrs == []

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_note_is_sent_in_the_published_order():
    assert tuple(notes(blocked(GAMBLING))) == NOTES


def test_staff_see_the_category_the_list_with_its_version_and_every_step():
    found = notes(blocked(GAMBLING))
    assert found["page_category"] == "Gambling"
    assert found["page_decided"] == "List ut1/gambling, version 2026-11-20"
    assert found["page_known"] == "by sign-in (a.okoro)"
    assert found["page_steps"].startswith("<li>Ada Okoro of year 4, by sign-in.</li><li>slots.example is in")


def test_a_rule_is_named_with_its_holder_and_owner():
    rule = SiteRule(id="r42", address="slots.example", verdict="block", reason="Not in lessons", owner="Mrs Khan")
    found = notes(blocked(ByRule(PlacedRule(rule, Level.YEAR, "year 4"))))
    assert found["page_decided"] == "Rule r42 of year 4, owner Mrs Khan"
    assert found["page_say"] == "A grown-up at your school has closed this page."


def test_the_end_is_told_in_the_schools_own_time():
    summer = datetime(2026, 6, 5, 14, 15, tzinfo=UTC)
    assert notes(blocked(GAMBLING, until=summer))["page_until"] == "Friday 5 June 2026, 15:15"
    assert notes(blocked(GAMBLING))["page_until"] == "No end is set"


def test_a_page_closed_only_in_lessons_says_that_it_may_open_later():
    games = Listing("games", "ut1/games", "1", locked=False)
    found = notes(blocked(ByCategory(games, "games.example", None, only_now=True)))
    assert found["page_say"].endswith("It may be open at another time.")


@pytest.mark.parametrize(
    "because",
    [
        Unreadable("http://a\\b", "It has a backslash"),
        LockedList(Listing("iwf", "iwf", "", locked=True)),
        ByFileKind("executables"),
        Unlisted("block"),
    ],
)
def test_a_child_is_told_something_for_every_kind_of_reason(because):
    assert notes(blocked(because))["page_say"].endswith(".")


def test_no_child_is_told_what_the_locked_lists_hold():
    found = notes(blocked(LockedList(Listing("iwf", "iwf", "", locked=True))))
    assert "abuse" not in found["page_say"]


def test_every_category_has_a_sentence_for_children_of_few_words():
    unlocked = {name for name, category in categories().items() if not category.locked}
    assert unlocked - set(SENTENCES) == set()
    assert {name for name, said in SENTENCES.items() if len(said.split()) > 18} == set()


def test_the_links_say_what_was_asked_for_but_never_who_asked():
    query = parse_qs(notes(blocked(GAMBLING))["page_query"].replace("&amp;", "&"))
    assert query["address"] == ["https://slots.example/play?a=1&b=2"]
    assert query["category"] == ["gambling"]
    assert "okoro" not in str(query)
    assert "ipad-7" not in str(query)


def test_a_note_without_content_is_a_space_because_squid_shows_an_empty_one_as_a_dash():
    assert notes(blocked(GAMBLING, replace(PUPIL, profile="")))["page_profile"] == " "


def test_an_address_cannot_turn_the_text_around_it():
    found = notes(blocked(GAMBLING), Refused("http://a/\u202egpj.exe\r\nX: y", "It has control characters"))
    assert found["page_address"] == "http://a/ gpj.exe  X: y"


hostile = st.one_of(
    st.text(),
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "@Squid{%O}%o%%", "&lt;b&gt;", "a\0b\udc80"]
    ),
    st.text().map(lambda text: text * 300),
)


@given(hostile, hostile, hostile)
def test_whatever_was_asked_for_stays_text_of_bounded_length(address, step, name):
    who = replace(PUPIL, reason=(step,), person=name)
    found = notes(blocked(GAMBLING, who), Refused(address, "It is odd"))
    for key, value in found.items():
        tags = Tags(value)
        assert set(tags.found) <= ({"li"} if key == "page_steps" else set())
        assert len(tags.text) <= 2400
        assert not set(value) & {'"', "'"}


@given(hostile, hostile)
def test_the_answer_stays_one_line_whatever_was_asked_for(address, step):
    verdict = blocked(GAMBLING, replace(PUPIL, reason=(step,)))
    line = page_notes(verdict, summarise(verdict), Refused(address, "It is odd"))
    assert not set(line) & set(b"\r\n\0")
    assert line.count(b'"') == 2 * len(NOTES)


def test_a_backslash_reaches_the_page_as_it_is():
    assert notes(blocked(GAMBLING), Refused("C:\\new\\", "It is odd"))["page_address"] == "C:\\new\\"
