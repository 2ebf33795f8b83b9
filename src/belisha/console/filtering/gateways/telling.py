"""Reading back what a gateway was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from belisha.console.filtering.gateways.signing import signing_key
from belisha.engine.published import NothingPublishedError, Pointer, read_pointer
from belisha.engine.published.signed import ForgedError, Told, open_told

if TYPE_CHECKING:
    from belisha.console.filtering.models import Gateway

__all__ = ["in_force_for", "told_to"]


def told_to(gateway: Gateway) -> Told | None:
    """What a gateway is to go by; None before it was told anything."""
    try:
        return open_told(gateway.pointer.encode(), signing_key().public_key()) if gateway.pointer else None
    except ForgedError:
        return None  # the key was made anew: it is told again, by the new one


def in_force_for(gateway: Gateway) -> Pointer:
    """What a gateway should go by: what it was told, or, for the one beside the console, what is published here."""
    if told := told_to(gateway):
        return Pointer(policy=told.policy.name, lists=told.lists.name, at=told.at)
    try:
        return read_pointer(settings.HOME) if gateway.is_local else Pointer()
    except NothingPublishedError:
        return Pointer()
