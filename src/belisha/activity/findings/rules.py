"""The rules of findings, without input or output: what belongs together, what counts once, what weighs, what is told.

Every rule is a function of a set of sightings: their order, and how often one is given, change nothing.
"""

import hashlib
from base64 import b32encode
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from belisha.activity.days import instant
from belisha.activity.findings.model import Finding, Hours, Identity, Kind, Request, Seen, Sighting
from belisha.engine.policy.calendar import WEEKDAYS, is_school_day
from belisha.engine.policy.model import Calendar
from belisha.engine.themes import Because, Found, Level

HOUR_MS: Final = 3_600_000
TYPING_MS: Final = 4_000  # a longer term within this time is the same one, typed further
AGAIN_MS: Final = 60_000  # the same within a minute is the browser's doing: a reload, the next page, a redirection
TRIES: Final = 3  # so many blocked tries are repeated ones
NIGHT: Final = (time(22), time(6))
DAY_TURNS: Final = timedelta(hours=4)  # a finding ends by four in the morning, when nobody is up
SUMMER: Final = timedelta(days=56)  # for so long after the last term there is no school; then nobody knows
AROUND_SCHOOL: Final = timedelta(hours=1)  # breakfast club and homework club are school too
ROUND: Final = "getting-round-the-filter"
HELP: Final = "asking-for-help"
GRAVE: Final = frozenset(
    {
        "suicide-and-self-harm",
        "eating-disorders",
        "abuse-at-home",
        "grooming",
        "radicalisation",
        "violence-and-weapons",
        "running-away",
    }
)
"""Themes in which a child may be in danger; others never rise to that level by what is around them."""

CATEGORIES: Final = {
    "self-harm": "suicide-and-self-harm",
    "extremism": "radicalisation",
    "hate": "hate",
    "weapons": "violence-and-weapons",
    "violence": "violence-and-weapons",
    "drugs": "drugs-and-alcohol",
    "pornography": "sexual-content",
    "mixed-adult": "sexual-content",
    "proxies-and-vpns": ROUND,
}
"""What a block for a category is about. Left out: what adverts and programs ask for by themselves (gambling)."""

LISTED: Final = "category:"
"""Begins the name of the rule when a list said so and no words did."""
ALONE: Final = frozenset({"category:self-harm", "category:extremism"})
"""Lists of which one block says something. Of the others it takes repeated ones: anybody meets a wrong page once."""

_PARTS = (".js", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".json", ".mp4")


_ARRIVED = frozenset({*range(200, 300), 304})
_DOCUMENTS = frozenset({"text/html", "application/xhtml+xml"})


class Asked(NamedTuple):
    """A search: by whom, at which engine, when (ms since 1970), for what."""

    school: str
    who: str
    engine: str
    at: int
    term: str
    identity: Identity


def who_of(request: Request) -> str:
    """The person; where nobody is known the device, else its address."""
    return request.person or request.device or request.address


def asked(request: Request) -> Asked:
    """The search that a request made."""
    return Asked(
        request.school,
        who_of(request),
        request.search_engine,
        request.begun,
        plain(request.search_term),
        request.identity,
    )


def plain(text: str) -> str:
    """The text as it is compared."""
    return " ".join(text.split()).casefold()


def typed_further(searches: Iterable[Asked]) -> set[Identity]:
    """Searches that were only the beginning of a longer one, which the same person asked for within seconds."""
    found: set[Identity] = set()
    ordered = sorted(set(searches))
    for place, one in enumerate(ordered):
        for later in ordered[place + 1 :]:
            if later[:3] != one[:3] or later.at - one.at > TYPING_MS:
                break
            if len(later.term) > len(one.term) and later.term.startswith(one.term):
                found.add(one.identity)
                break
    return found


def counts(request: Request) -> bool:
    """Whether it was judged, and is not only a block's page delivered or the beginning of an inspected tunnel."""
    spliced = request.method == "CONNECT" and request.tls == "splice"
    return bool(request.verdict) and (request.squid_tag != "NONE_NONE" or request.verdict == "block" or spliced)


def is_search(request: Request) -> bool:
    """Whether its term is to be read."""
    return bool(request.search_term) and counts(request)


def is_page(request: Request) -> bool:
    """Whether somebody may have looked at it, or wanted to: a document, a name alone, no part that a page fetches."""
    if not counts(request) or request.search_term:
        return False
    if request.verdict == "block":
        return not request.path.lower().endswith(_PARTS)
    if request.method == "CONNECT":
        return request.tls == "splice" or request.squid_tag == "TCP_TUNNEL"
    return request.method == "GET" and request.status in _ARRIVED and request.content_type in _DOCUMENTS


def address_text(request: Request) -> str:
    """Host and path as people read them."""
    return request.host + (request.path if request.path not in {"", "/"} else "")


