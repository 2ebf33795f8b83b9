"""By the clock: the gateway beside the console is known by its signs of life; what was cut for others is tidied."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from django.conf import settings

from belisha.activity.coverage.heartbeat import SERVICES_FILE, Services, heartbeats
from belisha.activity.place import activity_folder
from belisha.console.access.models import Federation
from belisha.console.filtering.gateways.actions import note_local
from belisha.console.filtering.gateways.cutting import forget_but
from belisha.console.filtering.gateways.telling import told_to
from belisha.console.filtering.models import Gateway, GatewayHour
from belisha.console.flows.due import due
from belisha.engine.published import NothingPublishedError, Pointer, read_pointer

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["note_gateway_here", "tidy_gateways"]

FILES_KEPT: Final = timedelta(days=2)
HOURS_KEPT: Final = timedelta(days=400)


@due(name="the gateway beside the console", every="minute")
def note_gateway_here(now: datetime) -> str:
    """Keep how the gateway on this machine is, where there is one."""
    del now
    try:
        services = (activity_folder(settings.HOME) / SERVICES_FILE).read_bytes()
        name = msgspec.json.decode(services, type=Services).gateway
    except (OSError, msgspec.MsgspecError):
        return ""
    beat = heartbeats(settings.HOME).get(name)
    federations = list(Federation.objects.order_by("pk")) if beat else []
    for federation in federations:
        if beat and federation.schools.exists():
            note_local(federation=federation, beat=beat, pointer=_pointer())
    return ""


def _pointer() -> Pointer:
    try:
        return read_pointer(settings.HOME)
    except NothingPublishedError:
        return Pointer()


@due(name="tidying after gateways", every="day", at="04:10")
def tidy_gateways(now: datetime) -> str:
    """Delete what was cut for gateways and is told nobody any more, and hours that no review asks for."""
    told = [told_to(gateway) for gateway in Gateway.objects.standing().exclude(pointer="").order_by("pk")]
    names = {piece.name for one in told if one for piece in one.pieces.values()}
    files = forget_but(names, (now - FILES_KEPT).timestamp())
    GatewayHour.objects.filter(hour__lt=now - HOURS_KEPT).delete()
    return f"{files} files that no gateway needs were deleted." if files else ""
