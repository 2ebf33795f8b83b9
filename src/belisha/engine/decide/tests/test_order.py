"""The order of evaluation, step by step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.decide import (
    Allowed,
    Approved,
    Blocked,
    ByCategory,
    ByFileKind,
    ByRule,
    LockedList,
    Open,
    Request,
    Rulebook,
    SchoolLocked,
    Tls,
    Unlisted,
    Unreadable,
    Verdict,
    decide,
)
from belisha.engine.decide.tests.index import index_of
from belisha.engine.policy.model import CalendarRule, SlotKind, TlsRules
from belisha.engine.policy.tests.builders import (
    BREAK,
    EVENING,
    LESSON,
    OAKFIELD,
    POLICY,
    PROFILES,
    SUNDAY,
    rule,
    with_federation,
    with_profile,
    with_rules,
    with_school,
)

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.engine.policy import Policy

INDEX = index_of(
    {
        "games.example": ("games",),
        "learn.games.example": ("educational-games",),
        "both.example": ("games", "pornography", "educational-games"),
        "porn.example": ("pornography",),
        "illegal.example": ("iwf",),
        "terror.example/page": ("police",),
        "sport.example": ("sport",),
        "bank.example": ("banking",),
        "app.example": ("tls-left-alone",),
        "mail.example": ("webmail",),
        "blog.example/rude": ("pornography",),
        "10.1.2.3": ("games",),
        "news.example": ("news",),
    }
)


def ask(
    url: str,
    policy: Policy = POLICY,
    now: datetime = LESSON,
    user: str | None = "amir.stone",
    address: str | None = None,
) -> Verdict:
    return decide(Request(url, user, address), Rulebook.of(policy), INDEX, now)


# --- 1: readable, in every reading ---


@pytest.mark.parametrize(
    "url", ["", "http://", "http://a b/", "http://[::1", "javascript:alert(1)", "http://a\0.example"]
)
def test_what_cannot_be_read_is_blocked(url: str) -> None:
    verdict = ask(url)
    assert isinstance(verdict, Blocked)
    assert isinstance(verdict.because, Unreadable)
    assert verdict.holds_for == "address"


@pytest.mark.parametrize(
    "host", ["10.1.2.3", "[::ffff:10.1.2.3]", "0xa010203", "[64:ff9b::a01:203]", "[2002:a01:203::1]"]
)
def test_an_address_is_blocked_if_any_reading_of_it_is(host: str) -> None:
    verdict = ask(f"http://{host}/")
    assert isinstance(verdict, Blocked)
    assert isinstance(verdict.because, ByCategory)


def test_a_rule_that_opens_one_reading_does_not_open_the_others() -> None:
    rules = [rule("r", "[::ffff:a01:203]", "allow")]
    assert isinstance(ask("http://[::ffff:10.1.2.3]/", with_rules(at="school", rules=rules)), Blocked)


def test_an_address_with_several_open_readings_is_open() -> None:
    assert isinstance(ask("http://[::ffff:10.9.9.9]/"), Allowed)


# --- 2: locked ---

EVERYWHERE = ("federation", "school", "ks2", "year-4", "hazel", "choir", "p1")


@pytest.mark.parametrize("level", EVERYWHERE)
def test_no_rule_at_any_level_opens_a_locked_list(level: str) -> None:
    rules = [rule("r", "illegal.example", "allow", locked=level == "federation")]
    verdict = ask("https://www.illegal.example/x", with_rules(at=level, rules=rules))
    assert isinstance(verdict, Blocked)
    assert isinstance(verdict.because, LockedList)


def test_a_locked_list_of_paths_blocks_below_them_and_nothing_else() -> None:
    assert isinstance(ask("https://terror.example/page/2").because, LockedList)
    assert isinstance(ask("https://terror.example/other"), Allowed)


def test_a_locked_list_comes_before_a_locked_category() -> None:
    assert isinstance(ask("https://illegal.example", with_federation(locked_categories=("iwf",))).because, LockedList)


@pytest.mark.parametrize("level", EVERYWHERE)
def test_no_rule_opens_a_category_that_the_federation_has_locked(level: str) -> None:
    policy = with_rules(at=level, rules=[rule("r", "games.example", "allow", locked=level == "federation")])
    policy = replace(policy, federation=replace(policy.federation, locked_categories=("games",)))
    verdict = ask("https://games.example", policy)
    assert isinstance(verdict.because, SchoolLocked)
    assert verdict.because.holder == "The Federation"


def test_neither_calendar_nor_approval_opens_a_locked_category() -> None:
    locked = with_school(locked_categories=("games",))
    verdict = ask("https://games.example", locked, BREAK)
    assert isinstance(verdict.because, SchoolLocked)
    assert verdict.because.holder == "Oakfield Primary School"
    assert isinstance(ask("https://both.example", locked).because, SchoolLocked)


def test_a_category_that_one_school_has_locked_is_not_locked_at_the_other() -> None:
    assert not isinstance(
        ask("https://games.example", with_school(locked_categories=("games",)), user="wren.hale").because, SchoolLocked
    )


# --- 3: who ---


def test_the_profile_of_the_person_decides() -> None:
    assert isinstance(ask("https://games.example"), Blocked)
    assert isinstance(ask("https://games.example", user="j.winter"), Allowed)


def test_people_not_known_have_the_strictest_profile() -> None:
    verdict = ask("https://nowhere.example", user=None, address="10.20.1.1")
    assert isinstance(verdict, Blocked)
    assert verdict.who.profile == "strictest"


def test_where_not_even_the_school_is_known_a_category_that_any_slot_blocks_is_blocked() -> None:
    relaxed = with_profile("strictest", block=(), calendar=(CalendarRule(when=(SlotKind.LESSON,), block=("sport",)),))
    for now in (LESSON, BREAK, EVENING, SUNDAY):
        assert isinstance(ask("https://sport.example", relaxed, now, user=None), Blocked)


# --- 4: site rules ---


def test_a_rule_that_opens_a_site_beats_its_categories() -> None:
    verdict = ask("https://porn.example", with_rules(at="hazel", rules=[rule("r", "porn.example", "allow")]))
    assert isinstance(verdict, Allowed)
    assert isinstance(verdict.because, ByRule)


def test_a_rule_that_blocks_a_site_beats_everything_open() -> None:
    verdict = ask("https://nowhere.example", with_rules(at="federation", rules=[rule("r", "nowhere.example")]))
    assert isinstance(verdict, Blocked)
    assert isinstance(verdict.because, ByRule)


@pytest.mark.parametrize("level", EVERYWHERE)
def test_rules_of_every_level_count_for_the_pupil_and_not_for_others(level: str) -> None:
    policy = with_rules(at=level, rules=[rule("r", "nowhere.example")])
    assert isinstance(ask("https://nowhere.example", policy), Blocked)
    at_the_other_school = ask("https://nowhere.example", policy, user="wren.hale")
    assert isinstance(at_the_other_school, Blocked if level == "federation" else Allowed)


def test_a_rule_of_the_class_beats_one_of_the_school_for_the_same_address() -> None:
    policy = with_rules(at="hazel", rules=[rule("class", "a.example", "allow")])
    school = replace(policy.schools["oakfield"], rules=(rule("school", "a.example"),))
    policy = replace(policy, schools={**policy.schools, "oakfield": school})
    assert isinstance(ask("https://a.example", policy), Allowed)
    assert isinstance(ask("https://a.example", policy, user="j.winter"), Blocked)


def test_a_locked_rule_of_the_federation_beats_every_other_even_for_a_more_specific_address() -> None:
    policy = with_rules(at="p1", rules=[rule("mine", "www.a.example/page", "allow")])
    locked = (rule("locked", "a.example", locked=True),)
    policy = replace(policy, federation=replace(policy.federation, rules=locked))
    verdict = ask("https://www.a.example/page", policy)
    assert isinstance(verdict, Blocked)
    assert isinstance(verdict.because, ByRule)
    assert verdict.because.placed.rule.id == "locked"


def test_a_rule_ends_by_itself_and_the_verdict_says_when() -> None:
    end = LESSON + timedelta(minutes=1)
    policy = with_rules(at="year-4", rules=[rule("r", "porn.example", "allow", end)])
    verdict = ask("https://porn.example", policy)
    assert verdict.until == end
    assert isinstance(verdict, Allowed)
    assert isinstance(ask("https://porn.example", policy, end), Blocked)


# --- 5 and 6: calendar and categories ---


def test_a_category_is_relaxed_in_its_slot() -> None:
    assert isinstance(ask("https://games.example", now=LESSON), Blocked)
    verdict = ask("https://games.example", now=BREAK)
    assert isinstance(verdict, Allowed)
    assert isinstance(verdict.because, Open)
    assert verdict.because.relaxed


def test_a_category_is_tightened_in_its_slot() -> None:
    assert isinstance(ask("https://sport.example", now=BREAK), Allowed)
    verdict = ask("https://sport.example", now=LESSON)
    assert isinstance(verdict.because, ByCategory)
    assert verdict.because.only_now


def test_a_verdict_by_category_may_change_when_the_slot_does() -> None:
    assert ask("https://games.example").until == LESSON.replace(hour=9, minute=30)
    assert ask("https://games.example", user="j.winter").until is None


def test_an_approved_category_opens_what_it_is_approved_for() -> None:
    verdict = ask("https://learn.games.example", policy=POLICY)
    assert isinstance(verdict, Allowed)
    assert isinstance(ask("https://www.learn.games.example"), Allowed)


def test_an_approved_category_opens_nothing_else() -> None:
    verdict = ask("https://both.example")
    assert isinstance(verdict.because, ByCategory)
    assert verdict.because.listing.category == "pornography"


def test_approval_is_told_with_what_it_overcame() -> None:
    approving = index_of({"a.example": ("games", "educational-games")})
    verdict = decide(Request("a.example", "amir.stone"), Rulebook.of(POLICY), approving, LESSON)
    assert isinstance(verdict.because, Approved)
    assert (verdict.because.listing.category, verdict.because.instead_of) == ("educational-games", "games")


def test_a_site_listed_below_some_paths_only_is_open_elsewhere() -> None:
    assert isinstance(ask("https://blog.example/rude/1"), Blocked)
    verdict = ask("https://blog.example/polite")
    assert isinstance(verdict, Allowed)
    assert verdict.holds_for == "address"


# --- 7: file kinds ---


@pytest.mark.parametrize("url", ["https://news.example/setup.exe", "https://nowhere.example/a/b.EXE"])
def test_a_blocked_kind_of_file_is_blocked_by_its_name(url: str) -> None:
    verdict = ask(url)
    assert isinstance(verdict, Blocked)
    assert verdict.because == ByFileKind("programs")
    assert isinstance(ask(url, user="t.vale"), Allowed)


def test_a_rule_that_opens_a_site_does_not_open_programs_on_it() -> None:
    policy = with_rules(at="school", rules=[rule("r", "porn.example", "allow", SUNDAY + timedelta(days=9))])
    verdict = ask("https://porn.example/setup.exe", policy)
    assert isinstance(verdict.because, ByFileKind)
    assert verdict.until == SUNDAY + timedelta(days=9)


def test_a_blocked_site_is_told_before_the_kind_of_file() -> None:
    assert isinstance(ask("https://porn.example/setup.exe").because, ByCategory)


def test_kinds_of_file_travel_with_an_allowed_verdict_for_the_reply() -> None:
    verdict = ask("https://news.example/")
    assert isinstance(verdict, Allowed)
    assert verdict.blocked_file_kinds == {"programs"}


# --- 8: in no list ---


@pytest.mark.parametrize(
    ("treatment", "kind", "marked"), [("allow", Allowed, False), ("mark", Allowed, True), ("block", Blocked, False)]
)
def test_a_site_in_no_list_is_treated_as_the_profile_says(treatment: str, kind: type[Verdict], marked: bool) -> None:
    verdict = ask("https://nowhere.example", with_profile("juniors", unlisted=treatment))
    assert isinstance(verdict, kind)
    assert verdict.because == Unlisted(treatment)  # type: ignore[arg-type]
    assert not isinstance(verdict, Allowed) or verdict.marked is marked


def test_a_site_that_is_only_on_the_list_of_what_tls_leaves_alone_is_in_no_list() -> None:
    assert isinstance(ask("https://app.example", with_profile("juniors", unlisted="block")), Blocked)


def test_a_listed_site_is_not_unlisted() -> None:
    assert isinstance(ask("https://news.example", with_profile("juniors", unlisted="block")).because, Open)


# --- 9: search engines and video sites ---


def test_safe_search_travels_with_an_allowed_verdict() -> None:
    verdict = ask("https://www.google.com/search?q=romans")
    assert isinstance(verdict, Allowed)
    assert (verdict.safe_search, verdict.youtube, verdict.quic) == (True, "strict", False)


@pytest.mark.parametrize(
    "url", ["https://www.google.com/search?q=a", "https://duckduckgo.com", "https://www.youtube.com/"]
)
def test_search_and_video_sites_are_inspected_although_the_profile_reads_names_only(url: str) -> None:
    assert ask(url, user="j.winter").tls is Tls.INSPECT
    assert ask("https://news.example", user="j.winter").tls is Tls.NAME_ONLY


def test_without_safe_search_nothing_needs_inspection() -> None:
    free = with_profile("staff", safe_search=False, youtube="off")
    assert ask("https://www.google.com/", free, user="j.winter").tls is Tls.NAME_ONLY
    assert ask("https://www.youtube.com/", free, user="j.winter").tls is Tls.NAME_ONLY


# --- TLS ---


@pytest.mark.parametrize(
    ("user", "url", "mode"),
    [
        ("amir.stone", "https://news.example", Tls.INSPECT),
        ("amir.stone", "https://bank.example", Tls.ALONE),
        ("amir.stone", "https://app.example", Tls.ALONE),
        ("j.winter", "https://nowhere.example", Tls.NAME_ONLY),
        ("j.winter", "https://mail.example", Tls.INSPECT),
        ("j.winter", "https://blog.example/polite", Tls.INSPECT),
    ],
)
def test_tls_is_read_as_profile_and_category_say(user: str, url: str, mode: Tls) -> None:
    assert ask(url, user=user).tls is mode


def test_what_tls_leaves_alone_stays_alone_whatever_the_profile_says() -> None:
    inspecting = with_profile("juniors", tls=TlsRules(inspect=("tls-left-alone", "banking")))
    assert ask("https://app.example", inspecting).tls is Tls.ALONE
    assert ask("https://bank.example", inspecting).tls is Tls.INSPECT


def test_of_two_categories_the_more_private_mode_counts() -> None:
    both = index_of({"a.example": ("webmail", "banking")})
    assert decide(Request("a.example", "j.winter"), Rulebook.of(POLICY), both, LESSON).tls is Tls.ALONE


def test_a_blocked_site_may_be_opened_to_explain_it() -> None:
    assert ask("https://porn.example", user="j.winter").tls is Tls.INSPECT


def test_a_blocked_site_that_is_left_alone_is_just_closed() -> None:
    assert ask("https://bank.example", with_profile("juniors", block=("banking",))).tls is Tls.ALONE


def test_devices_that_do_not_trust_us_are_never_inspected_and_blocked_sites_just_close() -> None:
    assert ask("https://porn.example", user=None, address="10.20.200.9").tls is Tls.ALONE
    assert ask("https://www.google.com/", user=None, address="10.20.200.9").tls is Tls.NAME_ONLY


# --- how long and for what a verdict holds ---


@pytest.mark.parametrize(
    ("user", "url", "holds_for"),
    [
        ("amir.stone", "https://games.example/a", "host"),
        ("amir.stone", "https://nowhere.example/a", "file-names"),
        ("t.vale", "https://nowhere.example/a", "host"),
        ("t.vale", "https://blog.example/a", "address"),
    ],
)
def test_it_is_said_for_what_a_verdict_holds(user: str, url: str, holds_for: str) -> None:
    assert ask(url, user=user).holds_for == holds_for


def test_rules_with_a_path_make_verdicts_hold_for_one_address() -> None:
    policy = with_rules(at="school", rules=[rule("r", "nowhere.example/a")])
    assert ask("https://nowhere.example/b", policy).holds_for == "address"


PATHS = st.sampled_from(["/", "/rude", "/rude/a", "/page", "/setup.exe", "/a/b%2Eexe", "/a.html", "/x;.exe"])
HOSTS = st.sampled_from(["games.example", "blog.example", "terror.example", "nowhere.example", "a.example", "10.1.2.3"])


@given(host=HOSTS, first=PATHS, second=PATHS, user=st.sampled_from(["amir.stone", "j.winter", "t.vale", None]))
def test_a_verdict_that_holds_at_another_path_is_the_verdict_there(
    host: str, first: str, second: str, user: str | None
) -> None:
    policy = with_rules(at="school", rules=[rule("r", "a.example/rude"), rule("s", "a.example", "allow")])
    book = Rulebook.of(policy)
    verdict, other = (decide(Request(f"http://{host}{path}", user), book, INDEX, LESSON) for path in (first, second))
    if verdict.holds_at(second):
        assert verdict == other


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_can_be_decided_for(profile: str) -> None:
    policy = with_school(people=(replace(OAKFIELD.people[0], profile=profile),))
    verdict = ask("https://porn.example", policy)
    assert isinstance(verdict, Blocked)
    assert verdict.who.profile == profile
