"""One test of the filter: what is asked, as whom, and what the policy wants to come of it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Got", "Probe", "Reply", "Way", "got_of", "judged"]

OURS = "ERR_BELISHA_"
TROUBLE = "ERR_BELISHA_TROUBLE"
# pages by which Squid itself refuses a request's form, before anybody is asked
REFUSALS = frozenset(
    {
        *("ERR_ACCESS_DENIED", "ERR_INVALID_URL", "ERR_INVALID_REQ", "ERR_UNSUP_REQ", "ERR_PROTOCOL_UNKNOWN"),
        *("ERR_TOO_BIG", "ERR_UNSUP_HTTPVERSION", "ERR_CONFLICT_HOST"),
    }
)
SIGN_IN, LEAST_ERROR, BAD_REQUEST, NOT_ALLOWED = 407, 400, 400, 405


class Way(StrEnum):
    """How a request is made."""

    GET = "get"  # an ordinary page: with TLS through a tunnel, as browsers do
    RAW = "raw"  # this target, as it is written, without TLS
    OTHER_NAME = "other-name"  # a tunnel for one name, with another inside


class Probe(NamedTuple):
    """What is asked. `sign_in`: by which profile's test account; empty, by nobody, from `network`.

    `target`: an address; for OTHER_NAME host and port. `wanted`: block or open. `check`: what our test page's answer
    must say (a field, and a text in it), where the policy forces something on the way.
    """

    profile: str
    kind: str
    wanted: str
    target: str
    tls: str = "http"
    category: str = ""
    name: str = ""
    sign_in: bool = True
    network: str = ""
    source: str = ""  # the address to ask from
    way: Way = Way.GET
    inside: str = ""  # the name inside the tunnel, for OTHER_NAME
    check: tuple[str, str] | None = None
    secret: bool = False  # its address is not kept
    answered: bool = False  # judged by what our own page answers: without an answer nothing was tested
    unread: bool = False  # the policy has this connection read by name only

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """What is tested, whichever address stood for it this time."""
        return (self.profile, self.network, self.tls, self.kind, self.category, self.name)


class Reply(NamedTuple):
    """What came back. `page`: the error page that the gateway names. `told`: what our test page said it got.

    `fault`: "timeout", "closed" (no answer at all), "cut" (a tunnel, without a page), "not-tls" (the tunnel was passed
    on unread), "refused" (no proxy).
    """

    status: int = 0
    page: str = ""
    told: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    ours: bool = False  # the certificate was made by the school's own authority


class Got(StrEnum):
    """What the gateway did, in few words."""

    BLOCKED = "blocked"
    REFUSED = "refused"
    CLOSED = "closed without a word"
    CUT = "tunnel closed without a page"
    OPEN = "let through"
    UNREAD = "let through unread"
    NO_WAY_OUT = "let through, but no answer from outside"
    SIGN_IN = "asked to sign in"
    TROUBLE = "the filter had trouble"
    SILENT = "no answer in time"
    GONE = "no connection to the gateway"


FAULTS = {"timeout": Got.SILENT, "closed": Got.CLOSED, "cut": Got.CUT, "not-tls": Got.UNREAD, "refused": Got.GONE}


def got_of(reply: Reply) -> Got:
    """What a reply says that the gateway did."""
    if reply.fault:
        return FAULTS[reply.fault]
    if reply.status == SIGN_IN:
        return Got.SIGN_IN
    if reply.page.startswith(OURS):
        return Got.TROUBLE if reply.page == TROUBLE else Got.BLOCKED
    if reply.page in REFUSALS or (not reply.page and reply.status in {BAD_REQUEST, NOT_ALLOWED}):
        return Got.REFUSED
    return Got.NO_WAY_OUT if reply.page else Got.OPEN


SHUT_BY_US = frozenset({Got.BLOCKED, Got.REFUSED})
UNANSWERED = frozenset({Got.NO_WAY_OUT, Got.CUT, Got.UNREAD})
THROUGH = frozenset({Got.OPEN, Got.UNREAD, Got.NO_WAY_OUT})


def judged(probe: Probe, reply: Reply) -> str:
    """How a probe came out: well, passed (an alarm), shut (blocked for nothing), unseen or unknown."""
    got = got_of(reply)
    if probe.answered and got in UNANSWERED:
        return "unknown"
    outcome = _judged(probe, reply, got)
    # by name alone nobody can see what is inside, and the policy has it so: no alarm, and no proof either
    return "unseen" if outcome == "passed" and probe.unread and not reply.ours else outcome


def _judged(probe: Probe, reply: Reply, got: Got) -> str:
    if not probe.sign_in and got is Got.SIGN_IN:
        return "well" if probe.wanted == "block" else "shut"
    # a tunnel for one name with another inside is cut: there is no page for it
    cut = got is Got.CUT and probe.way is Way.OTHER_NAME
    if probe.wanted == "block":
        return "well" if got in SHUT_BY_US or cut else "passed" if got in THROUGH else "unknown"
    if got in SHUT_BY_US:
        return "shut"
    if got is Got.CUT or (got is Got.SILENT and probe.kind == "open"):
        return "well"  # whatever is blocked is answered with a page at once
    if got not in THROUGH:
        return "unknown"
    return "well" if _forced(probe, reply) else "passed"


def _forced(probe: Probe, reply: Reply) -> bool:
    """Whether what the policy forces on the way arrived at our test page."""
    if probe.check is None:
        return True
    field, text = probe.check
    return text in dict(reply.told).get(field, "")
