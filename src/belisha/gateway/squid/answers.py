"""Squid's questions and our answers as bytes: the hot path of the gateway, without input or output.

Squid asks who somebody is (`address mac user second -`), then of a place (`host method sni scheme port standing -`),
and of a request where its path may matter (`address mac user method sni uri stage`); all URL-escaped. An answer is a
line of notes: `who` and `why` (for the journal), `do` (what Squid does), the words of a page, `q` (a query). What is
said of a host to all people of one standing is remembered until a publication or the clock may change it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

import msgspec

from belisha.activity.page_code import client_mark, marked_code
from belisha.engine.address import Address, Refused, is_ip, read_address, read_host
from belisha.engine.decide import Allowed, Blocked, Unlisted, decide_for
from belisha.engine.decide.file_kinds import kind_by_name
from belisha.engine.decide.search import is_search_or_video, keeps_query, search_hosts, with_safe_search
from belisha.gateway.pages import listed_notes, matched_by, person_notes
from belisha.gateway.squid.standings import as_standing, as_word, somebody_of
from belisha.gateway.squid.wording import LONGEST_KEPT, Answer, answer_of, query_note, token, who_note

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.engine.decide import Verdict, Who
    from belisha.engine.policy import Standing
    from belisha.engine.published import InForce

__all__ = ["SHUT", "Judge"]

REMEMBERED_PLACES = 16384  # of each of two generations
REMEMBERED_ANSWERS = 8192
REMEMBERED_PEOPLE = 2048
REMEMBERED_PATHS = 4096
LONGEST_REMEMBERED_PATH = 100
HIGHEST_PORT = 65_535
BACKSLASH = re.compile(rb"\\|%5c", re.IGNORECASE)
HASH = re.compile(rb"#|%23")
EMPTY = b"-"
SIGN_IN = b" OK do=sign-in\n"
SHUT = b" ERR\n"
# Characters that neither the journal escapes nor the address reader changes.
_clean = re.compile(rb"[A-Za-z0-9/:,.@*=+!()&~$_-]*").fullmatch
USUAL_ENDINGS = frozenset(b"avif css gif html ico jpeg jpg js json mp4 php png svg webp woff2".split())


def _is_plain(path: bytes) -> bool:
    """Whether this path is judged with its host: no escapes or dot segments to read, no kind of file in its name."""
    if len(path) > LONGEST_KEPT or not _clean(path) or b"/." in path:
        return False
    _, dot, ending = path.rpartition(b".")
    return not dot or ending in USUAL_ENDINGS or kind_by_name(path.decode()) is None


def _split(uri: bytes) -> tuple[bytes, bytes, bytes]:
    """(origin, path, query) of a URI as Squid wrote it; for CONNECT the origin is the authority and the path empty."""
    start = uri.find(b"://")
    slash = uri.find(b"/", start + 3) if start > 0 else -1
    if slash < 0:
        return uri, b"/" if start > 0 else b"", b""
    path, _, query = uri[slash:].partition(b"?")
    return uri[:slash], path, query


class _Place(NamedTuple):
    """What is remembered of a host.

    key: equal for all hosts where people of one standing get one answer; None when nothing may be remembered of it. An
    odd number: lists know some paths there, and nothing holds for all; below 0: the same of one address.
    listed: what of it the lists know, as a page says it.
    """

    key: int | bytes | None
    listed: bytes


NOTHING_TO_REMEMBER = _Place(None, b"")
NOT_LISTED = _Place(0, b"")


def _host_of(origin: bytes) -> bytes:
    """The host in an origin or authority of the usual form; empty for any other, of which nothing is remembered."""
    start = 8 if origin.startswith(b"https://") else 7 if origin.startswith(b"http://") else 0
    host, colon, port = origin[start:].rpartition(b":")
    if not colon:
        return port
    return host if port.isdigit() and (len(port) < 5 or int(port) <= HIGHEST_PORT) else b""


class _Standing(NamedTuple):
    """Somebody of a standing, the edition they ask about, and what is remembered for all people of it."""

    somebody: Who
    edition: bytes
    answers: dict[int | bytes | None, Answer]


class _Person:
    """Who asks from one address under one name, and the answers remembered for people of their standing."""

    __slots__ = ("_introduced", "_notes", "address", "answers", "mark", "must_sign_in", "who")

    def __init__(
        self, who: Who, address: str, answers: dict[int | bytes | None, Answer], *, must_sign_in: bool
    ) -> None:
        self.who = who
        self.address = address
        self.mark = client_mark(address)
        self.must_sign_in = must_sign_in
        self.answers = answers
        self._introduced = b""
        self._notes = b""

    @property
    def introduced(self) -> bytes:
        """The answer to who it is, up to the edition behind their standing."""
        self._introduced = self._introduced or b" OK" + who_note(self.who) + b" st=" + token(as_word(self.who.key))
        return self._introduced

    @property
    def notes(self) -> bytes:
        """What a page says of them."""
        self._notes = self._notes or person_notes(self.who)
        return self._notes


class Judge:
    """Answers questions from one policy and index. Not for threads: each helper process has its own."""

    def __init__(self, in_force: InForce, clock: Callable[[], datetime]) -> None:
        """Judge by what is in force, at the time that `clock` gives (with a time zone)."""
        self._rulebook = in_force.rulebook
        self._index = in_force.index
        self._clock = clock
        self._singular = in_force.rulebook.hosts_in_rules | {host.lstrip(".") for host in search_hosts()}
        self._plain_paths: set[bytes] = set()
        self._people: dict[bytes, _Person] = {}
        self._words: dict[bytes, _Standing] = {}
        self._answers: dict[Standing, dict[int | bytes | None, Answer]] = {}
        self._places: dict[bytes, _Place] = {}
        self._places_before: dict[bytes, _Place] = {}
        self._remembered = 0
        self._until: datetime | None = None
        self._now = clock()
        self._second = int(self._now.timestamp())
        self._publication = sha256("|".join(msgspec.structs.astuple(in_force.pointer)).encode()).hexdigest()[:12]
        self._editions: dict[str | None, bytes] = {}

    def forget_what_time_changed(self) -> None:
        """Drop remembered answers once the first of them may have changed by itself, or when they are many.

        Called before each batch of questions, which are all answered as of this moment.
        """
        now = self._now = self._clock()
        self._second = int(now.timestamp())
        self._editions.clear()
        if self._remembered > REMEMBERED_ANSWERS or (self._until and now >= self._until):
            for answers in self._answers.values():
                answers.clear()
            self._remembered = 0
            self._until = None

    def who(self, question: bytes) -> bytes:
        """Who somebody is, and their standing. Raises ValueError when the question is malformed."""
        asker, _, _ = question.rsplit(b" ", 2)
        person = self._people.get(asker) or self._person(asker)
        if person.must_sign_in:
            return SIGN_IN
        school = person.who.key.school
        return person.introduced + b":" + (self._editions.get(school) or self._edition(school)) + b"\n"

    def _edition(self, school: str | None) -> bytes:
        """What is said of a place holds as long as this does: what is published, and what the time does to it there."""
        kind, passed = self._rulebook.phase(school, self._now)
        edition = self._editions[school] = f"{self._publication}.{kind}.{passed}".encode()
        return edition

    def _person(self, key: bytes) -> _Person:
        address, mac, user = (None if part == EMPTY else part.decode("ascii", "replace") for part in key.split(b" "))
        who = self._rulebook.who(unquote(user) if user else None, address, None, _mac(mac))
        if len(self._people) >= REMEMBERED_PEOPLE:
            self._people.clear()
        answers = self._answers.setdefault(who.key, {})
        person = self._people[key] = _Person(
            who, unquote(address or ""), answers, must_sign_in=user is None and who.sign_in_required
        )
        return person

    def place(self, question: bytes) -> bytes:
        """OK where people of one standing may have every usual address of a host; else Squid is to ask for each.

        Squid keeps the answer, so it is given for the edition that is asked about or not at all. Raises ValueError when
        the question is malformed.
        """
        host, method, sni, scheme, port, word, _ = question.split(b" ")
        if word == EMPTY:
            return SHUT
        standing = self._words.get(word) or self._standing(word)
        school = standing.somebody.school
        if standing.edition != (self._editions.get(school) or self._edition(school)):
            return SHUT
        tunnel = method == b"CONNECT"
        if not tunnel and sni != (host if scheme == b"https" else EMPTY):
            return SHUT
        place = self._places.get(host) or self._place(host)
        if place.key is None:
            return SHUT
        answer = standing.answers.get(place.key)
        if answer is None:
            origin = host + b":" + port if tunnel else scheme + b"://" + host + b":" + port
            path = b"" if tunnel else b"/"
            address = _read(origin, path)
            verdict = decide_for(standing.somebody, address, self._rulebook, self._index, self._now)
            if not self._holds_for_place(verdict, address, path):
                return SHUT
            answer = answer_of(verdict, address)
            self._remember(standing.answers, place.key, answer, verdict.until)
        return SHUT if answer.page else answer.said

    def _standing(self, word: bytes) -> _Standing:
        named, _, edition = unquote(word.decode("ascii")).rpartition(":")
        key = as_standing(named)
        if len(self._words) >= REMEMBERED_PEOPLE:
            self._words.clear()
        standing = self._words[word] = _Standing(somebody_of(key), edition.encode(), self._answers.setdefault(key, {}))
        return standing

    def verdict(self, question: bytes) -> bytes:
        """The answer to one question, from its fields behind the channel. Raises ValueError when it is malformed."""
        asker, method, sni, uri, stage = question.rsplit(b" ", 4)
        person = self._people.get(asker) or self._person(asker)
        if person.must_sign_in:
            return SIGN_IN
        if stage == b"name":
            return self._name(person, sni, uri)
        # `host:443` and `https://host/path` are answered as they would be below, without taking them apart
        if method == b"CONNECT":
            host, path, query = uri[:-4], b"", b""
            usual = uri[-4:] == b":443"
        else:
            host, end = sni, len(sni) + 8
            path, _, query = uri[end:].partition(b"?")
            usual = uri[:end] == b"https://" + sni and path in self._plain_paths
        place = (self._places.get(host) or self._place(host)) if usual else NOTHING_TO_REMEMBER
        answer = person.answers.get(place.key)
        if answer is None:
            return self._any_answer(person, method, sni, uri)
        if answer.page is None:
            return answer.said
        shown = uri if path else b"https://" + host + b"/"
        code = marked_code(self._second, person.mark, host)
        page = answer.page.filled_usually(person.notes, place.listed, shown, host, code)
        if not page:
            return self._any_answer(person, method, sni, uri)
        return page + (query_note(query) if query else b"") + b"\n"

    def _any_answer(self, person: _Person, method: bytes, sni: bytes, uri: bytes) -> bytes:
        if b"-internal-" in uri and b"/squid-internal-" in unquote_to_bytes(uri.partition(b"?")[0]):
            return self._refused(person, uri, "These are the gateway's own pages, which nobody may see.")
        origin, path, query = _split(uri)
        host = _host_of(origin)
        if method != b"CONNECT" and (sni != host or sni == EMPTY) and _names_another(origin, sni):
            return self._mismatch(person, sni, uri)
        place = self._places.get(host) or self._place(host)
        answer = person.answers.get(place.key)
        if not _is_plain(path):
            return self._judge(person, NOTHING_TO_REMEMBER, origin, path, query)
        self._remember_plain(path)
        if answer is None:
            if isinstance(place.key, int) and place.key & 1:
                place = self._place_by_path(place, origin, path, query)
                answer = person.answers.get(place.key)
            if answer is None:
                return self._judge(person, place, origin, path, query)
        if answer.page is None:
            return answer.said
        address = _read(origin, path + (b"?" + query if query else b""))
        page = answer.page.filled(person.notes, place.listed, address, self._code(person, address))
        return page + query_note(query) + b"\n"

    def _remember_plain(self, path: bytes) -> None:
        """Know this path again; none that is empty, or may name the gateway's own pages."""
        if path and len(path) <= LONGEST_REMEMBERED_PATH and b"-internal-" not in path:
            if len(self._plain_paths) >= REMEMBERED_PATHS:
                self._plain_paths.clear()
            self._plain_paths.add(path)

    def _place(self, host: bytes) -> _Place:
        """What there is to remember of a host: those that only lists say anything of share their answers."""
        place = self._places_before.get(host) or self._look_up(host)
        if place is not NOTHING_TO_REMEMBER:
            # what is asked for often moves on into the next generation, the rest goes with its own
            places = self._places
            if len(places) >= REMEMBERED_PLACES:
                self._places_before, places = places, {}
                self._places = places
            places[host] = place
        return place

    def _look_up(self, host: bytes) -> _Place:
        name = host.decode("latin-1")
        if "." not in name or read_host(name) != name:
            return NOTHING_TO_REMEMBER
        matched, number = self._index.look_up_both(name)
        if self._is_singular(name):
            return _Place(host, listed_notes(matched))
        return _Place(number, listed_notes(matched)) if number else NOT_LISTED

    def _place_by_path(self, place: _Place, origin: bytes, path: bytes, query: bytes) -> _Place:
        """What there is to remember of one plain address at a host of which lists know some: its own key, below 0."""
        address = _read(origin, path + (b"?" + query if query else b""))
        if isinstance(address, Refused):
            return place
        matched, number = self._index.look_up_both(address.host, address.path, address.query)
        return _Place(-number, listed_notes(matched))

    def _is_singular(self, name: str) -> bool:
        """Whether more than lists may say something of this host: a rule, or what is known of search sites."""
        if name[-1] < "a" and is_ip(name):
            return True
        while name:
            if name in self._singular:
                return True
            name = name.partition(".")[2]
        return False

    def _judge(self, person: _Person, place: _Place, origin: bytes, path: bytes, query: bytes) -> bytes:
        address = _read(origin, path + (b"?" + query if query else b""))
        verdict = decide_for(person.who, address, self._rulebook, self._index, self._now)
        for other in _other_paths(path) if isinstance(verdict, Allowed) else ():
            read_so = decide_for(person.who, _read(origin, other), self._rulebook, self._index, self._now)
            verdict = read_so if isinstance(read_so, Blocked) else verdict
        answer = answer_of(verdict, address)
        by_path = isinstance(place.key, int) and place.key < 0
        if place.key is not None and (by_path or self._holds_for_place(verdict, address, path)):
            self._remember(person.answers, place.key, answer, verdict.until)
        if query and (isinstance(verdict, Blocked) or (isinstance(address, Address) and keeps_query(address))):
            return self._whole(person, verdict, answer, address)[:-1] + query_note(query) + b"\n"
        return self._whole(person, verdict, answer, address)

    @staticmethod
    def _holds_for_place(verdict: Verdict, address: Address | Refused, path: bytes) -> bool:
        """Whether the same is said of every plain path there."""
        if isinstance(address, Refused) or verdict.holds_for == "address" or not _is_plain(path):
            return False
        return not is_search_or_video(address.host) and not (isinstance(verdict, Blocked) and is_ip(address.host))

    def _remember(
        self, answers: dict[int | bytes | None, Answer], key: int | bytes, answer: Answer, until: datetime | None
    ) -> None:
        answers[key] = answer
        self._remembered += 1
        if until and (self._until is None or until < self._until):
            self._until = until

    def _name(self, person: _Person, sni: bytes, uri: bytes) -> bytes:
        """Whether a tunnel may be passed on unread: the name inside must be the one asked for, or be open by itself."""
        if sni != EMPTY and _same_host(uri, sni):
            return b" OK\n"
        asked = _read(uri)
        if not (isinstance(asked, Address) and is_ip(asked.host)):
            return b" OK\n" if sni == EMPTY else self._mismatch(person, sni, uri).replace(b" OK ", b" ERR ", 1)
        address = asked if sni == EMPTY else _read(sni)
        verdict = decide_for(person.who, address, self._rulebook, self._index, self._now)
        if sni == EMPTY and isinstance(verdict, Allowed) and isinstance(verdict.because, Unlisted):
            # any site can be behind bare numbers; what is in a list or a rule was meant to be reached so
            return self._mismatch(person, sni, uri).replace(b" OK ", b" ERR ", 1)
        answer = self._whole(person, verdict, answer_of(verdict, address), address)
        return answer if isinstance(verdict, Allowed) else answer.replace(b" OK ", b" ERR ", 1)

    def _mismatch(self, person: _Person, sni: bytes, uri: bytes) -> bytes:
        said = "The connection does not say for which site it is."
        if sni != EMPTY:
            inside = sni.decode("utf-8", "replace")
            said = f"The connection was opened for {inside}, but the request names another host."
        return self._refused(person, uri, said)

    def _refused(self, person: _Person, uri: bytes, said: str) -> bytes:
        refused = Refused(uri.decode("utf-8", "replace"), said)
        verdict = decide_for(person.who, refused, self._rulebook, self._index, self._now)
        return (
            self._whole(person, verdict, answer_of(verdict, refused), refused)[:-1] + query_note(_split(uri)[2]) + b"\n"
        )

    def _whole(self, person: _Person, verdict: Verdict, answer: Answer, address: Address | Refused) -> bytes:
        """The answer to one person, without the query."""
        if isinstance(verdict, Blocked) and answer.page is not None:
            listed = listed_notes(matched_by(verdict))
            return answer.page.filled(person.notes, listed, address, self._code(person, address)) + b"\n"
        return answer.said

    def _code(self, person: _Person, address: Address | Refused) -> bytes:
        """The code by which the page that is shown now can be found on record."""
        host = b"" if isinstance(address, Refused) else address.host.encode()
        return marked_code(self._second, person.mark, host)

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


def _other_paths(path: bytes) -> list[bytes]:
    """How servers may read a path with a `#` or `\\` in it, which no browser sends raw and Squid passes on escaped."""
    slashed = BACKSLASH.sub(b"/", path)
    return [other for other in (slashed, HASH.split(slashed, maxsplit=1)[0]) if other != path]


def _mac(text: str | None) -> str | None:
    return None if text in {None, "00:00:00:00:00:00"} else text


def _names_another(origin: bytes, sni: bytes) -> bool:
    """Whether a request is for another host than its connection was opened for."""
    return (sni != EMPTY or origin.startswith(b"https:")) and not _same_host(origin, sni)


def _same_host(origin: bytes, sni: bytes) -> bool:
    """Whether a request names the host that its connection was opened for; one without a name is for numbers."""
    if sni == EMPTY:
        asked = _read(origin)
        return isinstance(asked, Address) and is_ip(asked.host)
    host = origin.rpartition(b"/")[2]
    name, colon, port = host.rpartition(b":")
    host = name if colon and port.isdigit() else host
    return host.lower().rstrip(b".") == sni.lower().rstrip(b".")
