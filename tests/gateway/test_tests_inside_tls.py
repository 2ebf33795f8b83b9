"""The tests of the filter inside encrypted connections: what is read is judged, what is not read is said to be so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from belisha.console.filtering.proof.probing.wire import Gateway, SignIn, ask
from belisha.console.filtering.proof.rules.probes import Got, Probe, got_of, judged
from belisha.engine.address.probes import OPEN_HOST, SEARCH_HOST, TLS_PORT, VIDEO_HOST
from town.town import BEN, MAYA, PASSWORDS, Person, eventually

if TYPE_CHECKING:
    from belisha.console.filtering.proof.rules.probes import Reply
    from town.town import Town

BAD_GATEWAY = 502
pytestmark = [pytest.mark.gateway, pytest.mark.enable_socket]

DOWNLOAD = Probe(
    "", "download", "block", f"https://{OPEN_HOST}:{TLS_PORT}/reply?name=test.exe", tls="https", answered=True
)
BY_TYPE = DOWNLOAD._replace(target=f"https://{OPEN_HOST}:{TLS_PORT}/reply?type=application/x-msdownload")
SEARCH = Probe(
    "",
    "search",
    "open",
    f"https://{SEARCH_HOST}:{TLS_PORT}/search?q=a",
    "https",
    check=("query", "safe=active"),
    answered=True,
)
VIDEO = SEARCH._replace(target=f"https://{VIDEO_HOST}:{TLS_PORT}/watch?v=a", check=("youtube_restrict", "Strict"))
PAGE = Probe("", "page", "open", f"https://{OPEN_HOST}:{TLS_PORT}/", tls="https", check=("belisha", "probe"))


def said(town: Town, probe: Probe, person: Person) -> Reply:
    authority = x509.load_pem_x509_certificate(town.settings.authority_file.read_bytes())
    gateway = Gateway("127.0.0.1", town.settings.proxy_port, authority, 20.0)
    sign_in = SignIn(person.name, PASSWORDS[person.name])
    # Squid takes what answers there for dead until it is asked for a second time after a start, as a run of tests does
    # (a connection that is not read has no page to say so: it just ends)
    return eventually(lambda: not too_soon(reply := ask(gateway, probe, sign_in)) and reply)


def too_soon(reply: Reply) -> bool:
    return reply.status == BAD_GATEWAY or reply.fault == "not-tls"


def test_a_program_is_stopped_and_a_search_made_safe_inside_a_connection_that_is_read(town: Town) -> None:
    for download in (DOWNLOAD, BY_TYPE):
        reply = said(town, download, BEN)
        assert (got_of(reply), judged(download, reply)) == (Got.BLOCKED, "well")
        assert reply.ours
    for probe in (SEARCH, VIDEO, PAGE):
        reply = said(town, probe, BEN)
        assert (got_of(reply), judged(probe, reply)) == (Got.OPEN, "well"), reply
        assert reply.ours
    # nothing else of the internet is trusted for it, and nobody but us can be: the certificate is of our names alone
    held = x509.load_pem_x509_certificate(town.settings.probe_certificate_file.read_bytes())
    named = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert named.get_values_for_type(x509.DNSName) == ["*.probe.belisha.invalid"]


def test_a_program_inside_a_connection_that_is_read_by_name_only_cannot_be_seen_and_that_is_said(town: Town) -> None:
    reply = said(town, DOWNLOAD, MAYA)
    assert got_of(reply) is Got.OPEN
    assert not reply.ours
    assert judged(DOWNLOAD._replace(unread=True), reply) == "unseen"
    # had the policy wanted it read, it would be an alarm
    assert judged(DOWNLOAD, reply) == "passed"
