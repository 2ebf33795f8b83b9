"""When silence, strangers and old settings are a gap: pure rules over what was seen.

Nothing is judged on a day that is no school day, nor before such a day is over.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from ipaddress import ip_address, ip_network
from typing import Final
from zoneinfo import ZoneInfo

from belisha.activity.counted import counted
from belisha.activity.coverage.model import (
    Change,
    Gap,
    GatewayFacts,
    Heartbeat,
    Kind,
    Level,
    Newest,
    SchoolDayFacts,
    Seen,
)
from belisha.engine.address.probes import PERSON
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Calendar, Person, School

SHOWN: Final = 50
LATEST_END: Final = time(16)  # of a school day whose calendar names no lessons
LOOK_BACK: Final = timedelta(days=120)
SUMMER: Final = timedelta(days=45)  # a school's calendar may end so long before the next one is entered
SILENT_AFTER: Final = timedelta(minutes=15)
CLOCK_OFF: Final = timedelta(minutes=5)
OLD_LISTS: Final = timedelta(days=8)
TAKES_UP: Final = timedelta(minutes=10)  # so long a gateway may take to use what was published
_NETWORK_SIZES: Final = {4: 24, 6: 64}


def day_end(calendar: Calendar, day: date, zone: ZoneInfo) -> datetime:
    """When a school day is over: with its last lesson or break."""
    last = max((one.to for one in (*calendar.lessons, *calendar.breaks)), default=LATEST_END)
    return datetime.combine(day, last, zone)


def judged_day(calendar: Calendar, zone: ZoneInfo, now: datetime) -> date | None:
    """The last school day that is over; None when there was none for four months."""
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=back) for back in range(LOOK_BACK.days))
    return next((day for day in days if is_school_day(calendar, day) and day_end(calendar, day, zone) <= now), None)


def calendar_gaps(school_id: str, school: School, today: date) -> Iterator[Gap]:
    """A calendar that has run out judges nothing, and nobody would notice."""
    ends = max((term.last for term in school.calendar.terms), default=None)
    if ends is not None and today <= ends + SUMMER:
        return
    said = f"ends on {_day(ends)}" if ends else "has no terms"
    yield Gap(
        id=f"{Kind.CALENDAR}:{school_id}",
        kind=Kind.CALENDAR,
        level=Level.AMBER,
        school=school_id,
        subject=school_id,
        name=school.name,
        reason=f"The calendar {said}, so no day counts as a school day and silence is not noticed.",
        to_do="Write the terms of this school year into the policy, and publish it.",
    )


def school_gaps(facts: SchoolDayFacts) -> list[Gap]:
    """What was wanting on a school's day; nothing when it was no school day."""
    if not is_school_day(facts.school.calendar, facts.day):
        return []
    if not any(seen.requests for seen in facts.seen):
        return [_school_silent(facts)] if facts.began else []
    return [
        *_networks_silent(facts),
        *_devices_silent(facts),
        *_unregistered(facts),
        *_never_seen(facts),
        *_nobody_known(facts),
    ]


def elsewhere_gaps(facts: SchoolDayFacts) -> list[Gap]:
    """What came from addresses that belong to no school, put as a school without an id."""
    return [*_unregistered(facts), *_nobody_known(facts)]


def _school_silent(facts: SchoolDayFacts) -> Gap:
    count = len(facts.school.devices)
    devices = f"; none of its {count} registered devices was heard of" if count else ""
    return Gap(
        id=f"{Kind.SCHOOL_SILENT}:{facts.id}",
        kind=Kind.SCHOOL_SILENT,
        level=Level.RED,
        school=facts.id,
        subject=facts.id,
        name=facts.school.name,
        reason=f"Nothing at all was recorded on {_day(facts.day)}, a school day{devices}.",
        to_do="Ask whether the school was closed (then enter the day as a holiday). If not, its traffic goes round "
        "the filter: look at the gateway (belisha doctor) and at the way out to the internet.",
    )


def _networks_silent(facts: SchoolDayFacts) -> Iterator[Gap]:
    used = {seen.network for seen in facts.seen}
    for network_id, network in facts.school.networks.items():
        if network_id not in used and not ip_network(network.range, strict=False).is_loopback:
            name = network.name or network_id
            yield Gap(
                id=f"{Kind.NETWORK_SILENT}:{facts.id}:{network_id}",
                kind=Kind.NETWORK_SILENT,
                level=Level.RED,
                school=facts.id,
                subject=network_id,
                name=name,
                reason=f"No request came from {name} ({network.range}) on {_day(facts.day)}.",
                to_do="See whether devices there still use the gateway, or take the network out of the policy.",
            )


