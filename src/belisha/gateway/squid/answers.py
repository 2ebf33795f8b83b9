"""Squid's questions and our answers as bytes: the hot path of the gateway, without input or output.

Squid asks who somebody is (`address mac user second -`), then of a place (`host method sni scheme port standing -`),
and of a request where its path may matter (`address mac user method sni uri stage`); all URL-escaped. An answer is a
line of notes: `who` and `why` (for the journal), `do` (what Squid does), the words of a page, `q` (a query). What is
said of a host to all people of one standing is remembered until a publication or the clock may change it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

import msgspec

from belisha.activity.page_code import check_letters, client_mark, time_letters
from belisha.engine.address import Address, Refused, is_ip, read_address
from belisha.engine.decide import Allowed, Blocked, Unlisted, decide_for
from belisha.engine.decide.file_kinds import kind_by_name
from belisha.engine.decide.search import is_search_or_video, keeps_query, search_hosts, with_safe_search
from belisha.gateway.pages import is_usual, listed_notes, matched_by, person_notes
from belisha.gateway.squid.places import NOTHING_TO_REMEMBER, Places
from belisha.gateway.squid.standings import as_standing, as_word, somebody_of
from belisha.gateway.squid.wording import LONGEST_KEPT, Answer, answer_of, query_note, token, who_note

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from belisha.engine.decide import Verdict, Who
    from belisha.engine.policy import Standing
    from belisha.engine.published import InForce
    from belisha.gateway.squid.places import Key, Place

__all__ = ["SHUT", "Judge"]

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


class _Asked(NamedTuple):
    """What is asked for, as Squid wrote it; for CONNECT the origin is the authority and the path empty."""

    origin: bytes
    path: bytes
    query: bytes


def _split(uri: bytes) -> _Asked:
    """The parts of a URI."""
    start = uri.find(b"://")
    slash = uri.find(b"/", start + 3) if start > 0 else -1
    if slash < 0:
        return _Asked(uri, b"/" if start > 0 else b"", b"")
    path, _, query = uri[slash:].partition(b"?")
    return _Asked(uri[:slash], path, query)


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
    answers: dict[Key, Answer]


class _Remembered(NamedTuple):
    """The answers for one standing, and the open ones for all who differ from it by nothing but rules for hosts."""

    answers: dict[Key, Answer]
    opened: dict[Key, Answer]


class _Person:
    """Who asks from one address under one name, and the answers remembered for people of their standing."""

    __slots__ = ("_introduced", "_notes", "address", "answers", "mark", "must_sign_in", "opened", "who")

    def __init__(self, who: Who, address: str, remembered: _Remembered, *, must_sign_in: bool) -> None:
        self.who = who
        self.address = address
        self.mark = client_mark(address)
        self.must_sign_in = must_sign_in
        self.answers, self.opened = remembered
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
        singular = in_force.rulebook.hosts_in_rules | {host.lstrip(".") for host in search_hosts()}
        self._places = Places(in_force.index, singular)
        self._plain_paths: dict[bytes, bool] = {}  # and whether pages show them as they are
        self._people: dict[bytes, _Person] = {}
        self._words: dict[bytes, _Standing] = {}
        self._answers: dict[Standing, dict[Key, Answer]] = {}
        self._opened: dict[Hashable, dict[Key, Answer]] = {}
        self._remembered = 0
        self._until: datetime | None = None
        self._now = clock()
        self._code_begins = time_letters(int(self._now.timestamp()))
        self._publication = sha256("|".join(msgspec.structs.astuple(in_force.pointer)).encode()).hexdigest()[:12]
        self._editions: dict[str | None, bytes] = {}

    def forget_what_time_changed(self) -> None:
        """Drop remembered answers once the first of them may have changed by itself, or when they are many.

        Called before each batch of questions, which are all answered as of this moment.
        """
        now = self._now = self._clock()
        self._code_begins = time_letters(int(now.timestamp()))
        self._editions.clear()
        if self._remembered > REMEMBERED_ANSWERS or (self._until and now >= self._until):
            for answers in chain(self._answers.values(), self._opened.values()):
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
        opened = self._opened.setdefault(self._rulebook.beyond_rules(who.key), {})
        remembered = _Remembered(self._answers.setdefault(who.key, {}), opened)
        person = self._people[key] = _Person(
            who, unquote(address or ""), remembered, must_sign_in=user is None and who.sign_in_required
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
        place = self._places[host]
        if place.key is None:
            return SHUT
        answer = standing.answers.get(place.key)
        if answer is None:
            origin = host + b":" + port if tunnel else scheme + b"://" + host + b":" + port
            path = b"" if tunnel else b"/"
            address = _read(origin, path)
            verdict = decide_for(standing.somebody, address, self._rulebook, self._index, self._now)
            if not self._holds_for_place(verdict, address):
                return SHUT
            answer = answer_of(verdict, address)
            self._remember(standing.answers, place.key, answer, verdict.until)
        return SHUT if answer.page else answer.said

    def _standing(self, word: bytes) -> _Standing:
        named, _, edition = word.decode("ascii").rpartition(":")
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
        place = self._places[host] if usual else NOTHING_TO_REMEMBER
        answer = person.answers.get(place.key)
        if answer is None:
            return self._any_answer(person, method, sni, uri)
        if answer.page is None:
            return answer.said
        shown = uri if path else b"https://" + host + b"/"
        code = self._code_begins + check_letters(person.mark, host)
        if not query and (not path or self._plain_paths[path]):
            return answer.page.filled_with(person.notes, place.listed, shown, host, shown, code) + b"\n"
        page = answer.page.filled_usually(person.notes, place.listed, shown, host, code)
        if not page:
            return self._any_answer(person, method, sni, uri)
        return page + (query_note(query) if query else b"") + b"\n"

    def _any_answer(self, person: _Person, method: bytes, sni: bytes, uri: bytes) -> bytes:
        if b"-internal-" in uri and b"/squid-internal-" in unquote_to_bytes(uri.partition(b"?")[0]):
            return self._refused(person, uri, "These are the gateway's own pages, which nobody may see.")
        asked = origin, path, query = _split(uri)
        host = _host_of(origin)
        if method != b"CONNECT" and (sni != host or sni == EMPTY) and _names_another(origin, sni):
            return self._mismatch(person, sni, uri)
        place = self._places[host]
        if not _is_plain(path):
            return self._judge(person, NOTHING_TO_REMEMBER, NOTHING_TO_REMEMBER, asked)
        answer = person.answers.get(place.key) or self._opened_to_others(person, place.key)
        narrowest = place
        if answer is None:
            narrowest = self._of_one_address(place, host, asked)
            answer = person.answers.get(narrowest.key) or self._opened_to_others(person, narrowest.key)
        self._remember_plain(path)
        if answer is None:
            return self._judge(person, place, narrowest, asked)
        if answer.page is None:
            return answer.said
        address = _read(origin, path + (b"?" + query if query else b""))
        page = answer.page.filled(person.notes, narrowest.listed, address, self._code(person, address))
        return page + query_note(query) + b"\n"

    def _opened_to_others(self, person: _Person, key: Key) -> Answer | None:
        """What was said of a place where no rule decides to somebody whom rules alone set apart."""
        answer = person.opened.get(key)
        if answer is not None:
            self._remember(person.answers, key, answer, None)
        return answer

    def _of_one_address(self, place: Place, host: bytes, asked: _Asked) -> Place:
        """What there is to remember of one plain address: lists know some there, or it has been asked for before."""
        origin, path, query = asked
        if not query and (not path or path in self._plain_paths):
            return self._places.at(place, host, path)
        if not isinstance(place.key, int) or not place.key & 1:
            return place
        address = _read(origin, path + (b"?" + query if query else b""))
        return place if isinstance(address, Refused) else self._places.of_address(address)

    def _remember_plain(self, path: bytes) -> None:
        """Know this path again; none that is empty, or may name the gateway's own pages."""
        if path and len(path) <= LONGEST_REMEMBERED_PATH and b"-internal-" not in path:
            if len(self._plain_paths) >= REMEMBERED_PATHS:
                self._plain_paths.clear()
            self._plain_paths[path] = is_usual(path)

    def _judge(self, person: _Person, place: Place, narrowest: Place, asked: _Asked) -> bytes:
        """Decide, and remember it for the whole place or, where that cannot be, for the narrowest that is known."""
        origin, path, query = asked
        address = _read(origin, path + (b"?" + query if query else b""))
        verdict = decide_for(person.who, address, self._rulebook, self._index, self._now)
        for other in _other_paths(path) if isinstance(verdict, Allowed) else ():
            read_so = decide_for(person.who, _read(origin, other), self._rulebook, self._index, self._now)
            verdict = read_so if isinstance(read_so, Blocked) else verdict
        answer = answer_of(verdict, address)
        holds = place.key is not None and self._holds_for_place(verdict, address)
        key = place.key if holds else narrowest.key if narrowest is not place else None
        if key is not None:
            self._remember(person.answers, key, answer, verdict.until)
            if answer.page is None and isinstance(key, int):
                person.opened[key] = answer
        if query and (isinstance(verdict, Blocked) or (isinstance(address, Address) and keeps_query(address))):
            return self._whole(person, verdict, answer, address)[:-1] + query_note(query) + b"\n"
        return self._whole(person, verdict, answer, address)

    @staticmethod
    def _holds_for_place(verdict: Verdict, address: Address | Refused) -> bool:
        """Whether what is said of a plain path is said of every plain path there."""
        if isinstance(address, Refused) or verdict.holds_for == "address":
            return False
        return not is_search_or_video(address.host) and not (isinstance(verdict, Blocked) and is_ip(address.host))

    def _remember(self, answers: dict[Key, Answer], key: Key, answer: Answer, until: datetime | None) -> None:
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
        return self._code_begins + check_letters(person.mark, host)

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
    if _clean(path):
        return []
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
