"""Which tests a run is made of: from the policy in force, the categories that there are, and samples of the lists."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.filtering.proof.rules.bypass import bypasses
from belisha.console.filtering.proof.rules.probes import Probe, Way
from belisha.engine.address import probes
from belisha.engine.decide.file_kinds import KINDS
from belisha.engine.decide.tls import LEFT_ALONE
from belisha.engine.policy import Tls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from belisha.engine.policy import Table, Who

__all__ = ["IMPORTANT", "Asker", "Own", "Scope", "plan"]

# tested every hour for everybody (all others without TLS for pupils), and on each network without a name
IMPORTANT: Final = (
    *("pornography", "hate", "extremism", "self-harm", "drugs", "weapons", "violence", "gambling"),
    *("mixed-adult", "dating", "chat", "social-networks", "games", "shopping", "proxies-and-vpns", "dns-over-https"),
)
TLS: Final = ("http", "https")
BY_ADDRESS: Final = "name in the address"
BY_ANSWER: Final = "name in the answer"


class Own(NamedTuple):
    """An address that the school has tested. `locked_list`: of whose licence; its address is not kept then."""

    address: str
    wanted: str
    locked_list: str


class Asker(NamedTuple):
    """Who asks: a test account of a profile, or nobody in particular on a network; and what decides for them."""

    who: Who
    table: Table
    blocked: frozenset[str]  # categories, now
    sign_in: bool = True
    network: str = ""
    source: str = ""
    pupils: bool = False  # a profile that pupils have
    must_sign_in: bool = False

    @property
    def profile(self) -> str:
        """The profile that decides."""
        return self.who.profile

    @property
    def read(self) -> bool:
        """Whether their encrypted connections are read."""
        return self.trusts and self.table.effective.tls.default is Tls.INSPECT

    @property
    def trusts(self) -> bool:
        """Whether their devices trust the school's certificate: searches can be read then, whatever else is."""
        return self.table.effective.tls.trusted

    def wants(self, category: str) -> str:
        """What the policy wants for a page that is in this category alone."""
        return "block" if category in self.blocked or category in self.table.locked_categories else "open"

    @property
    def unlisted(self) -> str:
        """What the policy wants for a page in no list."""
        return "block" if self.table.effective.unlisted == "block" else "open"

    def probe(self, kind: str, wanted: str, target: str, **more: str | Way | bool | tuple[str, str] | None) -> Probe:
        """A probe of theirs."""
        common = {"sign_in": self.sign_in, "network": self.network, "source": self.source}
        return Probe(self.profile, kind, wanted, target, **{**common, **more})  # type: ignore[arg-type]  # by name


class Scope(NamedTuple):
    """What there is to test. `samples`: real entries of lists, by category. `own`: addresses of the school's own."""

    categories: Sequence[str]
    samples: Mapping[str, Sequence[str]]
    own: Sequence[Own]
    full: bool


def plan(askers: Iterable[Asker], scope: Scope) -> list[Probe]:
    """Every probe of a run, in the order in which they are made: the most important first."""
    askers = list(askers)
    found: list[Probe] = []
    for asker in askers:
        found += _without_signing_in(asker) if asker.must_sign_in else _of(asker, scope)
    return found


def _without_signing_in(asker: Asker) -> Iterator[Probe]:
    for tls in TLS:
        yield asker.probe("bypass", "block", f"{tls}://{probes.OPEN_HOST}/", tls=tls, name="without signing in")


def _of(asker: Asker, scope: Scope) -> Iterator[Probe]:
    few = not scope.full or not asker.sign_in
    known = [category for category in scope.categories if category != LEFT_ALONE]
    important = [category for category in IMPORTANT if category in known]
    yield from _locked(asker)
    yield from _pages(asker, important if few and not (asker.pupils and asker.sign_in) else known, "http")
    yield from _pages(asker, important if few else known, "https")
    if asker.sign_in:
        yield from _listed(asker, scope)
        yield from bypasses(asker, few=few)
        yield from _own(asker, scope.own)
    if not few:
        yield from _downloads(asker)
        yield from _searches(asker)


