"""Signs of life: once a minute each gateway writes into the record what it goes by and which of its processes run."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from belisha.activity.coverage.model import Heartbeat
from belisha.activity.durable import make_folder, write_whole
from belisha.activity.manifest import gateway_place
from belisha.activity.place import activity_folder, record_place
from belisha.engine.published import NothingPublishedError, Pointer, index_path, read_pointer

FILE = "heartbeat.json"
SERVICES_FILE = "services.json"


class Services(msgspec.Struct, frozen=True):
    """What the supervisor of this machine leaves for the recorder: the gateway's name, and which processes run."""

    gateway: str
    services: dict[str, bool]


def write_services(home: Path, told: Services) -> None:
    """Leave word for the recorder. Raises OSError."""
    path = activity_folder(home) / SERVICES_FILE
    make_folder(path.parent)
    write_whole(path, msgspec.json.encode(told))


def beat(home: Path, now: datetime) -> Heartbeat | None:
    """Write this machine's sign of life; None where no supervisor has left word. Raises OSError."""
    try:
        told = msgspec.json.decode((activity_folder(home) / SERVICES_FILE).read_bytes(), type=Services)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    pointer = _pointer(home)
    heartbeat = Heartbeat(
        gateway=told.gateway,
        at=now,
        policy=pointer.cut_from or pointer.policy,  # as whoever published it knows it
        policy_at=datetime.fromisoformat(pointer.at) if pointer.at else None,
        lists=pointer.lists,
        lists_at=_compiled_at(home, pointer.lists),
        services=told.services,
    )
    gateway_place(home, told.gateway).write(FILE, msgspec.json.encode(heartbeat))
    return heartbeat


def _pointer(home: Path) -> Pointer:
    try:
        return read_pointer(home)
    except NothingPublishedError:
        return Pointer()


def _compiled_at(home: Path, digest: str) -> datetime | None:
    if not digest:
        return None
    with suppress(OSError):
        return datetime.fromtimestamp(index_path(home, digest).stat().st_mtime, UTC)
    return None


def heartbeats(home: Path) -> dict[str, Heartbeat]:
    """The last sign of life of every gateway that ever gave one, on whichever machine."""
    found: dict[str, Heartbeat] = {}
    place = record_place(home)
    for gateway in place.folders():
        with suppress(FileNotFoundError, msgspec.DecodeError):
            found[gateway] = msgspec.json.decode(place.below(gateway).read(FILE), type=Heartbeat)
    return found
