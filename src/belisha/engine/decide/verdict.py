"""The filter's answer to one request: allowed or blocked, and the one account of why that everything prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from msgspec import Struct

from belisha.engine.decide.because import ByCategory, ByFileKind, ByRule, OpenedForClass, Unlisted, Unreadable
from belisha.engine.decide.file_kinds import kind_by_name
from belisha.engine.decide.sentences import sentences

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.engine.decide.because import Because
    from belisha.engine.policy import Table, Tls, Who
    from belisha.engine.policy.model import Youtube

HoldsFor = Literal["host", "file-names", "address"]
_WITHOUT_LISTING: Final = (ByRule, Unreadable, ByFileKind, Unlisted)


class Request(NamedTuple):
    """What somebody asks for, and what the connection says about them."""

    url: str
    user: str | None = None
    address: str | None = None
    device: str | None = None
    mac: str | None = None


class _Answer(Struct, frozen=True):
    """What both answers have.

    `holds_for`: "host": every path of this host gets the same answer now; "file-names": every path whose name is of no
    blocked file kind does; "address": only this path and query. `until`: when it may change by itself.
    """

    who: Who
    because: Because
    tls: Tls
    holds_for: HoldsFor
    until: datetime | None
    table: Table

    @property
    def chain(self) -> tuple[str, ...]:
        """Why, in plain sentences, from who it is to what decided."""
        return (*self.who.reason, *sentences(self.because, self.table.setting))

    def holds_at(self, path: str) -> bool:
        """Whether the answer for another path of the same host and standing is this one as well (until `until`)."""
        if self.holds_for == "host":
            return True
        return self.holds_for == "file-names" and kind_by_name(path) not in self.table.effective.blocked_file_kinds


class Allowed(_Answer, frozen=True):
    """It may be opened, with what has to be enforced on the way."""

    @property
    def safe_search(self) -> bool:
        """Whether search engines and video sites are asked for safe results."""
        return self.table.effective.safe_search

    @property
    def youtube(self) -> Youtube:
        """YouTube's restricted mode."""
        return self.table.effective.youtube

    @property
    def blocked_file_kinds(self) -> frozenset[str]:
        """Kinds of file that the reply must not be."""
        return self.table.effective.blocked_file_kinds

    @property
    def quic(self) -> bool:
        """Whether QUIC may be used."""
        return self.table.effective.quic

    @property
    def marked(self) -> bool:
        """Whether the log marks it as a site of which nothing is known."""
        return isinstance(self.because, Unlisted) and self.because.treatment == "mark"


class Blocked(_Answer, frozen=True):
    """It may not. `tls` INSPECT or NAME_ONLY: may be opened to show the page; ALONE: is just closed."""

    @property
    def sign_at(self) -> str:
        """Where the person signs first, where nothing but the missing signature closes it; "" elsewhere."""
        settled = self.table.effective
        until = settled.until_signed
        if until is None:
            return ""
        match self.because:
            case Unlisted():
                only = until.unlisted
            case ByCategory(listing):
                only = listing.category in until.categories
            case ByRule(placed):
                # those of the group of this name close what other groups' rules open
                only = placed.holder == settled.name
            case _:
                only = False
        return until.address if only else ""


Verdict = Allowed | Blocked


class Summary(NamedTuple):
    """A verdict as why, block page, log and command line print it; empty where nothing is to be said."""

    verdict: Literal["allow", "block"]
    category: str
    rule: str
    list: str
    list_version: str
    profile: str
    reason: tuple[str, ...]


def summarise(verdict: Verdict, *, reasons: bool = True) -> Summary:
    """The one short form of a verdict; `reasons`: with its sentences, which take longest to make."""
    because = verdict.because
    outcome: Literal["allow", "block"] = "block" if isinstance(verdict, Blocked) else "allow"
    chain = verdict.chain if reasons else ()
    rule = because.placed.rule.id if isinstance(because, ByRule) else ""
    if isinstance(because, _WITHOUT_LISTING):
        return Summary(outcome, "", rule, "", "", verdict.who.profile, chain)
    listing = because.listing
    opening = because.placed.opening.id if isinstance(because, OpenedForClass) else ""
    return Summary(outcome, listing.category, opening, listing.list, listing.version, verdict.who.profile, chain)
