"""What gateways do by themselves: join with a code, be told what is in force, report; and the one beside us."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.filtering.gateways import audit_events as events
from belisha.console.filtering.gateways.cutting import cut_for
from belisha.console.filtering.gateways.rules import plain_code
from belisha.console.filtering.gateways.signing import signing_key
from belisha.console.filtering.models import Gateway, GatewayHour
from belisha.engine.published.signed import Told, public_bytes, seal

if TYPE_CHECKING:
    from belisha.activity.coverage.model import Heartbeat
    from belisha.console.access.models import Federation
    from belisha.engine.published import Pointer

__all__ = ["CodeRefusedError", "Report", "join_gateway", "note_local", "take_report", "tell", "token_hash"]

TOKEN: Final = "belgw_"  # noqa: S105 - what every token begins with, so that one is known where it should not be
CLOCK_OFF: Final = timedelta(minutes=5)
Short = Annotated[str, msgspec.Meta(max_length=300)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class CodeRefusedError(Exception):
    """A code opens nothing: it is unknown, was used, or is over."""


class Report(msgspec.Struct, kw_only=True):
    """What a gateway says of itself. Texts are cut, unknown fields passed over: it may be of another version."""

    serial: Annotated[int, msgspec.Meta(ge=0, le=2**62)] = 0
    policy: Annotated[str, msgspec.Meta(max_length=64)] = ""
    lists: Annotated[str, msgspec.Meta(max_length=64)] = ""
    since: Annotated[str, msgspec.Meta(max_length=40)] = ""
    version: Annotated[str, msgspec.Meta(max_length=40)] = ""
    fault: Short = ""
    requests: Count = 0
    free_mb: Count | None = None
    checks: Annotated[list[dict[str, Short]], msgspec.Meta(max_length=60)] = []


def token_hash(token: str) -> str:
    """A token as it is kept. It is 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def join_gateway(*, address: str, code: str, machine: str, version: str) -> dict[str, object]:
    """Exchange a code for a token: what the machine needs to know. Raises CodeRefusedError."""
    hashed = hashlib.sha256(plain_code(code).encode()).hexdigest()
    now = timezone.now()
    gateway = Gateway.objects.select_for_update().filter(code_hash=hashed, code_ends__gt=now).standing().first()
    if gateway is None:
        raise CodeRefusedError
    token = TOKEN + secrets.token_urlsafe(32)
    gateway.code_hash, gateway.code_ends = "", None
    gateway.token_hash, gateway.joined_at, gateway.seen_at = token_hash(token), now, None
    gateway.machine, gateway.version = machine[:120], version[:40]
    gateway.up_to_date, gateway.fault, gateway.runs_serial = False, "", 0
    gateway.save()
    schools = list(gateway.schools.order_by("pk"))
    by = By(None, address, system="gateway")
    by.did(events.JOINED, to=gateway, at=schools[0], after={"machine": gateway.machine, "address": address})
    return {
        "gateway": str(gateway.pk),
        "name": gateway.name,
        "token": token,
        "key": public_bytes(signing_key()),
        "schools": [school.name for school in schools],
    }


def tell(gateway: Gateway, codes: list[str]) -> Gateway:
    """The gateway with the pointer that it is to go by, signed anew where what is in force has changed.

    Raises NothingToTellError.
    """
    cut = cut_for(codes)
    if gateway.told_digest == cut.digest:
        return gateway
    with transaction.atomic():
        held = Gateway.objects.select_for_update().get(pk=gateway.pk)
        if held.told_digest == cut.digest or held.taken_out_at:
            return held
        now = timezone.now()
        # by the clock: a console that was brought back from a backup goes on where gateways are already
        held.serial = max(held.serial + 1, int(now.timestamp() * 1000))
        told = Told(
            gateway=str(held.pk),
            serial=held.serial,
            at=cut.at or now.isoformat(timespec="milliseconds"),
            whole=cut.whole,
            policy=cut.policy,
            lists=cut.lists,
            passwords=cut.passwords,
            extras=cut.extras,
        )
        held.pointer = seal(told, signing_key()).decode()
        held.told_digest, held.told_at, held.up_to_date = cut.digest, now, False
        held.save(update_fields=["serial", "pointer", "told_digest", "told_at", "up_to_date"])
    return held


def take_report(gateway: Gateway, told: Told | None, report: Report) -> None:
    """Keep what a gateway says of itself. `told`: what it should go by."""
    now = timezone.now()
    gateway.seen_at = now
    gateway.runs_serial, gateway.runs_policy, gateway.runs_lists = report.serial, report.policy, report.lists
    gateway.up_to_date = (
        told is not None
        and report.serial == told.serial
        and (report.policy, report.lists) == (told.policy.name, told.lists.name)
    )
    gateway.runs_since = _moment(report.since, now)
    gateway.version, gateway.fault, gateway.requests = report.version, report.fault, report.requests
    gateway.free_mb, gateway.checks = report.free_mb, report.checks
    # not what it is told: that may be changing at this moment
    Gateway.objects.filter(pk=gateway.pk, taken_out_at__isnull=True).update(
        **{field: getattr(gateway, field) for field in REPORTED}
    )
    _note_hour(gateway, now)


REPORTED: Final = (
    "seen_at",
    "runs_serial",
    "runs_policy",
    "runs_lists",
    "up_to_date",
    "runs_since",
    "version",
    "fault",
    "requests",
    "free_mb",
    "checks",
)


def _moment(text: str, now: datetime) -> datetime | None:
    """A moment as the gateway's clock has it; a clock that is well ahead is not believed."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and moment - now < CLOCK_OFF else None


def _note_hour(gateway: Gateway, now: datetime) -> None:
    hour, _made = GatewayHour.objects.get_or_create(
        gateway=gateway, hour=now.replace(minute=0, second=0, microsecond=0)
    )
    hour.most_requests = max(hour.most_requests, gateway.requests or 0)
    if gateway.free_mb is not None:
        hour.least_free_mb = min(gateway.free_mb, hour.least_free_mb if hour.least_free_mb is not None else 2**62)
    hour.save()


def note_local(*, federation: Federation, beat: Heartbeat, pointer: Pointer) -> Gateway:
    """Keep what the gateway beside the console says of itself; it appears by itself the first time."""
    now = timezone.now()
    gateway, made = Gateway.objects.get_or_create(
        federation=federation,
        is_local=True,
        defaults={"name": _("Beside the console"), "added_at": now, "joined_at": now},
    )
    schools = list(federation.schools.order_by("pk"))
    if made or gateway.schools.count() != len(schools):
        gateway.schools.set(schools)
    dead = sorted(name for name, runs in beat.services.items() if not runs)
    gateway.record_name, gateway.machine = beat.gateway[:60], ""
    gateway.fault = _("Not running: %(names)s.") % {"names": ", ".join(dead)} if dead else ""
    gateway.runs_policy, gateway.runs_lists, gateway.runs_since = beat.policy, beat.lists, beat.policy_at
    gateway.up_to_date = (beat.policy, beat.lists) == (pointer.policy, pointer.lists)
    gateway.told_at = datetime.fromisoformat(pointer.at) if pointer.at else None
    gateway.seen_at = min(beat.at, now)
    gateway.free_mb = shutil.disk_usage(settings.HOME).free >> 20
    gateway.save()
    _note_hour(gateway, now)
    return gateway
