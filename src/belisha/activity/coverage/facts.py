"""Collecting what coverage is judged by: the policy in force, the record, the gateways' signs of life."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.coverage.heartbeat import heartbeats
from belisha.activity.coverage.model import GatewayFacts, Newest, SchoolDayFacts, Seen
from belisha.activity.days import Period, instant
from belisha.activity.errors import ActivityError
from belisha.activity.journal import segments
from belisha.activity.manifest import read_manifests
from belisha.activity.store import Scope, Store
from belisha.activity.view import View
from belisha.engine.policy import Policy, PolicyError, load
from belisha.engine.policy.directory import Directory, read_client
from belisha.engine.policy.model import School
from belisha.engine.published import NothingPublishedError, policy_path, read_pointer

LOOK_BACK = timedelta(days=90)  # for when a silent school or device was last heard of
FORGOTTEN = timedelta(days=60)  # a gateway that was taken away is spoken of no longer
_OWN = "gateway NOT LIKE 'import-%' AND host <> 'belisha.invalid'"
_DAY = f"""
    SELECT school, address, device,
        count(*) FILTER (WHERE counts) AS requests,
        count(*) FILTER (WHERE counts AND person = '' AND how_known IN ('', 'unknown')) AS nobody,
        count(DISTINCT nullif(person, '')) AS people
    FROM (
        SELECT *, status <> 407 AND (squid_tag <> 'NONE_NONE' OR verdict = 'block') AS counts
        FROM in_scope WHERE {_OWN}
    ) AS lines
    GROUP BY school, address, device ORDER BY school, address, device
"""  # noqa: S608 - constants of this module
_EVER = f"SELECT DISTINCT school, person AS one FROM in_scope WHERE person <> '' AND {_OWN} ORDER BY school, one"  # noqa: S608
_LAST = f"""
    SELECT device AS one, max(ended) AS ended FROM in_scope WHERE device <> '' AND {_OWN} GROUP BY device ORDER BY one
"""  # noqa: S608
_ANYTHING = f"SELECT DISTINCT school AS one FROM in_scope WHERE {_OWN} ORDER BY one"  # noqa: S608
_TROUBLED = """
    SELECT gateway AS one, count(*) AS requests FROM in_scope
    WHERE ',' || marks || ',' LIKE '%,trouble,%' GROUP BY gateway ORDER BY one
