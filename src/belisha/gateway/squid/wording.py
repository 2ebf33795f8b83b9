"""The notes of an answer as Squid takes them, each ` key=value`: who it is, why, what to do, which query is kept."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_from_bytes

from msgspec import Struct

from belisha.engine.address import Address, Refused
from belisha.engine.decide import Blocked, Tls, summarise
from belisha.engine.decide.search import is_search_or_video, with_safe_search, youtube_host
from belisha.gateway.pages import PageForm

if TYPE_CHECKING:
    from belisha.engine.decide import Allowed, Summary, Verdict, Who

__all__ = ["LONGEST_KEPT", "Answer", "answer_of", "query_note", "token", "trouble", "who_note"]

LONGEST_KEPT = 4000
_kept_as_is = re.compile(rb"[A-Za-z0-9_/:,.@*=+!()&;?~$-]*").fullmatch


def _field(text: str | None) -> str:
    """One field of the journal: URL-escaped, "-" when empty."""
    return quote(text, safe="/:,.@*=+!()") if text else "-"


def token(text: str) -> bytes:
    """A value as Squid takes it from a helper: URL-escaped once, whatever it holds."""
    return quote(text, safe="/:,.@*=+!()").encode()


@lru_cache(maxsize=512)
def _joined(*parts: str | None) -> bytes:
    return token("|".join(map(_field, parts)))


def who_note(who: Who) -> bytes:
    """The note `who`."""
    return b" who=" + _joined(who.school, who.site, who.person, who.group, who.how.value, who.device)


def _why(summary: Summary) -> bytes:
    """The note `why`: what was decided, for which reason."""
    parts = (summary.profile, summary.verdict, summary.category, summary.rule, summary.list, summary.list_version)
    return b" why=" + _joined(*parts)


def trouble(reason: str) -> bytes:
    """The answer when nothing can be decided: closed, with the page that says so."""
    gone = b" who=" + _joined(*[None] * 6) + b" why=" + _joined(None, "block", None, "trouble", None, None)
    return b" OK do=trouble" + gone + b" marks=trouble message=" + token(reason) + b"\n"


def query_note(query: bytes) -> bytes:
    """The query as a note: escaped once more, for Squid takes a layer off; cut where it would burden."""
    if len(query) <= LONGEST_KEPT and _kept_as_is(query):
        return b" q=" + query if query else b""
    return b" q=" + quote_from_bytes(query[:LONGEST_KEPT], safe="/:,.@*=+!()&;?~$").encode()


class Answer(Struct, frozen=True, gc=False):
    """What is said of a verdict to all people of one standing.

    said: the whole line, of what is open.
    page: the line but for whom and what it is, of what is closed.
    """

    said: bytes
    page: PageForm | None


def answer_of(verdict: Verdict, address: Address | Refused) -> Answer:
    """What is said to everybody of the same standing."""
    summary = summarise(verdict, reasons=isinstance(verdict, Blocked))
    said = b" OK" + _why(summary) + _deeds(verdict, address)
    if isinstance(verdict, Blocked):
        return Answer(b"", PageForm.of(verdict, summary, said))
    return Answer(said + (b" marks=marked\n" if verdict.marked else b"\n"), None)


def _deeds(verdict: Verdict, address: Address | Refused) -> bytes:
    """What Squid is to do, in the words of squid.conf: `do`, and in few notes what it must not let through."""
    if isinstance(verdict, Blocked):
        closed = isinstance(address, Refused) and verdict.tls is Tls.ALONE
        page = f"sign-{verdict.who.page}" if verdict.sign_at else verdict.who.page
        return b" do=" + (b"closed" if closed else page.encode())
    notes = " do=allow-inspect" if verdict.tls is Tls.INSPECT else " do=allow"
    notes += _refused_replies(verdict.blocked_file_kinds, verdict.quic)
    if isinstance(address, Address) and is_search_or_video(address.host):
        notes += _search_notes(verdict, address)
    return notes.encode()


@lru_cache(maxsize=64)
def _refused_replies(kinds: frozenset[str], quic: bool) -> str:  # noqa: FBT001
    refused = [*sorted(kinds), *(() if quic else ("quic",))]
    return " no=" + ",".join(refused) if refused else ""


def _search_notes(verdict: Allowed, address: Address) -> str:
    notes = ""
    if verdict.youtube != "off" and youtube_host(address.host):
        notes += f" youtube={verdict.youtube.capitalize()}"
    if verdict.safe_search and with_safe_search(address):
        notes += " search=yes"
    return notes
