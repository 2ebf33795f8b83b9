"""Squid's questions and our answers as bytes: the hot path of the gateway, without input or output.

A question is one line: `address mac user method sni uri stage`, each URL-escaped by Squid. An answer is one line of
notes: `do` (what Squid does), `ev` (who and why, for the journal), `p` and `q` (path and query as kept), and the words
of a page. Verdicts that hold for a whole host are kept as ready bytes until the clock or a publication may change them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, quote_from_bytes, unquote

from belisha.engine.address import Address, Refused, is_ip, read_address
from belisha.engine.decide import Allowed, Blocked, Summary, Tls, Unlisted, Verdict, decide_for, summarise
from belisha.engine.decide.file_kinds import kind_by_name
from belisha.engine.decide.search import is_search_or_video, keeps_query, with_safe_search, youtube_host
from belisha.gateway.pages import page_notes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.engine.decide import Who
    from belisha.engine.published import InForce

__all__ = ["Judge", "trouble"]

REMEMBERED_HOSTS = 8192
REMEMBERED_PEOPLE = 2048
LONGEST_KEPT = 4000
EMPTY = b"-"


def field(text: str | None) -> str:
    """One field of the journal: URL-escaped, "-" when empty."""
    return quote(text, safe="/:,.@*=+!()") if text else "-"


def token(text: str) -> bytes:
    """A value as Squid takes it from a helper: URL-escaped once, whatever it holds."""
    return quote(text, safe="/:,.@*=+!()").encode()


def events(who: Who, summary: Summary) -> bytes:
    """Who and why for the journal: twelve parts with a bar between, as the value of the note `ev`."""
    parts = (
        who.school,
        who.site,
        who.person,
        who.group,
        who.how.value,
        who.device,
        summary.profile,
        summary.verdict,
        summary.category,
        summary.rule,
        summary.list,
        summary.list_version,
    )
    return token("|".join(field(part) for part in parts))


def trouble(reason: str) -> bytes:
    """The answer when nothing can be decided: closed, with the page that says so."""
    gone = token("|".join(["-"] * 7 + ["block", "-", "trouble", "-", "-"]))
    return b" OK do=trouble ev=" + gone + b" marks=trouble message=" + token(reason) + b"\n"


def _is_plain(path: bytes) -> bool:
    """Whether this path can be judged with its host: no escapes to read, and no ending that is a kind of file."""
    if len(path) > LONGEST_KEPT or b"%" in path:
        return False
    return b"." not in path or kind_by_name(path.decode("latin-1")) is None


def _split(uri: bytes) -> tuple[bytes, bytes, bytes]:
    """(origin, path, query) of a URI as Squid wrote it; for CONNECT the origin is the authority and the path empty."""
    start = uri.find(b"://")
    slash = uri.find(b"/", start + 3) if start > 0 else -1
    if slash < 0:
        return uri, b"/" if start > 0 else b"", b""
    path, _, query = uri[slash:].partition(b"?")
    return uri[:slash], path, query


class _Person:
    """Who asks from one address under one name, with the answers remembered for them."""

    __slots__ = ("by_origin", "who")

    def __init__(self, who: Who) -> None:
        self.who = who
        self.by_origin: dict[bytes, bytes] = {}


class Judge:
    """Answers questions from one policy and index. Not for threads: each helper process has its own."""

    def __init__(self, in_force: InForce, clock: Callable[[], datetime]) -> None:
        """Judge by what is in force, at the time that `clock` gives (with a time zone)."""
        self._rulebook = in_force.rulebook
        self._index = in_force.index
        self._clock = clock
        self._people: dict[bytes, _Person] = {}
        self._remembered = 0
        self._until: datetime | None = None

    def forget_what_time_changed(self) -> None:
        """Drop remembered answers once the first of them may have changed by itself, or when they are many."""
        if self._remembered > REMEMBERED_HOSTS or (self._until and self._clock() >= self._until):
            self._people.clear()
            self._remembered = 0
            self._until = None

    def _person(self, key: bytes) -> _Person:
        person = self._people.get(key)
        if person is None:
            if len(self._people) >= REMEMBERED_PEOPLE:
                self._people.clear()
                self._remembered = 0
            address, mac, user = (
                None if part == EMPTY else part.decode("ascii", "replace") for part in key.split(b" ")
            )
            who = self._rulebook.who(unquote(user) if user else None, address, None, _mac(mac))
            person = self._people[key] = _Person(who)
        return person

    def known(self, address: bytes, mac: bytes) -> bytes:
        """The answer to `who`: OK when the address needs no sign-in."""
        who = self._person(b" ".join((address, mac, EMPTY))).who
        return b" ERR\n" if who.sign_in_required else b" OK\n"

    def verdict(self, question: bytes) -> bytes:
        """The answer to one question, from its fields behind the channel. Raises ValueError when it is malformed."""
        address, mac, user, method, sni, uri, stage = question.split(b" ")
        person = self._person(b" ".join((address, mac, user)))
        if stage == b"name":
            return self._name(person.who, sni, uri)
        origin, path, query = _split(uri)
        if method != b"CONNECT" and (sni != EMPTY or origin.startswith(b"https:")) and not _same_host(origin, sni):
            return self._mismatch(person.who, sni, uri)
        if (ready := person.by_origin.get(origin)) and _is_plain(path):
            return ready + path + b"\n"
        return self._judge(person, origin, path, query)

    def _judge(self, person: _Person, origin: bytes, path: bytes, query: bytes) -> bytes:
        address = _read(origin, path + (b"?" + query if query else b""))
        verdict = decide_for(person.who, address, self._rulebook, self._index, self._clock())
        kept = isinstance(verdict, Blocked) or (isinstance(address, Address) and keeps_query(address))
        head = b" OK " + _notes(verdict, address)
        if self._holds_for_origin(verdict, address, path):
            self._remember(person, origin, head, verdict)
        return head + _where(path, query if kept else b"") + b"\n"

    @staticmethod
    def _holds_for_origin(verdict: Verdict, address: Address | Refused, path: bytes) -> bool:
        """Whether the same bytes answer every plain path there; a blocked page names its own address, so never."""
        if isinstance(verdict, Blocked) or isinstance(address, Refused) or not _is_plain(path):
            return False
        return verdict.holds_for != "address" and not is_search_or_video(address.host)

    def _remember(self, person: _Person, origin: bytes, head: bytes, verdict: Verdict) -> None:
        person.by_origin[origin] = head + b" p="
        self._remembered += 1
        if verdict.until and (self._until is None or verdict.until < self._until):
            self._until = verdict.until

    def _name(self, who: Who, sni: bytes, uri: bytes) -> bytes:
        """Whether a tunnel may be passed on unread: the name inside must be the one asked for, or be open by itself."""
        if sni != EMPTY and _same_host(uri, sni):
            return b" OK\n"
        asked = _read(uri)
        if not (isinstance(asked, Address) and is_ip(asked.host)):
            return b" OK\n" if sni == EMPTY else self._mismatch(who, sni, uri).replace(b" OK ", b" ERR ", 1)
        address = asked if sni == EMPTY else _read(sni)
        verdict = decide_for(who, address, self._rulebook, self._index, self._clock())
        if sni == EMPTY and isinstance(verdict, Allowed) and isinstance(verdict.because, Unlisted):
            # any site can be behind bare numbers; what is in a list or a rule was meant to be reached so
            return self._mismatch(who, sni, uri).replace(b" OK ", b" ERR ", 1)
        return (b" OK " if isinstance(verdict, Allowed) else b" ERR ") + _notes(verdict, address) + b"\n"

    def _mismatch(self, who: Who, sni: bytes, uri: bytes) -> bytes:
        asked = uri.decode("utf-8", "replace")
        inside = sni.decode("utf-8", "replace")
        said = "The connection does not say for which site it is."
        if sni != EMPTY:
            said = f"The connection was opened for {inside}, but the request names another host."
        refused = Refused(asked, said)
        verdict = decide_for(who, refused, self._rulebook, self._index, self._clock())
        _, path, query = _split(uri)
        return b" OK " + _notes(verdict, refused) + _where(path, query) + b"\n"

    def rewritten(self, uri: bytes) -> bytes:
        """The answer to Squid's rewriter: the same search with safe search forced, or nothing to change."""
        address = read_address(uri.decode("utf-8", "surrogateescape"))
        safe = with_safe_search(address) if isinstance(address, Address) else None
        return b" ERR\n" if safe is None else b' OK rewrite-url="' + safe.replace('"', "%22").encode() + b'"\n'