def _devices_silent(facts: SchoolDayFacts) -> Iterator[Gap]:
    heard = {seen.device for seen in facts.seen}
    for device_id, device in facts.school.devices.items():
        if device_id in heard or device_id in facts.too_new:
            continue
        last = facts.last_seen.get(device_id)
        since = f"; it was last heard of on {_day(last)}" if last else ", nor on any day that is on record"
        yield Gap(
            id=f"{Kind.DEVICE_SILENT}:{facts.id}:{device_id}",
            kind=Kind.DEVICE_SILENT,
            level=Level.RED,
            school=facts.id,
            subject=device_id,
            name=device.name,
            reason=f"Nothing came from it on {_day(facts.day)}{since}.",
            to_do="Find it and open a page with it. If it is away or gone, take it out of the policy.",
        )


def _unregistered(facts: SchoolDayFacts) -> Iterator[Gap]:
    """One gap for each network: addresses change hands, and a line for each would say nothing."""
    by_network: dict[str, list[Seen]] = {}
    for seen in facts.seen:
        if not seen.device and seen.requests:
            by_network.setdefault(seen.network or neighbourhood(seen.address), []).append(seen)
    for network_id, strangers in sorted(by_network.items()):
        network = facts.school.networks.get(network_id)
        name = (network.name or network_id) if network else network_id
        count = len(strangers)
        requests = sum(seen.requests for seen in strangers)
        busiest = sorted(strangers, key=lambda seen: (-seen.requests, seen.address))
        devices = f"{count} devices that are" if count > 1 else "1 device that is"
        yield Gap(
            id=f"{Kind.DEVICE_UNREGISTERED}:{facts.id}:{network_id}",
            kind=Kind.DEVICE_UNREGISTERED,
            level=Level.AMBER,
            school=facts.id,
            subject=network_id,
            name=name,
            reason=f"{devices} not registered made {counted(requests, 'request')} from {name} on {_day(facts.day)}.",
            to_do="Register those that belong to the school. Whose are the others?",
            count=count,
            items=tuple(_stranger(seen) for seen in busiest[:SHOWN]),
        )


def _stranger(seen: Seen) -> str:
    people = f"{seen.people} signed in" if seen.people else "nobody signed in"
    return f"{seen.address}: {counted(seen.requests, 'request')}, {people}"


def neighbourhood(address: str) -> str:
    """The range of addresses beside this one that are likely one network; the text itself when it is no address."""
    try:
        version = ip_address(address).version
        return str(ip_network(f"{address}/{_NETWORK_SIZES[version]}", strict=False))
    except ValueError:
        return address


def _never_seen(facts: SchoolDayFacts) -> Iterator[Gap]:
    """One gap for each class: that all of a class are missing means another thing than that one child is."""
    members: dict[str, list[Person]] = {}
    for person in facts.school.people:
        if person.id.startswith(PERSON):
            continue  # an account that only tests the filter
        members.setdefault(person.class_ or next(iter(person.groups), ""), []).append(person)
    for group_id, people in members.items():
        missing = [one for one in people if one.id not in facts.ever and one.id not in facts.too_new]
        if not missing:
            continue
        name = _group_name(facts.school, group_id)
        yield Gap(
            id=f"{Kind.PERSON_NEVER_SEEN}:{facts.id}:{group_id}",
            kind=Kind.PERSON_NEVER_SEEN,
            level=Level.AMBER,
            school=facts.id,
            subject=group_id,
            name=name,
            reason=f"{len(missing)} of {counted(len(people), 'person', 'people')} of {name}: never known by name.",
            to_do="Do they sign in, or use a device that is given to them? Otherwise nothing of theirs can be found.",
            count=len(missing),
            items=tuple(f"{one.name} ({one.id})" for one in missing[:SHOWN]),
        )


def _group_name(school: School, group_id: str) -> str:
    groups = {**school.key_stages, **school.years, **school.classes, **school.groups}
    return groups[group_id].name if group_id in groups else "no class or group"


def _nobody_known(facts: SchoolDayFacts) -> Iterator[Gap]:
    by_network: dict[str, list[Seen]] = {}
    for seen in facts.seen:
        by_network.setdefault(seen.network or neighbourhood(seen.address), []).append(seen)
    for network_id, some in sorted(by_network.items()):
        nobody = sum(seen.nobody for seen in some)
        if not nobody:
            continue
        network = facts.school.networks.get(network_id)
        name = (network.name or network_id) if network else network_id
        share = 100 * nobody / max(1, sum(seen.requests for seen in some))
        yield Gap(
            id=f"{Kind.NOBODY_KNOWN}:{facts.id}:{network_id}",
            kind=Kind.NOBODY_KNOWN,
            level=Level.AMBER,
            school=facts.id,
            subject=network_id,
            name=name,
            reason=f"Nobody knows whose {nobody:,} requests ({share:.0f} %) from {name} on {_day(facts.day)} are.",
            to_do="Have people sign in there, or give its devices to people, rooms or groups.",
            count=nobody,
            items=tuple(
                f"{seen.device or seen.address}: {counted(seen.nobody, 'request')}"
                for seen in sorted(some, key=lambda seen: (-seen.nobody, seen.address))[:SHOWN]
                if seen.nobody
            ),
        )