def listed(request: Request) -> Found | None:
    """What the category says for which a request was blocked."""
    theme = CATEGORIES.get(request.category) if request.verdict == "block" else None
    if theme is None:
        return None
    sentence = f"The site is listed under “{request.category}” and was blocked."
    return Found(theme, Level.ADVISORY, Because(LISTED + request.category, (), request.list_version, sentence))


def says_something(group: Sequence[Sighting]) -> bool:
    """Whether a group is a finding: not when it is only a block or two of sites that a list names."""
    rules = {one.because.rule for one in group}
    by_words = any(not rule.startswith(LISTED) for rule in rules)
    return by_words or not rules.isdisjoint(ALONE) or tries(group) >= TRIES


def gravest(found: Iterable[Found]) -> list[Found]:
    """One a theme, the gravest; gravest first."""
    best: dict[str, Found] = {}
    for one in found:
        if one.theme not in best or one.level.rank > best[one.theme].level.rank:
            best[one.theme] = one
    return sorted(best.values(), key=lambda one: (-one.level.rank, one.theme))


def hours_of(calendar: Calendar | None, zone: ZoneInfo, at: int) -> Hours:
    """When it was. A school without a timetable has weekdays without night, and its holidays."""
    local = instant(at).astimezone(zone)
    if local.time() >= NIGHT[0] or local.time() < NIGHT[1]:
        return Hours.NIGHT
    if calendar is None:
        return Hours.SCHOOL
    if _is_free(calendar, local.date()):
        return Hours.OUTSIDE
    parts = (*calendar.lessons, *calendar.breaks)
    if not parts:
        return Hours.SCHOOL
    begin = datetime.combine(local.date(), min(part.from_ for part in parts)) - AROUND_SCHOOL
    end = datetime.combine(local.date(), max(part.to for part in parts)) + AROUND_SCHOOL
    return Hours.SCHOOL if begin <= local.replace(tzinfo=None) < end else Hours.OUTSIDE


def _is_free(calendar: Calendar, day: date) -> bool:
    """Whether there is no school. Of years that a calendar does not cover it can only tell the days of the week."""
    if not calendar.terms:
        return False
    begins, ends = min(term.first for term in calendar.terms), max(term.last for term in calendar.terms)
    if begins <= day <= ends + SUMMER:
        return not is_school_day(calendar, day)
    return WEEKDAYS[day.weekday()] not in calendar.week


def new_id(school: str, who: str, theme: str, identity: Identity) -> str:
    """The id of a finding that begins with this event: the same whenever it is read again."""
    text = "\0".join((school, who, theme, identity.gateway, identity.segment, str(identity.offset)))
    return "F-" + b32encode(hashlib.sha256(text.encode()).digest())[:10].decode()


def again(one: Sighting, other: Sighting) -> bool:
    """Whether two sightings of one person and theme are the same thing, asked for by the browser again."""
    same = (one.kind, one.verdict, plain(one.text)) == (other.kind, other.verdict, plain(other.text))
    return same and abs(one.at - other.at) < AGAIN_MS


def _place(one: Sighting) -> tuple[str, str, str]:
    return one.school, one.who, one.theme


def _in_order(one: Sighting) -> tuple[int, str, str, int]:
    return one.at, *one.identity


def school_night(at: int, zone: ZoneInfo) -> date:
    """The day to which an instant belongs when days turn at four in the morning."""
    return (instant(at).astimezone(zone) - DAY_TURNS).date()


def together(sightings: Iterable[Sighting], zone: ZoneInfo) -> Iterator[list[Sighting]]:
    """Those of one person and theme with no more than an hour from each to the next, in the order of time."""
    once = {(_place(one), one.identity): one for one in sorted(sightings, key=lambda one: (one.noted, one.finding))}
    ordered = sorted(once.values(), key=lambda one: (_place(one), _in_order(one)))
    for _, same in groupby(ordered, key=_place):
        group: list[Sighting] = []
        for one in same:
            if group and (
                one.at - group[-1].at > HOUR_MS or school_night(one.at, zone) != school_night(group[-1].at, zone)
            ):
                yield group
                group = []
            group.append(one)
        yield group


def tries(group: Sequence[Sighting]) -> int:
    """How often something blocked was asked for: parts of one page count once, as does what follows within a minute."""
    count, last, terms = 0, -AGAIN_MS, set[str]()
    for one in group:
        if one.verdict != "block":
            continue
        fresh = one.kind is Kind.SEARCH and plain(one.text) not in terms
        if fresh or one.at - last >= AGAIN_MS:
            count += 1
        terms.add(plain(one.text))
        last = one.at
    return count