def _read(origin: bytes, rest: bytes = b"") -> Address | Refused:
    """The address in what Squid wrote, which escapes the brackets of an IPv6 address."""
    if b"%5B" in origin:
        origin = origin.replace(b"%5B", b"[", 1).replace(b"%5D", b"]", 1)
    return read_address((origin + rest).decode("utf-8", "surrogateescape"))


def _where(path: bytes, query: bytes) -> bytes:
    """Path and query as notes: escaped once more, for Squid takes a layer off; cut where they would burden."""
    notes = b" p=" + _escaped(path) if path else b""
    return notes + b" q=" + _escaped(query) if query else notes


def _escaped(part: bytes) -> bytes:
    return quote_from_bytes(part[:LONGEST_KEPT], safe="/:,.@*=+!()&;?~$").encode()


def _mac(text: str | None) -> str | None:
    return None if text in {None, "00:00:00:00:00:00"} else text


def _same_host(origin: bytes, sni: bytes) -> bool:
    """Whether a request names the host that its connection was opened for; one without a name is for numbers."""
    if sni == EMPTY:
        asked = _read(origin)
        return isinstance(asked, Address) and is_ip(asked.host)
    host = origin.rpartition(b"/")[2]
    name, colon, port = host.rpartition(b":")
    host = name if colon and port.isdigit() else host
    return host.lower().rstrip(b".") == sni.lower().rstrip(b".")


def _notes(verdict: Verdict, address: Address | Refused) -> bytes:
    summary = summarise(verdict)
    deeds = _deeds(verdict, address)
    notes = b"do=" + ",".join(deeds).encode() + b" ev=" + events(verdict.who, summary)
    if isinstance(verdict, Blocked):
        return notes + page_notes(verdict, summary, address)
    return notes + (b" marks=marked" if verdict.marked else b"")


def _deeds(verdict: Verdict, address: Address | Refused) -> list[str]:
    """What Squid is to do, in the words of squid.conf."""
    if isinstance(verdict, Blocked):
        return ["closed" if isinstance(address, Refused) and verdict.tls is Tls.ALONE else verdict.who.page]
    deeds = ["allow"]
    if verdict.tls is Tls.INSPECT:
        deeds.append("inspect")
    if not verdict.quic:
        deeds.append("no-quic")
    deeds += sorted(f"no-{kind}" for kind in verdict.blocked_file_kinds)
    if isinstance(address, Address):
        deeds += _search_deeds(verdict, address)
    return deeds


def _search_deeds(verdict: Allowed, address: Address) -> list[str]:
    deeds = []
    if verdict.youtube != "off" and youtube_host(address.host):
        deeds.append(f"youtube-{verdict.youtube}")
    if verdict.safe_search and with_safe_search(address):
        deeds.append("search")
    return deeds
