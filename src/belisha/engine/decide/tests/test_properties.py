"""What must hold for every policy, index, person, address and moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.address import suffixes
from belisha.engine.decide import Blocked, LockedList, Request, Rulebook, SchoolLocked, Verdict, decide, summarise
from belisha.engine.decide.tests.index import index_of
from belisha.engine.policy.model import CalendarRule, Policy, Profile, SlotKind
from belisha.engine.policy.site_rules import split_address
from belisha.engine.policy.tests.builders import POLICY, rule, with_rules

if TYPE_CHECKING:
    from belisha.engine.policy import SiteRule

CATEGORIES = ("games", "chat", "sport", "pornography", "banking", "educational-games", "tls-left-alone")
SITES = ("a.example", "www.a.example", "b.example", "www.b.example", "10.1.2.3", "[::ffff:a01:203]")
PATHS = ("", "/x", "/x/y", "/z?q=1")
LEVELS = ("federation", "school", "ks2", "year-4", "hazel", "choir", "p1")
NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)

moments = st.datetimes(datetime(2026, 9, 7), datetime(2026, 11, 2), timezones=st.just(UTC))  # noqa: DTZ001
addresses = st.builds(lambda site, path: site + path, st.sampled_from(SITES), st.sampled_from(PATHS))
urls = st.builds(lambda address: f"http://{address}", addresses)
users = st.sampled_from(["amir.stone", "j.winter", "t.vale", "wren.hale", "nobody", None])
indexes = st.dictionaries(
    addresses.filter(lambda address: "?" not in address),
    st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True).map(tuple),
    max_size=5,
)
some_categories = st.lists(st.sampled_from(CATEGORIES), max_size=4, unique=True).map(tuple)


@st.composite
def rules(draw: st.DrawFn, level: str) -> list[SiteRule]:
    """Rules of one level, with ends before and after the moments asked about."""
    made = draw(st.lists(st.tuples(addresses, st.sampled_from(["allow", "block"]), st.none() | moments), max_size=4))
    locked = draw(st.booleans()) if level == "federation" else False
    return [
        rule(f"{level}-{number}", address, verdict, until, locked=locked and number == 0)
        for number, (address, verdict, until) in enumerate(made)
    ]


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """A profile that says everything."""
    calendar = st.builds(
        CalendarRule,
        when=st.lists(st.sampled_from(list(SlotKind)), min_size=1, max_size=2).map(tuple),
        block=some_categories,
        relax=some_categories,
    )
    return replace(
        POLICY.profiles["everyone"],
        block=draw(some_categories),
        approved=draw(st.dictionaries(st.sampled_from(CATEGORIES), some_categories, max_size=3)),
        calendar=tuple(draw(st.lists(calendar, max_size=3))),
        unlisted=draw(st.sampled_from(["allow", "mark", "block"])),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A policy with drawn profiles, rules at two levels and locked categories."""
    first, second = draw(st.sampled_from(LEVELS)), "school"
    policy = with_rules(at=first, rules=draw(rules(first)))
    if first != "school":
        school = replace(policy.schools["oakfield"], rules=tuple(draw(rules(second))))
        policy = replace(policy, schools={**policy.schools, "oakfield": school})
    made = {name: draw(profiles()) for name in ("juniors", "staff", "strictest")}
    federation = replace(policy.federation, locked_categories=draw(some_categories))
    return replace(policy, profiles={**policy.profiles, **made}, federation=federation)


def ask(policy: Policy, listed: dict[str, tuple[str, ...]], url: str, user: str | None, now: datetime) -> Verdict:
    return decide(Request(url, user), Rulebook.of(policy), index_of(listed), now)


def without_who(verdict: Verdict) -> tuple[object, ...]:
    """All of a verdict but the key of who it is, which names a person as soon as they have rules of their own."""
    return (summarise(verdict), verdict.because, verdict.tls, verdict.holds_for, verdict.until)


@given(policies(), indexes, urls, users, moments, st.sampled_from(["iwf", "police"]))
def test_a_locked_list_always_blocks(
    policy: Policy, listed: dict[str, tuple[str, ...]], url: str, user: str | None, now: datetime, locked: str
) -> None:
    host = split_address(url.removeprefix("http://"))[0]
    verdict = ask(policy, {**listed, host: (*listed.get(host, ()), locked)}, url, user, now)
    assert isinstance(verdict, Blocked)
    assert isinstance(verdict.because, LockedList)


@given(policies(), indexes, urls, users, moments, st.sampled_from(CATEGORIES))
def test_a_category_locked_by_the_federation_always_blocks(
    policy: Policy, listed: dict[str, tuple[str, ...]], url: str, user: str | None, now: datetime, locked: str
) -> None:
    host = split_address(url.removeprefix("http://"))[0]
    federation = replace(policy.federation, locked_categories=(locked,))
    verdict = ask(
        replace(policy, federation=federation), {**listed, host: (*listed.get(host, ()), locked)}, url, user, now
    )
    assert isinstance(verdict, Blocked)
    assert isinstance(verdict.because, SchoolLocked)


