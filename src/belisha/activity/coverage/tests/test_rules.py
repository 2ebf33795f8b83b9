"""When silence, strangers and old settings are a gap, and when they are not."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.coverage.model import Gap, GatewayFacts, Heartbeat, Kind, Level, Newest, SchoolDayFacts, Seen
from belisha.activity.coverage.rules import (
    calendar_gaps,
    changes,
    day_end,
    gateway_gaps,
    judged_day,
    neighbourhood,
    school_gaps,
)
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Calendar, Device, Lesson, Network, Person, School, SchoolClass, Span

LONDON = ZoneInfo("Europe/London")
FRIDAY = date(2026, 11, 20)
TERM = Span(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18))
CALENDAR = Calendar(
    terms=(TERM,),
    holidays=(Span(name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30)),),
    lessons=(Lesson(name="All day", from_=time(9), to=time(15, 30)),),
)
SCHOOL = School(
    name="Oakfield",
    calendar=CALENDAR,
    classes={"hazel": SchoolClass(name="Hazel class")},
    devices={
        "lap-1": Device(name="Laptop 1", address="10.1.0.7", group="hazel"),
        "lap-2": Device(name="Laptop 2", address="10.1.0.8", group="hazel"),
    },
    networks={"rooms": Network(range="10.1.0.0/16", name="the classrooms")},
    people=(
        Person(id="amy", sign_in="amy.ng", name="Amy Ng", class_="hazel"),
        Person(id="ben", sign_in="ben.fox", name="Ben Fox", class_="hazel"),
    ),
)


def seen(address: str = "10.1.0.7", **change: object) -> Seen:
    plain = Seen(address=address, device="lap-1", network="rooms", requests=5, nobody=0, people=1)
    return msgspec.structs.replace(plain, **change)


def facts(*rows: Seen, **change: object) -> SchoolDayFacts:
    all_well = (seen(), seen("10.1.0.8", device="lap-2"))
    plain = SchoolDayFacts(
        id="oak",
        school=SCHOOL,
        day=FRIDAY,
        seen=rows or all_well,
        ever=frozenset({"amy", "ben"}),
        last_seen={},
    )
    return msgspec.structs.replace(plain, **change)


def kinds(given_facts: SchoolDayFacts) -> list[Kind]:
    return [gap.kind for gap in school_gaps(given_facts)]


def test_a_day_on_which_all_is_seen_has_no_gap() -> None:
    assert school_gaps(facts()) == []


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 10, 27), date(2026, 12, 25), date(2026, 8, 5)])
def test_weekends_and_holidays_never_alarm(day: date) -> None:
    assert school_gaps(facts(seen(requests=0), day=day, ever=frozenset())) == []


def test_a_device_that_was_silent_is_told_with_the_day_it_was_last_heard_of() -> None:
    (gap,) = school_gaps(facts(seen(), last_seen={"lap-2": date(2026, 11, 13)}))
    assert (gap.kind, gap.level, gap.subject, gap.name) == (Kind.DEVICE_SILENT, Level.RED, "lap-2", "Laptop 2")
    assert gap.reason == (
        "Nothing came from it on Friday 20 November 2026; it was last heard of on Friday 13 November 2026."
    )


def test_a_device_that_only_asked_for_a_sign_in_is_not_silent() -> None:
    assert kinds(facts(seen(), seen("10.1.0.8", device="lap-2", requests=0, people=0))) == []


def test_what_came_onto_the_register_that_day_is_not_missed_yet() -> None:
    assert kinds(facts(seen(), ever=frozenset({"amy"}), too_new=frozenset({"lap-2", "ben"}))) == []


def test_a_school_of_which_nothing_was_heard_is_one_gap_and_not_one_for_each_device() -> None:
    (gap,) = school_gaps(facts(seen(requests=0)))
    assert gap.kind is Kind.SCHOOL_SILENT
    assert "none of its 2 registered devices" in gap.reason


def test_a_school_that_could_not_have_been_heard_of_yet_is_not_missed() -> None:
    assert school_gaps(facts(seen(requests=0), began=False)) == []


def test_a_silent_network_is_told() -> None:
    school = msgspec.structs.replace(
        SCHOOL,
        networks={
            **SCHOOL.networks,
            "hall": Network(range="10.2.0.0/16", name="the hall"),
            "here": Network(range="127.0.0.0/8", name="this machine"),
        },
    )
    (gap,) = school_gaps(facts(school=school))
    assert (gap.kind, gap.subject) == (Kind.NETWORK_SILENT, "hall")


def test_strangers_of_one_network_are_one_gap_whatever_addresses_they_were_given() -> None:
    strangers = [seen(f"10.1.9.{host}", device="", requests=host) for host in range(1, 101)]
    (gap,) = school_gaps(facts(*facts().seen, *strangers))
    assert (gap.kind, gap.subject, gap.count, len(gap.items)) == (Kind.DEVICE_UNREGISTERED, "rooms", 100, 50)
    assert gap.items[0] == "10.1.9.100: 100 requests, 1 signed in"


def test_strangers_outside_every_network_are_put_together_by_their_neighbourhood() -> None:
    strangers = [seen(f"192.0.2.{host}", device="", network="") for host in (3, 9)]
    (gap,) = school_gaps(facts(*facts().seen, *strangers))
    assert (gap.subject, gap.count) == ("192.0.2.0/24", 2)


def test_people_never_seen_are_told_by_class() -> None:
    (gap,) = school_gaps(facts(ever=frozenset({"amy"})))
    assert (gap.kind, gap.name, gap.items) == (Kind.PERSON_NEVER_SEEN, "Hazel class", ("Ben Fox (ben)",))
    assert gap.reason.startswith("1 of 2 people of Hazel class")


def test_requests_of_nobody_known_are_told_by_network_with_their_share() -> None:
    (gap,) = school_gaps(facts(seen(nobody=2), seen("10.1.0.8", device="lap-2", nobody=1)))
    assert (gap.kind, gap.level, gap.count) == (Kind.NOBODY_KNOWN, Level.AMBER, 3)
    assert "(30 %)" in gap.reason
    assert gap.items == ("lap-1: 2 requests", "lap-2: 1 request")


def test_ids_do_not_change_from_day_to_day() -> None:
    one = school_gaps(facts(seen(nobody=2), ever=frozenset()))
    later = school_gaps(facts(seen(nobody=4), ever=frozenset(), day=date(2026, 11, 23)))
    assert [gap.id for gap in one] == [gap.id for gap in later]
    assert len({gap.id for gap in one}) == len(one) == 3


@pytest.mark.parametrize(
    ("terms", "today", "wanting"),
    [
        ((), FRIDAY, True),
        ((TERM,), FRIDAY, False),
        ((TERM,), date(2027, 1, 20), False),
        ((TERM,), date(2027, 2, 10), True),
    ],
)
def test_a_calendar_that_has_run_out_is_told_for_it_would_silence_the_alarm(
    terms: tuple[Span, ...], today: date, wanting: bool
) -> None:
    school = msgspec.structs.replace(SCHOOL, calendar=Calendar(terms=terms))
    assert [gap.kind for gap in calendar_gaps("oak", school, today)] == [Kind.CALENDAR] * wanting


@pytest.mark.parametrize(
    ("now", "judged"),
    [
        ("2026-11-20 15:29", date(2026, 11, 19)),
        ("2026-11-20 15:30", FRIDAY),
        ("2026-11-22 12:00", FRIDAY),
        ("2026-11-23 09:00", FRIDAY),
        ("2026-10-31 12:00", date(2026, 10, 23)),
        ("2026-07-01 12:00", None),
    ],
)
def test_the_last_school_day_that_is_over_is_judged(now: str, judged: date | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=LONDON)
    assert judged_day(CALENDAR, LONDON, moment) == judged


@given(st.integers(0, 150 * 24 * 60))
def test_what_is_judged_is_a_school_day_that_is_over(minutes: int) -> None:
    now = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    day = judged_day(CALENDAR, LONDON, now)
    assert day is None or (is_school_day(CALENDAR, day) and day_end(CALENDAR, day, LONDON) <= now)


def test_a_day_without_lessons_in_the_calendar_ends_at_four() -> None:
    assert day_end(Calendar(), FRIDAY, LONDON).hour == 16


@pytest.mark.parametrize(
    ("address", "range_"), [("192.0.2.9", "192.0.2.0/24"), ("2001:db8::1", "2001:db8::/64"), ("x", "x"), ("", "")]
)
def test_addresses_have_a_neighbourhood(address: str, range_: str) -> None:
    assert neighbourhood(address) == range_


NOW = datetime(2026, 11, 20, 16, 0, tzinfo=LONDON)
NEWEST = Newest("p" * 64, "l" * 64, NOW - timedelta(days=3))


def gateway(events: datetime | None = None, troubled: int = 0, **change: object) -> GatewayFacts:
    beat = Heartbeat(
        gateway="gw",
        at=NOW - timedelta(minutes=1),
        policy=NEWEST.policy,
        policy_at=NEWEST.at,
        lists=NEWEST.lists,
        lists_at=NOW - timedelta(days=2),
        services={"squid": True, "recorder": True},
    )
    return GatewayFacts(
        gateway="gw", heartbeat=msgspec.structs.replace(beat, **change), last_event=events, troubled=troubled
    )


def wanting(of: GatewayFacts, newest: Newest = NEWEST) -> list[Kind]:
    return [gap.kind for gap in gateway_gaps(of, newest, NOW)]


def test_a_gateway_that_is_well_has_no_gap() -> None:
    assert wanting(gateway(NOW - timedelta(seconds=5))) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"at": NOW - timedelta(minutes=16)}, Kind.GATEWAY_SILENT),
        ({"at": NOW + timedelta(minutes=6)}, Kind.GATEWAY_CLOCK),
        ({"events": NOW + timedelta(minutes=6)}, Kind.GATEWAY_CLOCK),
        ({"policy_at": NOW + timedelta(minutes=6)}, Kind.GATEWAY_CLOCK),
        ({"policy": "old"}, Kind.GATEWAY_POLICY),
        ({"lists_at": NOW - timedelta(days=9)}, Kind.GATEWAY_LISTS),
        ({"lists": ""}, Kind.GATEWAY_LISTS),
        ({"services": {"squid": True, "portal": False}}, Kind.GATEWAY_SERVICE),
        ({"troubled": 3}, Kind.GATEWAY_TROUBLE),
    ],
)
def test_what_is_wrong_with_a_gateway_is_told(change: dict[str, object], kind: Kind) -> None:
    assert wanting(gateway(**change)) == [kind]  # type: ignore[arg-type]


def test_a_gateway_that_never_gave_a_sign_of_life_is_told() -> None:
    (gap,) = gateway_gaps(GatewayFacts(gateway="gw", heartbeat=None, last_event=NOW), NEWEST, NOW)
    assert gap.reason == (
        "It has never given a sign of life. The last request on record ended on 20 November 2026 at 16:00."
    )


def test_a_gateway_has_ten_minutes_to_take_up_a_policy() -> None:
    assert wanting(gateway(policy="old"), Newest("p", "l", NOW - timedelta(minutes=9))) == []


GAPS = st.dictionaries(st.sampled_from("abcdef"), st.just(None), max_size=6).map(
    lambda ids: {
        one: Gap(
            id=one,
            kind=Kind.DEVICE_SILENT,
            level=Level.RED,
            school="oak",
            subject=one,
            name=one,
            reason="",
            to_do="",
        )
        for one in ids
    }
)


@given(GAPS, GAPS)
def test_changes_lead_from_what_was_to_what_is(before: dict[str, Gap], after: dict[str, Gap]) -> None:
    noted = changes(before, after.values(), NOW, {"oak": FRIDAY})
    ended = {one.id for one in noted if one.change == "ended"}
    appeared = {one.id for one in noted if one.change == "appeared"}
    assert (before.keys() - ended) | appeared == after.keys()
    assert not ended & appeared
    assert all(one.day == FRIDAY for one in noted)
