"""Why a text has no single reading: plain sentences for staff, which the block page and the log repeat."""

from __future__ import annotations

import re
from typing import Final

from belisha.engine.address.forms import LONGEST

# What browsers strip from both ends of an address: the C0 controls and the space.
BLANKS: Final = "".join(map(chr, range(0x21)))

_authority: Final = re.compile(r"[A-Za-z]+:[/\\]*([^/\\?#]*)").match
_host_and_port: Final = re.compile(r"(\[[^\]]*\]?|[^:]*)(?::(.*))?", re.DOTALL).fullmatch
_ends_in_number: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)\.?", re.DOTALL).fullmatch
_forbidden: Final = re.compile(r"[\x00-\x20<>^|\x7f\]\[]").search


def why_not_text(text: str) -> str | None:
    """None when the text may be read at all."""
    if len(text) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if not text.strip(BLANKS):
        return "it is empty"
    if "\0" in text:
        # Browsers keep or drop it depending on where it stands; programs written in C stop reading at it.
        return "there is a NUL byte in it"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "it is not valid UTF-8 text"
    return None


def why_not_host(host: str) -> str | None:
    """None for a serialised host that DNS can carry: 253 characters in labels of 1 to 63 (RFC 1035, 2.3.4)."""
    if not host:
        return "there is no host name"
    if len(host) > 253:
        return "the host name is longer than 253 characters"
    labels = host.split(".")
    if "" in labels:
        return "the host name has an empty part between its dots"
    # An IPv6 address is one "label" of at most 41 characters.
    return "a part of the host name is longer than 63 characters" if max(map(len, labels)) > 63 else None


def why_not_parsed(url: str) -> str:
    """The likeliest reason why the WHATWG parser refused this URL with a web scheme."""
    found = _authority(url)
    authority = found[1].rpartition("@")[2] if found else ""
    parts = _host_and_port(authority)
    host, port = parts.groups("") if parts else (authority, "")
    if not host:
        return "there is no host name"
    if host.startswith("["):
        return _why_not_ipv6(host)
    if port:
        return _why_not_port(port)
    if _ends_in_number(host):
        return "it looks like an IPv4 address but is not one"
    return _why_not_name(host)


def _why_not_ipv6(host: str) -> str:
    if "%" in host:
        return "an IPv6 address with a zone means another machine on each computer"
    return "it looks like an IPv6 address but is not one"


def _why_not_port(port: str) -> str:
    if port.isdecimal() and port.isascii():
        return "the port is above 65535"
    return "the port is not a number"


def _why_not_name(host: str) -> str:
    forbidden = _forbidden(host)
    if forbidden is not None:
        character = forbidden[0]
        shown = "a blank" if character == " " else character if character.isprintable() else "a control character"
        return f"a host name cannot hold {shown}"
    if "%" in host:
        return "the percent-encoding in the host name hides what a host name cannot hold"
    if "xn--" in host.lower():
        return "the international form (xn--) of the host name is not valid"
    return "the host name holds a letter or sign that no host name may hold"
