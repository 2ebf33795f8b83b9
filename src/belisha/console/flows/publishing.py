"""The register becomes what the gateway goes by: people, classes, rooms, devices, calendars and passwords, as files.

What differs from the last time is put in force within a minute; passwords and changes of the filter at once. The
policy is the console's where it has taken one over, else what is in force. A school that the console does not know
stays as the policy has it, with its people and their passwords; but not the invented ones (sample_ends).
"""

from __future__ import annotations

import fcntl
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone

from belisha.console.access.accounts.hooks import when_passwords_change
from belisha.console.access.accounts.queries.passwords import gateway_hashes
from belisha.console.access.calendars.queries import calendars_of
from belisha.console.access.models import KeptName, Post, School, User
from belisha.console.access.roles import Role, rule_of
from belisha.console.filtering.changes.actions import note_fault, note_in_force
from belisha.console.filtering.changes.hooks import overlaid, when_policy_changes
from belisha.console.filtering.changes.queries.publishing import adopted, edits_not_in_force, not_in_force
from belisha.console.filtering.policy.queries import settled
from belisha.console.filtering.proof.queries.accounts import probe_hashes, probe_people
from belisha.console.flows.due import due
from belisha.console.flows.sample_ends import forget_sign_ins, is_over, without_schools
from belisha.console.people.models import Device, Group, Membership, Person, Room, Site
from belisha.engine.policy import dump, load, model
from belisha.engine.policy.edits import EditError, apply
from belisha.engine.policy.register import Register, SchoolRegister, with_register
from belisha.engine.published import NothingPublishedError, policy_path, publish_policy, read_pointer, write_atomically
from belisha.engine.published.preparing import read_register, write_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime
    from pathlib import Path

__all__ = ["id_of", "publish", "register_on", "renew_passwords", "write_passwords"]

GUESTS: Final = frozenset({User.Kind.VISITOR, User.Kind.VOLUNTEER, User.Kind.CONTRACTOR, User.Kind.GOVERNOR})
LOCK: Final = "publishing.lock"
PUBLISHED: Final = "console/published"  # the digest of what the console published last
# one of its own: whoever changes a password does not wait until all of a large trust's register is written
PASSWORDS_LOCK: Final = "passwords.lock"
TECHNICAL: Final = frozenset({Role.TECHNICIAN, Role.NETWORK_MANAGER})


@due(name="publish the register to the gateway", every="minute")
def publish_register(now: datetime) -> str:
    """Put in force whatever changed on the register, or could not be before; says so when something did."""
    return publish(settings.HOME, timezone.localdate(now))


@when_passwords_change
def publish_passwords() -> None:
    """A new password, or a closed account, counts at the gateway at once; a new name with the register, in a minute."""
    renew_passwords(settings.HOME)


@when_policy_changes
def publish_change() -> None:
    """A change of the filter counts at the gateway at once; everything else is gone through within a minute."""
    publish(settings.HOME, timezone.localdate(), changes_alone=True)


def publish(home: Path, day: date, *, changes_alone: bool = False) -> str:
    """Write the register of a day for the gateway and put it in force; returns what changed, in words.

    `changes_alone`: only the edits of changes that wait, if that can be done: a tenth of the work in a large trust.
    Without a school in the console nothing is touched. Raises ValueError when what is in force cannot be read, OSError
    when it cannot be written: changes that wait say why until the next try.
    """
    try:
        with _alone(home, LOCK):
            return (changes_alone and _publish_changes(home)) or _publish(home, day)
    except (OSError, ValueError) as error:
        note_fault(fault=str(error))
        raise