def rounds(sightings: Iterable[Sighting]) -> list[int]:
    """When somebody tried to get round the filter: ms since 1970, in order."""
    return sorted(one.at for one in sightings if one.theme == ROUND)


def finding_of(group: Sequence[Sighting], tried: Sequence[int], zone: ZoneInfo) -> Finding:
    """The finding that a group is. ``tried``: the ``rounds`` of the same person."""
    named = min(group, key=lambda one: (one.noted, _in_order(one)))
    known = max(group, key=lambda one: (one.level.rank, -one.at))
    weighs = tuple(_weighs(group, tried, zone))
    level = _raised(known.theme, known.level, len(weighs))
    return Finding(
        id=named.finding,
        school=known.school,
        site=known.site,
        who=known.who,
        person=known.person,
        group=known.group,
        device=known.device,
        address=known.address,
        theme=known.theme,
        level=level,
        read=known.level,
        raised=weighs if level != known.level else (),
        weighs=weighs,
        first=instant(group[0].at),
        last=instant(group[-1].at),
        seen=_seen(group),
        versions=tuple(sorted({one.because.version for one in group})),
    )


def _weighs(group: Sequence[Sighting], tried: Sequence[int], zone: ZoneInfo) -> Iterator[str]:
    theme = group[0].theme
    if theme == HELP:
        return  # to ask for help is no offence, whenever and however often
    count = tries(group)
    if count >= TRIES:
        yield f"Blocked {count} times, and tried again."
    odd = next((one for one in group if one.hours is not Hours.SCHOOL), None)
    if odd:
        when = instant(odd.at).astimezone(zone)
        yield f"{'At night' if odd.hours is Hours.NIGHT else 'Outside school time'}, at {when:%H:%M}."
    begin, end = group[0].at - HOUR_MS, group[-1].at + HOUR_MS
    if theme != ROUND and bisect_left(tried, begin) < bisect_left(tried, end + 1):
        yield "Tried to get round the filter within the same hour."
    if any(one.first for one in group):
        yield "Nothing of this theme was on record of this person before."


def _raised(theme: str, read: Level, weighs: int) -> Level:
    """One level up: to caution by anything that weighs, to danger by two such things in a grave theme."""
    if read is Level.ADVISORY and weighs:
        return Level.CAUTION
    if read is Level.CAUTION and weighs > 1 and theme in GRAVE:
        return Level.DANGER
    return read


def _seen(group: Sequence[Sighting]) -> tuple[Seen, ...]:
    by_text: dict[tuple[Kind, str], list[Sighting]] = {}
    for one in group:
        by_text.setdefault((one.kind, plain(one.text)), []).append(one)
    return tuple(_as_seen(same) for same in by_text.values())


def _as_seen(same: Sequence[Sighting]) -> Seen:
    first, gravest_one = same[0], max(same, key=lambda one: one.level.rank)
    return Seen(
        text=first.text,
        at=instant(first.at),
        kind=first.kind,
        level=gravest_one.level,
        verdict=first.verdict,
        because=gravest_one.because,
        gateway=first.gateway,
        segment=first.segment,
        offset=first.offset,
        times=1 + sum(later.at - one.at >= AGAIN_MS for one, later in pairwise(same)),
    )


def findings_of(sightings: Iterable[Sighting], zone: ZoneInfo) -> list[Finding]:
    """All findings of these sightings, gravest first."""
    made = [finding_of(group, tried, zone) for group, tried in _groups(sightings, zone)]
    return sorted(made, key=gravity)


def finding_called(wanted: str, sightings: Iterable[Sighting], zone: ZoneInfo) -> Finding | None:
    """The finding that has this id, or of which a part had it before something between two of them made them one."""
    groups = _groups(sightings, zone)
    parts = [(group, tried) for group, tried in groups if any(one.finding == wanted for one in group)]
    made = [finding_of(group, tried, zone) for group, tried in parts]
    return min(made, key=lambda one: (one.id != wanted, gravity(one)), default=None)


def _groups(sightings: Iterable[Sighting], zone: ZoneInfo) -> Iterator[tuple[list[Sighting], list[int]]]:
    by_person: dict[tuple[str, str], list[Sighting]] = {}
    for one in sightings:
        by_person.setdefault((one.school, one.who), []).append(one)
    for theirs in by_person.values():
        tried = rounds(theirs)
        yield from ((group, tried) for group in together(theirs, zone) if says_something(group))


def gravity(finding: Finding) -> tuple[int, int, int, float, str]:
    """Sorts the gravest first, and the newest among equals."""
    return -finding.level.rank, -finding.read.rank, -len(finding.weighs), -finding.last.timestamp(), finding.id


def begins_on(finding: Finding, zone: ZoneInfo) -> date:
    """The school's day on which a finding begins."""
    return finding.first.astimezone(zone).date()
