"""Whom or what a report is about: found in the policy or on record, within the schools that were named."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import msgspec

from belisha.activity.errors import ActivityError
from belisha.activity.register import Kind, Register
from belisha.activity.store import Scope, Store
from belisha.engine.address import is_ip, read_host
from belisha.engine.policy.model import Calendar

SHOWN_MATCHES = 5
_COLUMNS = {
    Kind.PERSON: "person",
    Kind.CLASS: '"group"',
    Kind.GROUP: '"group"',
    Kind.DEVICE: "device",
    Kind.SCHOOL: "school",
}
_ON_RECORD = {kind: f"SELECT DISTINCT school, {column} AS one FROM in_scope" for kind, column in _COLUMNS.items()}  # noqa: S608
_ADDRESSES = "SELECT DISTINCT school, address AS one FROM in_scope"


class Subject(msgspec.Struct, frozen=True):
    """Whom or what a report is about. ``choices``: an event is theirs when it has one of these values in one column."""

    kind: Kind
    id: str
    name: str
    school: str
    school_name: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def schools(self) -> tuple[str, ...]:
        """Whose events may be seen for it."""
        return self.choices[0][1] if self.kind is Kind.FEDERATION else (self.school,)


class _Recorded(msgspec.Struct, frozen=True, order=True):
    school: str
    one: str


class UnknownSubjectError(ActivityError):
    """Nobody and nothing is called this, or more than one; the sentence says what there is."""


def find_subject(store: Store, register: Register, kind: Kind, text: str, schools: Sequence[str]) -> Subject:
    """The one subject of this kind that goes by ``text`` in these schools. Raises UnknownSubjectError."""
    address = _address(text) if kind is Kind.DEVICE else ""
    known = {(school, one): names for school in schools for one, names in register.named(kind, school).items()}
    found = [] if address else _called(text, known)
    if not found and kind in _ON_RECORD:
        recorded = _on_record(store, register, _ADDRESSES if address else _ON_RECORD[kind], schools)
        found = _called(address or text, recorded)
        known = recorded | known
    if len(found) == 1:
        (school, one), names = found[0]
        return _subject(store, register, kind, one, names[0] if names else one, school)
    if found:
        which = " or ".join(f"--school {school}" for (school, _), _ in found)
        message = f"There is a {kind} {text!r} at {len(found)} schools. Say which: {which}."
        raise UnknownSubjectError(message)
    message = f"No {kind} {text!r} in the policy or on record at {', '.join(filter(None, schools)) or 'any school'}."
    raise UnknownSubjectError(message + _near(text, known))


def is_in_policy(register: Register, kind: Kind, text: str, schools: Sequence[str]) -> bool:
    """Whether the policy of these schools names such a subject, so that the record need not be looked through."""
    known = {(school, one): names for school in schools for one, names in register.named(kind, school).items()}
    return bool(_called(text, known))


def whole_federation(register: Register, schools: Sequence[str]) -> Subject:
    """All of these schools together, which are those of the policy and on record."""
    name = register.federation or "all schools"
    return Subject(Kind.FEDERATION, "federation", name, "", name, (("school", tuple(schools)),))


def calendar_of(register: Register, schools: Sequence[str]) -> Calendar:
    """The first calendar with terms among these schools', or an empty one."""
    held = [register.schools[school].calendar for school in schools if school in register.schools]
    return next((calendar for calendar in held if calendar.terms), Calendar())


_Known = dict[tuple[str, str], tuple[str, ...]]


def _called(text: str, known: _Known) -> list[tuple[tuple[str, str], tuple[str, ...]]]:
    wanted = text.casefold()
    by_id = [(key, names) for key, names in known.items() if key[1].casefold() == wanted]
    return by_id or [(key, names) for key, names in known.items() if wanted in map(str.casefold, names)]


def _near(text: str, known: _Known) -> str:
    names = {name.casefold(): name for (_, one), others in known.items() for name in (one, *others) if name}
    near = [names[one] for one in get_close_matches(text.casefold(), names, SHOWN_MATCHES)]
    return f" Did you mean {' or '.join(near)}?" if near else ""


def _address(text: str) -> str:
    """The address as events hold it, or nothing when the text is no address."""
    host = read_host(text) if text.count(".") == 3 or ":" in text else ""  # a bare number is a name
    return host.strip("[]") if isinstance(host, str) and is_ip(host) else ""


def _on_record(store: Store, register: Register, question: str, schools: Sequence[str]) -> _Known:
    period = store.period(register.zone)
    if period is None or not schools:
        return {}
    found = store.ask(Scope(tuple(schools), period, register.zone), lambda view: view.rows(_Recorded, question))
    return {(row.school, row.one): () for row in sorted(found) if row.one}


def _subject(store: Store, register: Register, kind: Kind, identity: str, name: str, school: str) -> Subject:
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ((kind.value, (identity,)),)
    if kind in (Kind.GROUP, Kind.CLASS):
        choices = (
            ("group", tuple(register.groups_within(school, identity))),
            ("person", tuple(register.members(school, identity))),
        )
    elif kind is Kind.ROOM:
        choices = _room(store, register, identity, school)
    elif kind is Kind.DEVICE and _address(identity):
        choices = (("address", (identity,)),)
    school_name = register.named(Kind.SCHOOL, school).get(school, (school,))[0]
    return Subject(kind, identity, name, school, school_name, tuple(choice for choice in choices if choice[1]))


def _room(store: Store, register: Register, room: str, school: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The room's devices, and the addresses on record that lie in its network. Raises UnknownSubjectError."""
    devices, ranges = register.in_room(school, room)
    recorded = [one for _, one in _on_record(store, register, _ADDRESSES, (school,))] if ranges else []
    addresses = tuple(_within(recorded, ranges))
    if not devices and not addresses:
        message = f"The room {room!r} has no device in the policy, and nothing is on record of its network."
        raise UnknownSubjectError(message)
    return ("device", tuple(devices)), ("address", addresses)


def _within(addresses: Iterable[str], ranges: Iterable[str]) -> list[str]:
    networks = [ip_network(one, strict=False) for one in ranges]
    return sorted(one for one in addresses if any(_lies_in(one, network) for network in networks))


def _lies_in(address: str, network: IPv4Network | IPv6Network) -> bool:
    try:
        return ip_address(address) in network
    except ValueError:  # an address on record may be any text
        return False
