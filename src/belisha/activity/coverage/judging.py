"""Coverage as it is asked for, and as it is put on record once a school day is over: with a note of every change."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from belisha.activity.coverage.facts import DayOnRecord, Ground, gateway_facts, ground
from belisha.activity.coverage.heartbeat import SERVICES_FILE
from belisha.activity.coverage.model import Change, Coverage, Gap, Judged, Kind, Level
from belisha.activity.coverage.rules import (
    calendar_gaps,
    changes,
    elsewhere_gaps,
    gateway_gaps,
    judged_day,
    school_gaps,
)
from belisha.activity.durable import make_folder, write_whole
from belisha.activity.place import activity_folder
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import School

FOLDER = "coverage"
_JUDGED_NOW = frozenset(kind for kind in Kind if kind.startswith("gateway-")) - {Kind.GATEWAY_TROUBLE}
FILE = "state.json"
_ORDER = [*Level]


class _Known(msgspec.Struct, frozen=True):
    """By id, when a device or person was first noticed on the register; date.min: when nothing had been noticed yet."""

    devices: dict[str, date] = {}
    people: dict[str, date] = {}


class _State(msgspec.Struct, frozen=True, kw_only=True):
    """What the last look left: which day of each school was judged, what was wanting, and what was on the register.

    ``since``: the day of the first look, when Belisha was new here; None before it.
    """

    since: date | None = None
    judged: dict[str, date] = {}
    gaps: dict[str, Gap] = {}
    known: dict[str, _Known] = {}


def coverage(home: Path, now: datetime, schools: Sequence[str] = (), day: date | None = None) -> Coverage:
    """What is wanting, of the named schools or all; on their last school day, or one that is named.

    Raises NoPolicyError, OSError.
    """
    given = ground(home)
    wanted = {school: day or _due_day(given, school, now) for school in schools or given.policy.schools}
    gaps = _gaps(given, now, wanted, _read(home), whole=not schools)
    return _answer(given, now, wanted, gaps)


def record(home: Path, now: datetime, day: date | None = None) -> list[Change] | None:
    """Judge the school days that are over and were not judged yet (or a day that is named), and note what changed.

    None when nothing was due. Changes are handed on in ``spool/coverage``, one file each; killed at any instant, doing
    it again hands on the same files. Raises NoPolicyError, OSError.
    """
    given = ground(home)
    state = _begun(home, given, _read(home), now)
    due = {}
    for school in given.policy.schools:
        over = day or _due_day(given, school, now)
        if over and (day or over > state.judged.get(school, date.min)):
            due[school] = over
    if not due:
        return None
    gaps = _gaps(given, now, due, state, whole=True)
    judged = {*due, ""}
    kept = [gap for gap in state.gaps.values() if gap.school not in judged and gap.school in given.policy.schools]
    noted = changes(state.gaps, [*kept, *gaps], now, due)
    for change in noted:
        _hand_on(home, change)
    today = now.astimezone(given.zone).date()
    known = {school: _noticed(state.known.get(school), held, today) for school, held in given.policy.schools.items()}
    after = {gap.id: gap for gap in (*kept, *gaps)}
    _write(home, _State(since=state.since, judged={**state.judged, **due}, gaps=after, known=known))
    return noted


def wanting_now(home: Path, now: datetime) -> list[Gap]:
    """What is wanting by the last look that was put on record, and how gateways are at this moment; quick to ask.

    Where nobody records on this machine (its gateways are elsewhere) what is due is put on record first.
    Raises NoPolicyError, OSError.
    """
    given = ground(home)
    if not (activity_folder(home) / SERVICES_FILE).exists():
        record(home, now)
    state = _read(home)
    days = [gap for gap in state.gaps.values() if gap.kind not in _JUDGED_NOW and _is_here(gap, given)]
    local = now.astimezone(given.zone)
    return [*days, *(gap for facts in gateway_facts(home, now, {}) for gap in gateway_gaps(facts, given.newest, local))]


def _is_here(gap: Gap, given: Ground) -> bool:
    return not gap.school or gap.school in given.policy.schools


def _begun(home: Path, given: Ground, state: _State, now: datetime) -> _State:
    """At the very first look: what is on the register counts as old only where something was recorded before today."""
    if state.since is not None:
        return state
    today = now.astimezone(given.zone).date()
    on_record = given.store.period(given.zone)
    noticed = date.min if on_record and on_record.first < today else today
    known = {school: _noticed(None, held, noticed) for school, held in given.policy.schools.items()}
    begun = msgspec.structs.replace(state, since=today, known=known)
    _write(home, begun)
    return begun


def _due_day(given: Ground, school: str, now: datetime) -> date | None:
    return judged_day(given.policy.schools[school].calendar, given.zone, now)


def _gaps(given: Ground, now: datetime, wanted: Mapping[str, date | None], state: _State, *, whole: bool) -> list[Gap]:
    """``whole``: with the gateways, and with what came from no school's place."""
    days = {day: DayOnRecord(given, day) for day in set(wanted.values()) if day}
    found: list[Gap] = []
    for school, day in wanted.items():
        held = given.policy.schools[school]
        found += calendar_gaps(school, held, day or now.astimezone(given.zone).date())
        if day:
            too_new = _too_new(state.known.get(school), held, day)
            running = bool(state.since and state.since < day and school in state.known)
            found += school_gaps(days[day].facts(school, too_new, running=running))
    if whole:
        latest = max(days, default=None)
        if latest and any(is_school_day(school.calendar, latest) for school in given.policy.schools.values()):
            found += elsewhere_gaps(days[latest].facts(""))
        troubled = days[latest].troubled() if latest else {}
        local = now.astimezone(given.zone)
        for facts in gateway_facts(given.home, now, troubled):
            found += gateway_gaps(facts, given.newest, local)
    return found


