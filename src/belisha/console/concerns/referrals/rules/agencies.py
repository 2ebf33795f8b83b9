"""The bodies that concerns are passed on to, as agencies.yaml has them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads it when it runs
from functools import cache
from pathlib import Path

import msgspec

__all__ = ["Agency", "agencies", "agency_of"]


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for"}):
    """A body; what the fields mean is told in agencies.yaml."""

    id: str
    title: str
    short: str
    for_: str
    send: tuple[str, ...]
    within: str
    chase: int
    source: str
    never: tuple[str, ...] = ()
    reach: str = ""
    link: str = ""
    area: bool = False
    reference: bool = False
    advice: bool = False
    nameless: bool = False
    checked: date | None = None
    checked_with: str = ""

    @property
    def unconfirmed(self) -> bool:
        """Whether nobody has compared how a national body is reached with what it publishes."""
        return self.checked is None and not self.area


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    agencies: tuple[Agency, ...]


@cache
def agencies() -> tuple[Agency, ...]:
    """All of them."""
    text = (Path(__file__).parents[1] / "agencies.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=_File).agencies


@cache
def agency_of(name: str) -> Agency:
    """A body by its id. Raises KeyError."""
    return {agency.id: agency for agency in agencies()}[name]
