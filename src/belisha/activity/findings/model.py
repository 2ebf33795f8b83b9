"""What is kept and what is made of it: a sighting is one event in which a theme was found; a finding is several of one
person and theme that belong together. Sightings are written once and never changed; findings are made anew from them.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from belisha.engine.themes import Because, Level


class Kind(StrEnum):
    """What was read."""

    SEARCH = "search"
    PAGE = "page"


class Hours(StrEnum):
    """When it was, by the school's calendar at the time."""

    SCHOOL = "school"
    OUTSIDE = "outside"
    NIGHT = "night"


class Identity(NamedTuple):
    """One line of the journal."""

    gateway: str
    segment: str
    offset: int


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of an event that are read here; ``begun`` and ``ended`` in milliseconds since 1970."""

    begun: int
    ended: int
    school: str
    site: str
    person: str
    group: str
    device: str
    address: str
    method: str
    scheme: str
    host: str
    port: int
    path: str
    search_engine: str
    search_term: str
    verdict: str
    category: str
    list_version: str
    status: int
    content_type: str
    squid_tag: str
    tls: str
    gateway: str
    segment: str
    offset: int

    @property
    def identity(self) -> Identity:
        """Which line of the journal it is."""
        return Identity(self.gateway, self.segment, self.offset)


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """A theme found in one event. ``at``: when the request ended; ``noted``: when this was written; ms since 1970."""

    finding: str  # the finding that it was put to when it was written
    noted: int
    at: int
    school: str
    site: str
    person: str
    group: str
    device: str
    address: str
    theme: str
    level: Level
    kind: Kind
    text: str
    verdict: str
    hours: Hours
    first: bool  # nothing grave of this theme was on record of this person before
    because: Because
    gateway: str
    segment: str
    offset: int

    @property
    def identity(self) -> Identity:
        """Which line of the journal it was found in."""
        return Identity(self.gateway, self.segment, self.offset)

    @property
    def who(self) -> str:
        """The person; where nobody is known the device, else its address."""
        return self.person or self.device or self.address


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One term or address of a finding, however often it came; instant, verdict and event are those of the first."""

    text: str
    at: datetime
    kind: Kind
    level: Level
    verdict: str
    because: Because
    gateway: str
    segment: str
    offset: int
    times: int


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a person's events of one theme within an hour say together. Instants in UTC.

    ``level`` is what ``read`` (the gravest words) became; ``raised`` says why it is higher than that, empty when it is
    not. ``weighs``: everything around it that makes it graver, whether the level rose or not.
    """

    id: str
    school: str
    site: str
    who: str
    person: str
    group: str
    device: str
    address: str
    theme: str
    level: Level
    read: Level
    raised: tuple[str, ...]
    weighs: tuple[str, ...]
    first: datetime
    last: datetime
    seen: tuple[Seen, ...]
    versions: tuple[str, ...]  # of the rules that found it


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """That a finding was handed on at this level."""

    finding: str
    level: Level
    at: datetime