def _too_new(known: _Known | None, school: School, day: date) -> Collection[str]:
    """What came onto the register on the day or later: it cannot be missed yet."""
    if known is None:
        return ()
    people = {person.id for person in school.people}
    return {
        one
        for ids, noticed in ((school.devices.keys(), known.devices), (people, known.people))
        for one in ids
        if noticed.get(one, day) >= day
    }


def _noticed(known: _Known | None, school: School, first: date) -> _Known:
    before = known or _Known()
    return _Known(
        {one: before.devices.get(one, first) for one in school.devices},
        {one.id: before.people.get(one.id, first) for one in school.people},
    )


def _answer(given: Ground, now: datetime, wanted: Mapping[str, date | None], gaps: Sequence[Gap]) -> Coverage:
    ordered = sorted(gaps, key=lambda gap: (_ORDER.index(gap.level), gap.school, gap.kind, gap.name, gap.id))
    judged = tuple(
        Judged(school=school, name=given.policy.schools[school].name, day=day) for school, day in wanted.items()
    )
    return Coverage(at=now, zone=str(given.zone), judged=judged, gaps=tuple(ordered))


def _read(home: Path) -> _State:
    try:
        return msgspec.json.decode((activity_folder(home) / FOLDER / FILE).read_bytes(), type=_State)
    except (FileNotFoundError, msgspec.DecodeError):
        return _State()  # damaged, it costs a repetition of what was handed on; not reading it would cost the alarm


def _write(home: Path, state: _State) -> None:
    path = activity_folder(home) / FOLDER / FILE
    make_folder(path.parent)
    write_whole(path, msgspec.json.encode(state))


def _hand_on(home: Path, change: Change) -> None:
    folder = home / "spool" / FOLDER
    make_folder(folder)
    name = f"{change.day}-{change.change}-{hashlib.sha256(change.id.encode()).hexdigest()[:12]}.json"
    write_whole(folder / name, msgspec.json.encode(change))