"""


class NoPolicyError(ActivityError):
    """Nothing is published that coverage could be judged by."""


class _Row(msgspec.Struct, frozen=True):
    school: str
    address: str
    device: str
    requests: int
    nobody: int
    people: int


class _Person(msgspec.Struct, frozen=True):
    school: str
    one: str


class _One(msgspec.Struct, frozen=True):
    one: str


class _Last(msgspec.Struct, frozen=True):
    one: str
    ended: int


class _Troubled(msgspec.Struct, frozen=True):
    one: str
    requests: int


class Ground(NamedTuple):
    """What does not change while one coverage is made."""

    home: Path
    store: Store
    policy: Policy
    newest: Newest
    zone: ZoneInfo


def ground(home: Path) -> Ground:
    """The policy in force and the record. Raises NoPolicyError, PermissionError."""
    try:
        pointer = read_pointer(home)
        policy = load(policy_path(home, pointer.policy).read_bytes())
    except PermissionError:
        raise
    except (OSError, NothingPublishedError, PolicyError, msgspec.MsgspecError) as error:
        message = f"No policy is in force in {home}, so nobody knows what should be seen: belisha policy publish FILE."
        raise NoPolicyError(message) from error
    at = datetime.fromisoformat(pointer.at) if pointer.at else None
    newest = Newest(pointer.policy, pointer.lists, at)
    return Ground(home, Store.open(home), policy, newest, ZoneInfo(policy.federation.time_zone))


class DayOnRecord:
    """Everything that was seen on one day, put to the schools whose devices and networks it came from."""

    def __init__(self, given: Ground, day: date) -> None:
        """Asks the record once."""
        self._given = given
        self.day = day
        schools = (*given.policy.schools, "")
        rows = given.store.ask(Scope(schools, Period(day, day), given.zone), lambda view: view.rows(_Row, _DAY))
        directory = Directory(given.policy)
        self._seen: dict[str, dict[tuple[str, str], Seen]] = {}
        for row in rows:
            school, seen = _placed(row, directory, given.policy)
            at_school = self._seen.setdefault(school, {})
            key = (seen.address, seen.device)
            at_school[key] = _sum(at_school[key], seen) if key in at_school else seen

    def facts(self, school_id: str, too_new: Collection[str] = (), *, running: bool = True) -> SchoolDayFacts:
        """What one school's day is judged by; the empty id: what came from no school's place.

        ``running``: Belisha was running for the school on an earlier day, whether anything was heard or not.
        """
        given = self._given
        school = given.policy.schools.get(school_id) or School(name=given.policy.federation.name)
        seen = tuple(self._seen.get(school_id, {}).values())
        silent = school.devices.keys() - {one.device for one in seen}
        return SchoolDayFacts(
            id=school_id,
            school=school,
            day=self.day,
            seen=seen,
            ever=self._ever(school_id) if school.people else frozenset(),
            last_seen=self._last(school_id) if silent else {},
            too_new=frozenset(too_new),
            began=running or any(one.requests for one in seen) or self._heard_before(school_id),
        )

    def troubled(self) -> dict[str, int]:
        """By gateway, how many requests could not be judged."""
        scope = Scope((*self._given.policy.schools, ""), Period(self.day, self.day), self._given.zone)
        rows = self._given.store.ask(scope, lambda view: view.rows(_Troubled, _TROUBLED))
        return {row.one: row.requests for row in rows}

    def _heard_before(self, school_id: str) -> bool:
        before = Period(self.day - LOOK_BACK, self.day - timedelta(days=1))
        scope = Scope((school_id,), before, self._given.zone)
        return bool(self._given.store.ask(scope, lambda view: view.rows(_One, _ANYTHING)))

    def _ever(self, school_id: str) -> frozenset[str]:
        on_record = self._given.store.period(self._given.zone)
        if on_record is None or on_record.first > self.day:
            return frozenset()
        scope = Scope((school_id,), Period(on_record.first, self.day), self._given.zone)
        return frozenset(row.one for row in self._given.store.ask(scope, _people))

    def _last(self, school_id: str) -> dict[str, date]:
        # a device is seen under the school of whoever used it: people of one school work at another
        scope = Scope((*self._given.policy.schools, ""), Period(self.day - LOOK_BACK, self.day), self._given.zone)
        devices = self._given.policy.schools[school_id].devices
        rows = self._given.store.ask(scope, lambda view: view.rows(_Last, _LAST))
        return {row.one: instant(row.ended).astimezone(self._given.zone).date() for row in rows if row.one in devices}


def _people(view: View) -> list[_Person]:
    return view.rows(_Person, _EVER)


def _placed(row: _Row, directory: Directory, policy: Policy) -> tuple[str, Seen]:
    """The school whose device or network it was, else the school of whoever it was, else the only one."""
    client = read_client(row.address)
    device = directory.device(row.device or None, None, client)
    network = directory.network(client)
    only = next(iter(policy.schools)) if len(policy.schools) == 1 else ""
    school = device.school if device else network.school if network else row.school or only
    seen = Seen(
        address=row.address,
        device=device.id if device else row.device,
        network=network.id if network else "",
        requests=row.requests,
        nobody=row.nobody,
        people=row.people,
    )
    return school, seen


def _sum(one: Seen, other: Seen) -> Seen:
    return msgspec.structs.replace(
        one,
        requests=one.requests + other.requests,
        nobody=one.nobody + other.nobody,
        people=one.people + other.people,
    )


def gateway_facts(home: Path, now: datetime, troubled: Mapping[str, int]) -> list[GatewayFacts]:
    """What each gateway is judged by. Imports of old logs are none."""
    beats = heartbeats(home)
    last = {
        gateway: instant(max(part.last for part in manifest.parts))
        for gateway, manifest in read_manifests(home).items()
        if manifest.parts
    }
    found = []
    for gateway in sorted({*beats, *last, *(segment.gateway for segment in segments(home))}):
        heartbeat, ended = beats.get(gateway), last.get(gateway)
        heard = [at for at in (heartbeat.at if heartbeat else None, ended) if at]
        if not gateway.startswith("import-") and now - max(heard, default=now) < FORGOTTEN:
            found.append(
                GatewayFacts(gateway=gateway, heartbeat=heartbeat, last_event=ended, troubled=troubled.get(gateway, 0))
            )
    return found
