"""Decides last week's requests under two policies, and counts what is different."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from belisha.activity.errors import ActivityError
from belisha.console.filtering.changes.impact.model import Difference, Group, Side, Site
from belisha.console.filtering.changes.impact.traffic import MOST_HOSTS, Traffic
from belisha.engine.address import read_address
from belisha.engine.decide import Blocked, decide_for
from belisha.engine.policy import Rulebook
from belisha.engine.policy.edits import AddRule, EndRule, apply, rules_held
from belisha.engine.policy.site_rules import split_address
from belisha.engine.published import NothingPublishedError, open_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from belisha.console.filtering.changes.impact.traffic import Row
    from belisha.engine.decide import Verdict, Who
    from belisha.engine.policy.edits import Edit
    from belisha.engine.published import InForce

__all__ = ["difference", "requests_on_record"]

TOP: Final = 20
MOST_REQUESTS: Final = 10_000_000  # eight schools of 400 people in a week: half a minute of the worker
FEWER_DAYS: Final = (3, 1)


def difference(
    home: Path, in_force: InForce, edits: Sequence[Edit], schools: Sequence[str], now: datetime
) -> Difference:
    """What edits of the policy in force would have done otherwise at some schools in the seven days until now.

    Raises EditError where they do not fit, ActivityError where the record cannot be read.
    """
    policy = in_force.rulebook.policy
    after = Rulebook.of(apply(policy, edits))
    known = [school for school in schools if school in policy.schools]
    if not known:
        return Difference()
    traffic, total = _traffic(home, known, in_force.rulebook, now)
    if not total:
        return Difference()
    comparing = _Comparing(in_force, after, traffic, now)
    hosts = _hosts(in_force, edits)
    wanted = None if hosts is None else traffic.hosts_below(hosts)
    rows = traffic.rows(wanted)
    comparing.compare(row for row in rows if not comparing.needs_path(row))
    if comparing.by_path:
        comparing.compare(traffic.rows(sorted(comparing.by_path)[:MOST_HOSTS], paths=True))
    left_out = total - sum(row.requests for row in rows) if wanted is None else 0
    first, last = traffic.period.first.isoformat(), traffic.period.last.isoformat()
    return Difference(first, last, total - left_out, left_out, comparing.opened.side(), comparing.closed.side())


def _traffic(home: Path, schools: Sequence[str], rulebook: Rulebook, now: datetime) -> tuple[Traffic, int]:
    """The week, with how many requests there were; of a very large federation fewer of its days."""
    traffic = Traffic(home, schools, rulebook, now)
    total = traffic.count()
    for days in FEWER_DAYS:
        if total <= MOST_REQUESTS:
            break
        shorter = Traffic(home, schools, rulebook, now, days=days)
        if not (count := shorter.count()):
            break  # a Sunday says nothing of a week
        traffic, total = shorter, count
    return traffic, total


def requests_on_record(home: Path, schools: Sequence[str], now: datetime) -> int:
    """How many requests a comparison would go through; 0 where the record cannot be asked."""
    try:
        in_force = open_in_force(home)
        return Traffic(home, schools, in_force.rulebook, now).count() if schools else 0
    except (NothingPublishedError, ActivityError):
        return 0


def _hosts(in_force: InForce, edits: Iterable[Edit]) -> frozenset[str] | None:
    """The only hosts that edits can make a difference to; None where it may be any."""
    named = set()
    ended = set()
    for edit in edits:
        match edit:
            case AddRule(rule=rule):
                named.add(split_address(rule.address)[0])
            case EndRule(id=name):
                ended.add(name)
            case _:
                return None
    if ended:
        held = rules_held(in_force.rulebook.policy)
        named |= {split_address(rule.address)[0] for _holder, rule in held if rule.id in ended}
    return frozenset(named)


class _Tally:
    """What would have been different in one direction."""

    def __init__(self) -> None:
        self._requests = 0
        self._people: set[str] = set()
        self._by: dict[str, dict[str, tuple[int, set[str]]]] = {"site": {}, "group": {}}

    def add(self, row: Row, group: str) -> None:
        """Some requests."""
        who = f"{row.school}/{row.who}"
        self._requests += row.requests
        self._people.add(who)
        for kind, name in (("site", row.place or row.host), ("group", group)):
            count, people = self._by[kind].get(name, (0, set()))
            people.add(who)
            self._by[kind][name] = (count + row.requests, people)

    def side(self) -> Side:
        """The sums, most requests first."""
        sites = [Site(name, count, len(people)) for name, count, people in self._sorted("site")]
        groups = [Group(name, count, len(people)) for name, count, people in self._sorted("group")]
        return Side(self._requests, len(self._people), len(sites), tuple(sites[:TOP]), tuple(groups[:TOP]))

    def _sorted(self, kind: str) -> list[tuple[str, int, set[str]]]:
        rows = [(name, count, people) for name, (count, people) in self._by[kind].items()]
        return sorted(rows, key=lambda row: (-row[1], row[0]))


class _Comparing:
    """Two policies, and what was decided by them so far. Each pair of a standing and an address is decided once."""

    def __init__(self, in_force: InForce, after: Rulebook, traffic: Traffic, now: datetime) -> None:
        self._before, self._after, self._index = in_force.rulebook, after, in_force.index
        self._now = now
        self._moments = {(each.school, each.kind): each for each in traffic.stretches}
        self._known: dict[tuple[object, ...], tuple[Verdict, Verdict]] = {}
        self._people = {key: person.sign_in for key, person in self._before.directory.by_id.items()}
        self.by_path: set[str] = set()
        self.opened, self.closed = _Tally(), _Tally()

    def needs_path(self, row: Row) -> bool:
        """Whether the answer for a host is not the answer for all of it: then it is decided again, path by path."""
        if row.host not in self.by_path:
            before, after = self._verdicts(row)
            kinds = before.table.effective.blocked_file_kinds != after.table.effective.blocked_file_kinds
            narrow = {before.holds_for, after.holds_for}
            changed = isinstance(before, Blocked) is not isinstance(after, Blocked)
            if "address" in narrow or ("file-names" in narrow and (changed or kinds)):
                self.by_path.add(row.host)
        return row.host in self.by_path

    def compare(self, rows: Iterable[Row]) -> None:
        """Count those that would have been answered otherwise."""
        for row in rows:
            before, after = self._verdicts(row)
            was, would_be = isinstance(before, Blocked), isinstance(after, Blocked)
            if was is not would_be:
                setting = after.table.setting
                (self.opened if was else self.closed).add(row, f"{setting.audience}, {setting.school or row.school}")

    def _verdicts(self, row: Row) -> tuple[Verdict, Verdict]:
        user = self._people.get((row.school, row.person))
        who = self._before.who(user, row.address or None, row.device or None)
        will = self._after.who(user, row.address or None, row.device or None)
        key = (who.key, will.key, row.host, row.path, row.slot)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._decided(row, who, will)
        return found

    def _decided(self, row: Row, who: Who, will: Who) -> tuple[Verdict, Verdict]:
        address = read_address(f"https://{row.host}{row.path or '/'}")
        moment = self._moment(row)
        return (
            decide_for(who, address, self._before, self._index, moment),
            decide_for(will, address, self._after, self._index, moment),
        )

    def _moment(self, row: Row) -> datetime:
        """The latest moment of this part of the day: what lapsed during the week is as it is now."""
        stretch = self._moments.get((row.school, row.slot))
        return datetime.fromtimestamp((stretch.end - 1) / 1000, UTC) if stretch else self._now