@contextmanager
def _alone(home: Path, file: str) -> Iterator[None]:
    """One at a time on this machine: whoever read the older state must not publish it after the newer one."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / file).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _publish_changes(home: Path) -> str:
    """Put the edits of changes that wait in force, on what this console published last; "" where that is not so simple.

    Whatever comes of it, the minute's job compares it with the whole policy.
    """
    waiting = edits_not_in_force()
    if not waiting or read_pointer(home).policy != _published_last(home):
        return ""
    policy = _policy_in_force(home)
    try:
        for _number, edits in waiting:
            policy = apply(policy, edits) if policy and edits else None
    except EditError:
        policy = None
    if policy is None:
        return ""
    _put_in_force(home, policy)
    note_in_force(changes=[number for number, _edits in waiting], digest=read_pointer(home).policy)
    return "Put in force: a change of the policy."


def _published_last(home: Path) -> str:
    """The digest of what this console put in force last, and was whole then."""
    file = home / PUBLISHED
    return file.read_text() if file.exists() else "nothing"


def _put_in_force(home: Path, policy: model.Policy) -> None:
    digest = publish_policy(home, policy)
    write_atomically(home / PUBLISHED, digest.encode())


def _publish(home: Path, day: date) -> str:
    waiting = not_in_force()  # before the policy is read: what comes meanwhile waits for the next time
    register = register_on(day)
    if not register.schools:
        return ""
    if register != read_register(home):
        write_register(home, register)
    in_force = _policy_in_force(home)
    begun = in_force
    if in_force and is_over(in_force):
        begun = without_schools(in_force)
        forget_sign_ins(home)
    told = _publish_policy(home, in_force, begun, register)
    if waiting:
        note_in_force(changes=waiting, digest=read_pointer(home).policy)
    if write_passwords(home, begun, register):
        told.append("passwords")
    return f"Put in force: {' and '.join(told)}." if told else ""


def _publish_policy(
    home: Path, in_force: model.Policy | None, begun: model.Policy | None, register: Register
) -> list[str]:
    """Put the console's policy in force, or what stands where the console has none, with the register over it."""
    federation = adopted()
    base = settled(federation) if federation else begun
    if base is None:
        return []
    policy = with_register(base, register)
    if federation:
        policy = overlaid(policy, federation, timezone.now())
    told = _differences(in_force, policy, register)
    if told:
        _put_in_force(home, policy)
    return told


def _differences(in_force: model.Policy | None, policy: model.Policy, register: Register) -> list[str]:
    """What differs from what is in force, in words: by the register, and by the policy itself."""
    if in_force is None:
        return ["the policy"]
    if dump(policy) == dump(in_force):  # what is laid over it, the register knows nothing of
        return []
    laid = dump(with_register(in_force, register))
    told = ["people, groups, devices and calendars"] if laid != dump(in_force) else []
    return [*told, "the policy"] if dump(policy) != laid else told


def _policy_in_force(home: Path) -> model.Policy | None:
    """The policy that the gateway goes by; None before there is one. Raises ValueError when it cannot be read."""
    try:
        pointer = read_pointer(home)
        return load(policy_path(home, pointer.policy).read_bytes()) if pointer.policy else None
    except (NothingPublishedError, OSError) as error:
        message = f"The policy in force cannot be read: {error}"
        raise ValueError(message) from error


def write_passwords(home: Path, in_force: model.Policy | None, register: Register) -> bool:
    """Write the hashes of open accounts for the gateway; whether the file changed.

    Names of people at schools that the register does not hold keep the line that they have.
    """
    others = {
        person.sign_in
        for code, school in (in_force.schools if in_force else {}).items()
        if code not in register.schools
        for person in school.people
    }
    return _write_hashes(home, lambda names: names & others)


def renew_passwords(home: Path) -> bool:
    """Write the hashes of open accounts alone, without the register: what a change of a password waits for.

    A line whose name never was one of the console's stays: it is of a school that the console does not hold.
    """
    return School.objects.exists() and _write_hashes(home, _never_ours)


def _never_ours(names: set[str]) -> set[str]:
    borne = User.objects.filter(username__in=names).values_list("username", flat=True)
    return names - set(borne) - set(KeptName.objects.filter(name__in=names).values_list("name", flat=True))


def _write_hashes(home: Path, staying: Callable[[set[str]], set[str]]) -> bool:
    """Write the console's hashes and, of the other names in the file, those that stay; whether the file changed."""
    file = home / "passwords"
    with _alone(home, PASSWORDS_LOCK):
        old = file.read_text() if file.exists() else ""
        hashes = dict((*gateway_hashes(), *probe_hashes()))
        before = {line.partition(":")[0]: line for line in old.splitlines()}
        stay = staying(before.keys() - hashes.keys())
        lines = [f"{name}:{hashed}" for name, hashed in hashes.items()] + [before[name] for name in stay]
        text = "".join(f"{line}\n" for line in sorted(lines))
        if text == old:
            return False
        if not file.exists():
            file.touch(mode=0o600)
        owner = file.stat()
        write_atomically(file, text.encode())
        file.chmod(owner.st_mode & 0o777)
    return True


