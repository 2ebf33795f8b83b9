"""Where the script of a form keeps what is typed on the device, and the key that locks it there.

The key is worked out anew from the draft's name for whoever owns it: another who uses the same browser finds letters
that only the server can make readable.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from belisha.console.concerns.reporting.rules.names import names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["key_of", "place_on_device", "without_stale"]


def key_of(user: int, token: str) -> str:
    """A key of 32 bytes for one draft of one user, as base64."""
    return b64encode(salted_hmac("belisha.concerns.keeping", f"{user}:{token}", algorithm="sha256").digest()).decode()


def place_on_device(token: str, step: str) -> str:
    """The name under which a step of a draft is kept on the device."""
    return f"belisha-report-{token}-{step}"


def without_stale(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What was typed before without the answers about names that are others now: no label moves to another person."""
    if "names" not in now or now["names"] == before.get("names"):
        return dict(before)
    old, new = names_in(before.get("names", "")), names_in(now["names"])
    changed = {str(number) for number, name in enumerate(old) if new[number : number + 1] != [name]}
    return {
        field: value
        for field, value in before.items()
        if not (field[:4] in {"who_", "role"} and field.rpartition("_")[2] in changed)
    }