def gateway_gaps(facts: GatewayFacts, newest: Newest, now: datetime) -> Iterator[Gap]:
    """What is wanting with a gateway now. ``now`` has the zone in which moments are told."""
    beat = facts.heartbeat
    if beat is None or now - beat.at > SILENT_AFTER:
        yield _silent_gateway(facts, now)
        return
    yield from _clock(facts, beat, now)
    if newest.policy != beat.policy and newest.at and now - newest.at > TAKES_UP:
        reason = f"It does not go by the policy that was published on {_moment(newest.at, now)}."
        yield _of_gateway(
            Kind.GATEWAY_POLICY, facts, reason, "Look at its connection and its log: belisha doctor there."
        )
    if not beat.lists:
        yield _of_gateway(Kind.GATEWAY_LISTS, facts, "It has no lists.", "belisha lists compile")
    elif beat.lists_at and now - beat.lists_at > OLD_LISTS:
        reason = f"Its lists are {counted((now - beat.lists_at).days, 'day')} old."
        yield _of_gateway(Kind.GATEWAY_LISTS, facts, reason, "belisha lists update && belisha lists compile")
    dead = sorted(name for name, runs in beat.services.items() if not runs)
    if dead:
        reason = f"Not running: {', '.join(dead)}."
        yield _of_gateway(Kind.GATEWAY_SERVICE, facts, reason, "Look into log/ there, and run belisha doctor.")
    if facts.troubled:
        reason = f"{counted(facts.troubled, 'request')} of the day could not be judged and met the page of trouble."
        yield _of_gateway(Kind.GATEWAY_TROUBLE, facts, reason, "Look into log/squid.log there, and run belisha doctor.")


def _silent_gateway(facts: GatewayFacts, now: datetime) -> Gap:
    if facts.heartbeat:
        reason = f"It last gave a sign of life on {_moment(facts.heartbeat.at, now)}."
    else:
        reason = "It has never given a sign of life."
    if facts.last_event and facts.last_event <= now:
        reason += f" The last request on record ended on {_moment(facts.last_event, now)}."
    return _of_gateway(Kind.GATEWAY_SILENT, facts, reason, "Is it switched on and connected? Run belisha doctor there.")


def _clock(facts: GatewayFacts, beat: Heartbeat, now: datetime) -> Iterator[Gap]:
    latest = max(beat.at, facts.last_event or beat.at)
    if latest - now > CLOCK_OFF:
        reason = f"Its clock is {_minutes(latest - now)} ahead of this machine's."
        yield _of_gateway(Kind.GATEWAY_CLOCK, facts, reason, "timedatectl, here and there")
    elif beat.policy_at and beat.policy_at - beat.at > CLOCK_OFF:
        reason = f"Its clock is {_minutes(beat.policy_at - beat.at)} behind the publication that it goes by."
        yield _of_gateway(Kind.GATEWAY_CLOCK, facts, reason, "timedatectl, here and there")


def _of_gateway(kind: Kind, facts: GatewayFacts, reason: str, to_do: str) -> Gap:
    return Gap(
        id=f"{kind}:{facts.gateway}",
        kind=kind,
        level=Level.RED,
        school="",
        subject=facts.gateway,
        name=facts.gateway,
        reason=reason,
        to_do=to_do,
    )


def changes(before: Mapping[str, Gap], after: Iterable[Gap], at: datetime, days: Mapping[str, date]) -> list[Change]:
    """What appeared and what ended; ``days``: the day that was judged, by school."""
    now = {gap.id: gap for gap in after}
    today = at.date()
    appeared = [
        Change(id=gap.id, change="appeared", at=at, day=days.get(gap.school, today), gap=gap)
        for gap in now.values()
        if gap.id not in before
    ]
    ended = [
        Change(id=gap.id, change="ended", at=at, day=days.get(gap.school, today), gap=gap)
        for gap in before.values()
        if gap.id not in now
    ]
    return [*appeared, *ended]


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _moment(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def _minutes(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return counted(minutes, "minute") if minutes < 120 else counted(minutes // 60, "hour")