def _locked(asker: Asker) -> Iterator[Probe]:
    for tls in TLS:
        target = f"{tls}://{probes.LOCKED_HOST}/"
        yield asker.probe("locked", "block", target, tls=tls, category=probes.LOCKED_CATEGORY)


def _pages(asker: Asker, categories: Iterable[str], tls: str) -> Iterator[Probe]:
    """Our own page of each category; and one in no list."""
    for category in categories:
        target = f"{tls}://{probes.host_of(category)}/"
        yield asker.probe("page", asker.wants(category), target, tls=tls, category=category)
    yield asker.probe("page", asker.unlisted, f"{tls}://{probes.OPEN_HOST}/", tls=tls, name="in no list")


def _listed(asker: Asker, scope: Scope) -> Iterator[Probe]:
    """Real entries of lists, where they are to be blocked: the gateway answers before anything leaves the building."""
    for category, addresses in scope.samples.items():
        if asker.wants(category) != "block" or (not scope.full and category not in IMPORTANT):
            continue
        for number, address in enumerate(addresses):
            # inside TLS that is not read no path is seen, nor promised to be
            tls = TLS[number % len(TLS)] if address.endswith("/") else "http"
            yield asker.probe("listed", "block", f"{tls}://{address}", tls=tls, category=category)


def _downloads(asker: Asker) -> Iterator[Probe]:
    """Files of each kind: by the name in the address, by the type and by the name in the answer; inside TLS as well.

    Where connections are read by name only, one file of a kind that is blocked shows that nobody can see it inside.
    """
    settled = asker.table.effective
    for kind in KINDS:
        wanted = "block" if kind.id in settled.blocked_file_kinds else asker.unlisted
        ending = next(each for each in kind.endings if each not in {"com", "sh", "run"})
        asked = {
            BY_ADDRESS: f"/test.{ending}",
            "type of the answer": f"/reply?type={kind.content_types[0]}" if kind.content_types else "",
            BY_ANSWER: f"/reply?name=test.{ending}",
        }
        for tls, (how, path) in product(TLS, asked.items()):
            unread = tls == "https" and not asker.read
            if path and not (unread and (how != BY_ANSWER or wanted != "block")):
                target, name = f"{_answering(tls, probes.OPEN_HOST)}{path}", f"{kind.id}: {how}"
                answered = how != BY_ADDRESS
                yield asker.probe("download", wanted, target, name=name, tls=tls, answered=answered, unread=unread)


def _searches(asker: Asker) -> Iterator[Probe]:
    """Safe search and YouTube's restricted mode, as they arrive at our own pages that count as such sites."""
    settled = asker.table.effective
    search = ("query", "safe=active") if settled.safe_search else None
    video = ("youtube_restrict", settled.youtube.capitalize()) if settled.youtube != "off" else None
    pages = (
        ("safe search", probes.SEARCH_HOST, "/search?q=belisha+beacon", search),
        ("restricted videos", probes.VIDEO_HOST, "/watch?v=test", video),
    )
    for tls, (name, host, path, check) in product(TLS, pages):
        unread = tls == "https" and not asker.trusts
        more = {"name": name, "tls": tls, "check": check, "answered": check is not None, "unread": unread}
        yield asker.probe("search", asker.unlisted, f"{_answering(tls, host)}{path}", **more)


def _answering(tls: str, host: str) -> str:
    """Where a test page of ours answers: inside TLS at a port of its own."""
    return f"https://{host}:{probes.TLS_PORT}" if tls == "https" else f"http://{host}"


def _own(asker: Asker, own: Iterable[Own]) -> Iterator[Probe]:
    for each in own:
        if each.wanted == "open" and not asker.pupils:
            continue
        kind = "open" if each.wanted == "open" else "locked" if each.locked_list else "own"
        tls = "https" if each.address.startswith("https:") else "http"
        secret = bool(each.locked_list)
        name = f"test address {own_number(each, own)}" if secret else each.address[:120]
        yield asker.probe(kind, each.wanted, each.address, tls=tls, category=each.locked_list, name=name, secret=secret)


def own_number(one: Own, own: Iterable[Own]) -> int:
    """Which of a licence's test addresses it is: they have a number in place of a name."""
    return 1 + [each.address for each in own if each.locked_list == one.locked_list].index(one.address)