def register_on(day: date) -> Register:
    """Everybody who is here on a day, with places, calendars and test accounts. Ten queries, whatever the size."""
    schools = list(School.objects.order_by("pk"))
    calendars = calendars_of(schools, day)
    places = _Places(day)
    people, probes = _people(day), probe_people()
    return Register(
        schools={
            school.code: SchoolRegister(
                name=school.name,
                calendar=calendars[school.pk] if calendars[school.pk].terms else None,
                people=(*people.get(school.pk, ()), *probes.get(school.pk, ())),
                sites=places.sites.get(school.pk, {}),
                classes=places.classes.get(school.pk, {}),
                groups=places.groups.get(school.pk, {}),
                rooms=places.rooms.get(school.pk, {}),
                devices=places.devices.get(school.pk, {}),
            )
            for school in schools
        }
    )


def policy_id(person: Person) -> str:
    """What the policy and the record of internet use call somebody, for good."""
    return id_of(person.pk)


def id_of(number: int) -> str:
    """The same by the person's number."""
    return f"p{number}"


class _Places:
    """Classes, groups, sites, rooms and devices of all schools, by the school's number."""

    def __init__(self, day: date) -> None:
        self.sites: dict[int, dict[str, str]] = defaultdict(dict)
        self.classes: dict[int, dict[str, model.SchoolClass]] = defaultdict(dict)
        self.groups: dict[int, dict[str, model.Group]] = defaultdict(dict)
        self.rooms: dict[int, dict[str, model.Room]] = defaultdict(dict)
        self.devices: dict[int, dict[str, model.Device]] = defaultdict(dict)
        for site in Site.objects.order_by("pk"):
            self.sites[site.school_id][site.code] = site.name
        for group in Group.objects.open_on(day).order_by("pk"):
            if group.kind == Group.Kind.CLASS:
                self.classes[group.school_id][group.code] = model.SchoolClass(name=group.name, year=group.year or None)
            else:
                self.groups[group.school_id][group.code] = model.Group(name=group.name)
        for room in Room.objects.select_related("site", "group").order_by("pk"):
            self.rooms[room.school_id][room.code] = model.Room(
                name=room.name,
                site=room.site.code if room.site else None,
                group=room.group.code if room.group else None,
            )
        devices = Device.objects.in_use().select_related("person", "room", "group").order_by("pk")
        for device in devices:
            if _is_known_by_something(device):
                self.devices[device.school_id][device.code] = _device(device)


def _is_known_by_something(device: Device) -> bool:
    """A device needs an address to be known by, and somebody or something that it belongs to."""
    return bool((device.mac or device.address) and (device.person_id or device.room_id or device.group_id))


def _device(device: Device) -> model.Device:
    return model.Device(
        name=device.name,
        mac=device.mac or None,
        address=device.address or None,
        person=policy_id(device.person) if device.person else None,
        room=device.room.code if device.room else None,
        group=device.group.code if device.group else None,
    )


def _people(day: date) -> Mapping[int, list[model.Person]]:
    """Everybody who uses the school's internet, by the school's number: all but parents."""
    classes, groups = _memberships(day)
    roles: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.held_on(day).order_by("pk"):
        roles[post.holder_id].append(post)
    people: dict[int, list[model.Person]] = defaultdict(list)
    here = Person.objects.on_roll(day).filter(merged_into__isnull=True).exclude(kind=User.Kind.PARENT)
    for person in here.select_related("user").order_by("pk"):
        made = model.Person(
            id=policy_id(person),
            # without a user name nobody can sign in; their device still knows them
            sign_in=person.user.username or policy_id(person),
            name=person.name,
            class_=classes.get(person.pk),
            groups=tuple(dict.fromkeys([*_groups_by_post(person, roles[person.user_id]), *groups.get(person.pk, ())])),
        )
        people[person.school_id].append(made)
    return people


def _memberships(day: date) -> tuple[dict[int, str], dict[int, list[str]]]:
    """Who is in which class, and in which groups, by the person's number. Those who teach a class are not in it."""
    classes: dict[int, str] = {}
    groups: dict[int, list[str]] = defaultdict(list)
    held = Membership.objects.on(day).filter(teaches=False).select_related("group").order_by("pk")
    for membership in held:
        if membership.group.kind == Group.Kind.CLASS:
            classes[membership.person_id] = membership.group.code
        else:
            groups[membership.person_id].append(membership.group.code)
    return classes, groups


def _groups_by_post(person: Person, posts: Iterable[Post]) -> Iterator[str]:
    """The groups of the policy that somebody is in by what they are; technicians have a profile of their own."""
    posts = list(posts)
    if any(post.role in TECHNICAL for post in posts):
        yield "technicians"
    elif person.kind == User.Kind.STAFF:
        yield "staff"
        if any(post.leads or rule_of(post.role).leads for post in posts):
            yield "leaders"
    elif person.kind in GUESTS:
        yield "guests"
