"""Self-checks of an installation: what is well, what is not, what to do. Nothing is well without evidence."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from belisha.activity.counted import counted
from belisha.activity.errors import ActivityError, say_error
from belisha.activity.findings.progress import behind
from belisha.activity.ingest import waiting_bytes
from belisha.activity.journal import segments
from belisha.activity.manifest import check_own
from belisha.activity.place import record_place
from belisha.engine.lists.catalogue import empty_categories
from belisha.engine.lists.locked import locked_ids, locked_state
from belisha.engine.policy.register import with_register
from belisha.engine.published import InForce, NothingPublishedError, index_path, open_in_force, read_pointer
from belisha.engine.published.preparing import kept_in_console, read_checked_policy, read_register
from belisha.engine.snapshot import SnapshotError
from belisha.gateway.authority import days_left
from belisha.gateway.journal import current_segment
from belisha.gateway.squid.conf import SquidError, as_service_user, check_configuration, helper_program, squid_program
from belisha.gateway.supervisor import wait_for_answer, wait_for_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from belisha.gateway.settings import Settings

__all__ = ["Check", "State", "examine", "examine_without_gateway", "has_gateway"]

OLD_LISTS = timedelta(days=8)
WARN_DAYS = 90
ROOM_MB = 1024
WAITING_MB = 64  # the recorder begins at 8
LATE_SECONDS = 10.0


class State(StrEnum):
    """How a check came out."""

    WELL = "well"
    LOOK = "look"
    WRONG = "wrong"


class Check(NamedTuple):
    """One self-check: what was looked at, how it stands, what was found, and what to do when it is not well."""

    name: str
    state: State
    found: str
    hint: str = ""


def has_gateway(settings: Settings) -> bool:
    """Whether a gateway was ever begun in this data folder: the first that a start makes is its folders."""
    return settings.squid.is_dir() or settings.follows


def examine(settings: Settings) -> Iterator[Check]:
    """Run every check, in the order in which a technician would look. A check that fails itself is wrong."""
    yield from _asked(settings, CHECKS)


def examine_without_gateway(settings: Settings) -> Iterator[Check]:
    """Of a data folder that holds a console alone: that there is no gateway, and what is published for others."""
    found = "there is none in this data folder, so nothing is filtered here. Not looked at: " + NOT_LOOKED_AT
    yield Check(
        "gateway",
        State.LOOK,
        found,
        "belisha doctor on each machine that filters; the console's page of gateways says which have called in",
    )
    try:
        pointer = read_pointer(settings.home)
    except NothingPublishedError:
        pointer = None
    if pointer is None or pointer.policy or pointer.lists:
        yield from _asked(settings, PUBLISHED)
    else:
        found = "nothing is published yet, so a gateway elsewhere has nothing to go by. Not looked at: policy, lists"
        yield Check(
            "policy", State.LOOK, found, "put levels of the filter in force, in the console; docs/operate/gateways.md"
        )


def _asked(settings: Settings, names: Iterable[str]) -> Iterator[Check]:
    for name in names:
        try:
            yield from CHECKS[name](settings)
        except (
            OSError,
            ValueError,
            SquidError,
            NothingPublishedError,
            SnapshotError,
            subprocess.SubprocessError,
        ) as error:
            yield Check(
                name, State.WRONG, str(error) or type(error).__name__, "The check itself failed: see docs/operate."
            )


def _squid(settings: Settings) -> Iterator[Check]:
    version = subprocess.run([squid_program(), "-v"], capture_output=True, text=True, check=True, timeout=20)  # noqa: S603
    first = version.stdout.splitlines()[0]
    if "--with-openssl" not in version.stdout:
        yield Check("squid", State.WRONG, f"{first}, without OpenSSL", "apt-get install squid-openssl")
        return
    yield Check("squid", State.WELL, first)
    configuration = settings.squid / "squid.conf"
    if not configuration.exists():
        yield Check("configuration", State.WRONG, "not written yet", "./start --setup")
        return
    check_configuration(settings, configuration)
    yield Check("configuration", State.WELL, "Squid reads it without a fault")


def _published(settings: Settings) -> Iterator[Check]:
    in_force = open_in_force(settings.home)
    people = sum(len(school.people) for school in in_force.rulebook.policy.schools.values())
    yield Check("policy", State.WELL, f"in force since {in_force.pointer.at}: {counted(people, 'person', 'people')}")
    yield from _source(settings, in_force)
    age = datetime.now(UTC) - datetime.fromtimestamp(
        index_path(settings.home, in_force.pointer.lists).stat().st_mtime, UTC
    )
    in_force.index.verify()
    state = State.WELL if age < OLD_LISTS else State.LOOK
    entries = counted(sum(in_force.index.counts.values()), "entry", "entries")
    yield Check("lists", state, f"{entries}, compiled {counted(age.days, 'day')} ago", UPDATE)
    yield from _empty_categories(in_force)


UPDATE = "belisha lists update && belisha lists compile"


def _source(settings: Settings, in_force: InForce) -> Iterator[Check]:
    source = settings.home / "policy.yaml"
    if kept_in_console(settings.home):
        yield Check("policy.yaml", State.WELL, "is no longer read: the console keeps the policy", "")
        return
    if not source.exists():
        yield Check("policy.yaml", State.LOOK, "there is none; the published policy is used", "belisha policy show")
        return
    policy = with_register(read_checked_policy(source.read_text()), read_register(settings.home))
    same = policy == in_force.rulebook.policy
    found = "is what is in force" if same else "differs from what is in force"
    yield Check(
        "policy.yaml", State.WELL if same else State.LOOK, found, "" if same else f"belisha policy publish {source}"
    )


def _empty_categories(in_force: InForce) -> Iterator[Check]:
    rulebook = in_force.rulebook
    blocked = {category for name in rulebook.policy.profiles for category in rulebook.profile(name).blocked}
    for empty in empty_categories(in_force.index.counts, sorted(blocked)):
        yield Check("category " + empty.id, State.LOOK, "blocked by a profile, but no list has an entry", empty.hint)
    yield Check("categories", State.WELL, f"{len(blocked)} are blocked by some profile")


def _locked(settings: Settings) -> Iterator[Check]:
    if settings.follows:
        yield from _locked_elsewhere(settings)
        return
    for slot in locked_state(settings.home):
        absent = slot.state == "absent"
        entries = counted(slot.count, "entry", "entries")
        found = {
            "absent": f"there is none: {slot.title} is not blocked here, and nobody upstream is on record as doing it",
            "imported": f"{entries}, imported {slot.at:%d %B %Y}" if slot.at else "imported",
            "upstream": f"applied upstream by {slot.who}" + (f" since {slot.since:%d %B %Y}" if slot.since else ""),
        }[slot.state]
        yield Check(
            f"locked list {slot.id}", State.WRONG if absent else State.WELL, found, LOCKED_HINT if absent else ""
        )


def _locked_elsewhere(settings: Settings) -> Iterator[Check]:
    """Of a gateway that follows a console: what its index holds. Who applies a list upstream is on record there."""
    counts = open_in_force(settings.home).index.counts
    for slot in locked_ids():
        state = State.WELL if counts.get(slot) else State.LOOK
        found = f"{counts[slot]} entries" if counts.get(slot) else "the index holds none: is it applied upstream?"
        yield Check(f"locked list {slot}", state, found, "" if counts.get(slot) else "the console's page of it says")


LOCKED_HINT = "belisha lists import-locked (a licensed file) or belisha lists locked (the supplier upstream applies it)"


def _authority(settings: Settings) -> Iterator[Check]:
    days = days_left(settings.authority_file, datetime.now(UTC))
    state = State.WELL if days > WARN_DAYS else State.WRONG
    yield Check(
        "certificate", state, f"valid for {days} more days", "" if days > WARN_DAYS else "docs/operate/certificate.md"
    )
    mode = settings.authority_key_file.stat().st_mode & 0o077
    private = State.WRONG if mode else State.WELL
    yield Check(
        "certificate's key", private, "readable by its owner alone" if not mode else "others can read it", "chmod 600"
    )


def _helper(settings: Settings) -> Iterator[Check]:
    command = as_service_user(settings, [str(helper_program(settings)), "verdict"])
    question = b"1 192.0.2.1 00:00:00:00:00:00 - GET - http://example.com/ request\n"
    outcome = subprocess.run(command, input=question, capture_output=True, check=False, timeout=20)  # noqa: S603
    answer = outcome.stdout.decode("ascii", "replace")
    if not answer.startswith("1 OK ") or "do=trouble" in answer:
        found = (outcome.stderr.decode("utf-8", "replace").strip().splitlines() or [answer.strip() or "no answer"])[-1]
        yield Check("helper", State.WRONG, found, "./start --setup, then look at log/squid.log")
        return
    yield Check("helper", State.WELL, "answers")


def _passwords(settings: Settings) -> Iterator[Check]:
    file = settings.home / "passwords"
    command = as_service_user(settings, ["cat", str(file)])
    outcome = subprocess.run(command, capture_output=True, check=False, timeout=20)  # noqa: S603
    if not file.exists():
        yield Check("passwords", State.LOOK, "there are none: nobody can sign in", "./start --setup")
    elif outcome.returncode or not _is_text(outcome.stdout):
        found = f"{file} cannot be read by the gateway: nobody can sign in"
        yield Check(
            "passwords", State.WRONG, found, "its owner must be whom Squid runs as; restart the console, or restore"
        )
    else:
        names = len(outcome.stdout.splitlines())
        yield Check("passwords", State.WELL, f"{counted(names, 'person', 'people')} can sign in")


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _running(settings: Settings) -> Iterator[Check]:
    running = (
        ("proxy", settings.proxy_port, wait_for_answer(settings, 0.0)),
        ("portal", settings.portal_port, wait_for_port(settings.listen, settings.portal_port, 0.5)),
    )
    for name, port, answers in running:
        found = f"{'answers' if answers else 'does not answer'} on {settings.listen}:{port}"
        yield Check(
            name, State.WELL if answers else State.WRONG, found, "" if answers else "./start, and look into log/"
        )
    if settings.listen.startswith("127."):
        yield Check("reach", State.LOOK, "only this machine can use the gateway", "listen: 0.0.0.0 in gateway.yaml")


def _journal(settings: Settings) -> Iterator[Check]:
    free = shutil.disk_usage(settings.home).free >> 20
    room = State.WELL if free > ROOM_MB else State.LOOK if free > settings.reserve_mb else State.WRONG
    hint = "" if room is State.WELL else f"Below {settings.reserve_mb} MB everything is closed: make room."
    yield Check("room", room, f"{free} MB free for records", hint)
    segment = current_segment(settings)
    if segment is None or not segment.exists():
        yield Check("journal", State.LOOK, "nothing is recorded yet", "./start")
        return
    yield Check("journal", State.WELL, f"{segment.name}, {segment.stat().st_size} bytes")


def _findings(settings: Settings) -> Iterator[Check]:
    late = behind(settings.home)
    if not late.watched:
        yield Check("findings", State.WRONG, "nobody watches for children in danger", "./start, and look into log/")
        return
    if late.seconds > LATE_SECONDS:
        found = f"{late.seconds:.0f} seconds behind, {late.bytes} bytes of the journal are not watched"
        yield Check(
            "findings", State.WRONG, found, "look into log/watcher.log: danger is told of later than it should be"
        )
        return
    yield Check("findings", State.WELL, "the journal is watched as it is written")


def _record(settings: Settings) -> Iterator[Check]:
    try:
        place = record_place(settings.home)
        check_own(settings.home, settings.name)
        name = f"{settings.name}/.doctor"
        place.write(name, b"can be written\n")
        place.remove(name)
        waiting = waiting_bytes(settings.home) >> 20
    except (ActivityError, OSError) as error:
        held = sum(segment.size for segment in segments(settings.home)) >> 20
        found = f"{say_error(error)} Meanwhile the journal keeps everything: {held} MB."
        yield Check("record", State.WRONG, found, "record: in gateway.yaml, record-access.yaml: docs/operate/scale.md")
        return
    state = State.WELL if waiting < WAITING_MB else State.LOOK
    yield Check(
        "record", state, f"{place}: can be written; {waiting} MB of the journal wait", "look into log/recorder.log"
    )


def _clock(settings: Settings) -> Iterator[Check]:
    published = datetime.fromisoformat(read_pointer(settings.home).at or "1970-01-01T00:00:00+00:00")
    ahead = published - datetime.now(UTC)
    if ahead > timedelta(minutes=5):
        yield Check(
            "clock", State.WRONG, f"this machine's clock is behind the last publication by {ahead}", "timedatectl"
        )
        return
    yield Check("clock", State.WELL, datetime.now().astimezone().strftime("%d %B %Y, %H:%M %Z"))


def _user(settings: Settings) -> Iterator[Check]:
    user = settings.service_user or "the user who started it"
    root = os.geteuid() == 0 and settings.user == "root"
    yield Check(
        "user", State.WRONG if root else State.WELL, f"the gateway runs as {user}", "user: proxy" if root else ""
    )


CHECKS: dict[str, Callable[[Settings], Iterator[Check]]] = {
    "squid": _squid,
    "policy": _published,
    "locked lists": _locked,
    "certificate": _authority,
    "helper": _helper,
    "passwords": _passwords,
    "running": _running,
    "journal": _journal,
    "record": _record,
    "findings": _findings,
    "clock": _clock,
    "user": _user,
}
# what a console publishes, whether or not a gateway stands beside it; and what is a gateway's alone
PUBLISHED = ("policy", "locked lists", "clock")
NOT_LOOKED_AT = (
    "Squid and its configuration, the authority's certificate, the helper, passwords, proxy and portal, journal,"
    " record and findings"
)
