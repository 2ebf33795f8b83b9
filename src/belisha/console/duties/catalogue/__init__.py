"""The catalogue of duties: reference data in one YAML file a domain, read strictly, once.

Each file has an edition, raised when a row changes its meaning; ids never change theirs. Where it came from is in it.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

__all__ = ["STAFF", "Cadence", "CatalogueError", "Domain", "Duty", "DutyKind", "catalogue", "domains", "read_domain"]

FOLDER = Path(__file__).parent
STAFF = "staff"
"""In `who`: every member of staff, whatever their role; all other words there are roles of access."""

Words = Annotated[str, msgspec.Meta(min_length=3)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$")]


class CatalogueError(Exception):
    """A file of the catalogue cannot be read; the text names the file and the row."""


class DutyKind(StrEnum):
    """How a duty is kept: the software makes it so; live data prove it; a named person confirms it on a schedule."""

    ENFORCE = "enforce"
    EVIDENCE = "evidence"
    ATTEST = "attest"


class Cadence(StrEnum):
    """How often something is due, where a duty is periodic. Most are defaults that a school may change."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    HALF_TERMLY = "half-termly"
    TERMLY = "termly"
    TWICE_YEARLY = "twice-yearly"
    YEARLY = "yearly"


class Duty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of the policy. `wording` is what a policy prints; `how`: what Belisha does, and what turns it red.

    `sections`: where the policies that it came from say it. `system`: the outside system that it was written about.
    """

    id: Id
    wording: Words
    kind: DutyKind
    who: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    how: Words
    policies: Annotated[tuple[Literal["A", "B"], ...], msgspec.Meta(min_length=1)]
    sections: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    cadence: Cadence | None = None
    parameters: dict[str, int] = {}
    system: str = ""

    @property
    def domain(self) -> str:
        """The part of the policy that it stands in: "accounts"."""
        return self.id.partition(".")[0]

    def printed(self, **decided: int) -> str:
        """The wording with its numbers; those that a school decided take the place of ours."""
        return self.wording.format(**{**self.parameters, **decided})


class Domain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the catalogue."""

    edition: Annotated[int, msgspec.Meta(ge=1)]
    domain: Words
    source: Words
    licence: Words
    duties: tuple[Duty, ...]


def read_domain(file: Path) -> Domain:
    """One file. Raises CatalogueError where a row is not as it must be, is there twice, or stands in the wrong file."""
    try:
        domain = msgspec.yaml.decode(file.read_bytes(), type=Domain)
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{file.name}: {error}"
        raise CatalogueError(message) from error
    ids = [duty.id for duty in domain.duties]
    strays = [name for name in ids if name.partition(".")[0] != domain.domain or ids.count(name) > 1]
    if strays or domain.domain != file.stem:
        message = f"{file.name}: there twice, or in the wrong file: {', '.join(sorted({*strays})) or domain.domain}"
        raise CatalogueError(message)
    return domain


@cache
def domains() -> tuple[Domain, ...]:
    """Every file, in the order of the alphabet. Raises CatalogueError."""
    return tuple(read_domain(file) for file in sorted(FOLDER.glob("*.yaml")))


@cache
def catalogue() -> dict[str, Duty]:
    """Every duty by its id. Raises CatalogueError."""
    return {duty.id: duty for domain in domains() for duty in domain.duties}