def with_extra(policy: Policy, level: str, extra: SiteRule) -> Policy:
    """A policy with one more rule at a level."""
    school = policy.schools["oakfield"]
    if level == "federation":
        return replace(policy, federation=replace(policy.federation, rules=(*policy.federation.rules, extra)))
    if level == "school":
        changed = replace(school, rules=(*school.rules, extra))
    elif level == "p1":
        first = replace(school.people[0], rules=(*school.people[0].rules, extra))
        changed = replace(school, people=(first, *school.people[1:]))
    else:
        hazel = replace(school.classes["hazel"], rules=(*school.classes["hazel"].rules, extra))
        changed = replace(school, classes={"hazel": hazel})
    return replace(policy, schools={**policy.schools, "oakfield": changed})


extras = st.builds(
    lambda address, verdict, until: rule("extra", address, verdict, until),
    addresses,
    st.sampled_from(["allow", "block"]),
    st.none() | moments,
)
extra_levels = st.sampled_from(["federation", "school", "hazel", "p1"])


@given(policies(), indexes, urls, users, moments, extra_levels, extras)
def test_adding_an_unrelated_rule_changes_nothing(
    policy: Policy,
    listed: dict[str, tuple[str, ...]],
    url: str,
    user: str | None,
    now: datetime,
    level: str,
    extra: SiteRule,
) -> None:
    host = split_address(url.removeprefix("http://"))[0]
    others = {"[::ffff:a01:203]": "10.1.2.3"}
    related = {*suffixes(host), others.get(host, host)}
    assume(split_address(extra.address)[0] not in related)
    with_it = ask(with_extra(policy, level, extra), listed, url, user, now)
    assert without_who(with_it) == without_who(ask(policy, listed, url, user, now))


@given(policies(), indexes, urls, users, moments, extra_levels, extras)
def test_a_lapsed_rule_is_as_if_absent(
    policy: Policy,
    listed: dict[str, tuple[str, ...]],
    url: str,
    user: str | None,
    now: datetime,
    level: str,
    extra: SiteRule,
) -> None:
    lapsed = replace(extra, until=now)
    with_it = ask(with_extra(policy, level, lapsed), listed, url, user, now)
    assert without_who(with_it) == without_who(ask(policy, listed, url, user, now))


@given(policies(), indexes, urls, users, moments, st.sampled_from(CATEGORIES))
def test_blocking_one_more_category_never_turns_a_block_into_an_allow(
    policy: Policy, listed: dict[str, tuple[str, ...]], url: str, user: str | None, now: datetime, category: str
) -> None:
    assume(isinstance(ask(policy, listed, url, user, now), Blocked))
    stricter = {
        name: replace(profile, block=(*profile.block, category), unblock=())
        for name, profile in policy.profiles.items()
    }
    assert isinstance(ask(replace(policy, profiles=stricter), listed, url, user, now), Blocked)


@given(policies(), indexes, users, moments, st.sampled_from(PATHS))
def test_it_is_blocked_if_any_reading_is_blocked(
    policy: Policy, listed: dict[str, tuple[str, ...]], user: str | None, now: datetime, path: str
) -> None:
    readings = [ask(policy, listed, f"http://{host}{path}", user, now) for host in ("10.1.2.3", "[::ffff:10.1.2.3]")]
    if isinstance(readings[0], Blocked):
        assert isinstance(readings[1], Blocked)


@given(policies(), indexes, urls, users, moments, st.integers(0, 10**9))
def test_a_verdict_stays_the_same_until_it_says_that_it_may_change(
    policy: Policy, listed: dict[str, tuple[str, ...]], url: str, user: str | None, now: datetime, part: int
) -> None:
    verdict = ask(policy, listed, url, user, now)
    end = verdict.until or now + timedelta(days=60)
    assert end > now
    later = now + (end - now) * (part / (10**9 + 1))
    again = ask(policy, listed, url, user, later)
    assert type(again) is type(verdict)
    assert summarise(again)[:-1] == summarise(verdict)[:-1]


@given(st.text(), st.text(), st.text(), st.text(), st.text())
@example("http://\ud800.example/\udfff", "\ud800", "\ud800", "\ud800", "\ud800")
@example("x" * 1_000_000, "y" * 1_000_000, "z" * 1_000_000, "", "")
@example("http://a.example/" + "%" * 100_000, "", "::%", "", "::")
def test_any_text_gets_a_verdict_that_can_be_told(url: str, user: str, address: str, device: str, mac: str) -> None:
    verdict = decide(Request(url, user, address, device, mac), Rulebook.of(POLICY), index_of({}), NOW)
    summary = summarise(verdict)
    assert summary.verdict in {"allow", "block"}
    assert summary.reason
    assert all(isinstance(sentence, str) and sentence for sentence in summary.reason)
