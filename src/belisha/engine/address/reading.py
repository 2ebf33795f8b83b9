"""Reads URLs, authorities and host names as browsers do.

The plain, lower-case ones that nearly all traffic consists of are recognised by one regular expression each, whose
every match is already canonical; all else goes through ada, the WHATWG parser. A property test holds the two equal.
"""

from __future__ import annotations

import re
from typing import Final

from belisha.engine.address.forms import DEFAULT_PORTS, LONGEST, Address, Refused
from belisha.engine.address.refusals import BLANKS, why_not_host, why_not_parsed, why_not_text

# The last label begins with a letter, so it is no IPv4 address in disguise. The standard takes ASCII labels as they
# are, those that begin with "xn--" too.
_HOST: Final = r"(?:[a-z0-9_-]{1,63}\.)*[a-z][a-z0-9_-]{0,62}"
_plain_host: Final = re.compile(_HOST).fullmatch
is_plain_name: Final = re.compile(rb"(?:[a-z0-9_-]{1,63}+\.)++[a-z][a-z0-9_-]{0,62}").fullmatch
"""Whether this is a name of two labels or more just as `read_host` gives it back, if it is not too long."""
_plain_authority: Final = re.compile(rf"({_HOST})(?::([0-9]{{1,5}}))?").fullmatch
# Path and query of characters that the standard leaves as they are.
_plain_url: Final = re.compile(
    rf"(https?)://({_HOST})(/[\w!$&'()*+,;=:@%/~.|\[\]-]*)?(?:\?([!$-&(-;=?-~]*))?", re.ASCII
).fullmatch

# The canonical text that ada gives back; user and password in it hold no "/" and no "@" of their own.
_canonical: Final = re.compile(r"([a-z]+)://(?:[^/@]*@)?(\[[^\]]*\]|[^/:]*)(?::([0-9]+))?([^?#]*)(?:\?([^#]*))?").match
_scheme: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):").match
_port_follows: Final = re.compile(r"[0-9]+(?:[/\\?#]|$)").match
_bare_ipv6: Final = re.compile(r"(?=[^:]*:[^:]*:)[0-9A-Fa-f:]+(?:\.[0-9.]+)?(?:%.*)?").fullmatch

_WITHOUT_TABS: Final = dict.fromkeys(map(ord, "\t\n\r"))
# Names that a person means as a scheme, even when only digits follow ("tel:999").
_SCHEMES: Final = {
    *DEFAULT_PORTS,
    *("about", "blob", "callto", "chrome", "data", "edge", "file", "filesystem", "geo", "intent", "jar", "javascript"),
    *("magnet", "mailto", "news", "resource", "sip", "sips", "sms", "tel", "urn", "vbscript", "view-source"),
}


def read_address(text: str) -> Address | Refused:
    """What a person types or a log line gives: a URL, an authority (host:port) or a bare host, taken as https."""
    found = _read_plain_url(text)
    if found is not None:
        return found
    found = _read_plain_authority(text)
    if found is not None and found.host not in _SCHEMES:
        return found
    return _read_address_carefully(text)


def read_url(text: str) -> Address | Refused:
    """An absolute URL only; "http:example.com" and "https:/x" are ones, as in browsers."""
    found = _read_plain_url(text)
    if found is not None:
        return found
    reason = why_not_text(text)
    if reason is not None:
        return Refused(text, reason)
    trimmed = _as_browsers_trim(text)
    scheme = _scheme(trimmed)
    if scheme is None:
        return Refused(text, "it does not begin with a scheme such as https://")
    if scheme[1].lower() not in DEFAULT_PORTS:
        return Refused(text, f"{scheme[1].lower()[:40]}: is not a web address")
    return _parse(text, trimmed)


def read_authority(text: str) -> Address | Refused:
    """CONNECT's host:port, as https with path "/"; port 443 when none is given."""
    return _read_plain_authority(text) or _parse_bare(text)


def read_host(text: str) -> str | Refused:
    """A host name alone (SNI, list entry, Host header without port): its canonical form."""
    if _plain_host(text) is not None and len(text) <= 253:
        return text
    if ":" in text and "[" not in text and _bare_ipv6(text.strip(BLANKS)) is None:
        return Refused(text, "a host name without a port is expected")
    if "]:" in text:
        return Refused(text, "a host name without a port is expected")
    found = _parse_bare(text)
    return found.host if isinstance(found, Address) else found


def _read_plain_url(text: str) -> Address | None:
    found = _plain_url(text)
    if found is None:
        return None
    scheme, host, path, query = found.groups("")
    if "/." in path or "/%2" in path or len(host) > 253 or len(text) > LONGEST:
        return None
    return Address(scheme, host, 443 if scheme == "https" else 80, path or "/", query)


def _read_plain_authority(text: str) -> Address | None:
    found = _plain_authority(text)
    if found is None:
        return None
    host, port = found.groups("443")
    if len(host) > 253 or int(port) > 65_535:
        return None
    return Address("https", host, int(port), "/", "")


def _read_address_carefully(text: str) -> Address | Refused:
    reason = why_not_text(text)
    if reason is not None:
        return Refused(text, reason)
    trimmed = _as_browsers_trim(text)
    scheme = _scheme(trimmed)
    if scheme is not None and scheme[1].lower() in DEFAULT_PORTS:
        return _parse(text, trimmed)
    if trimmed[0] in "/\\":
        if trimmed[1:2] not in {"/", "\\"}:
            return Refused(text, "it is a path without a host name")
        return _parse(text, f"https:{trimmed}")
    if _bare_ipv6(trimmed):
        return _parse(text, f"https://[{trimmed}]")
    # "example.com:443" is an authority, though the standard would take "example.com" for a scheme; "C:\\" is neither.
    if scheme is not None and (scheme[1].lower() in _SCHEMES or not _port_follows(trimmed, scheme.end())):
        return Refused(text, f"{scheme[1].lower()[:40]}: is not a web address")
    return _parse(text, f"https://{trimmed}")


def _parse_bare(text: str) -> Address | Refused:
    """A host with or without port; what only a whole URL may hold is refused, since servers differ on it."""
    reason = why_not_text(text)
    if reason is not None:
        return Refused(text, reason)
    trimmed = text.strip(BLANKS)
    for character, name in {
        "/": "a path",
        "\\": "a backslash",
        "?": "a query",
        "#": "a fragment",
        "@": "a user",
    }.items():
        if character in trimmed:
            return Refused(text, f"a host name is expected, not {name}")
    if trimmed != _as_browsers_trim(trimmed):
        return Refused(text, "there is a tab or a line break in it")
    return _parse(text, f"https://[{trimmed}]" if _bare_ipv6(trimmed) else f"https://{trimmed}")


def _parse(text: str, url: str) -> Address | Refused:
    """`url` through ada; `text` is what a refusal repeats."""
    # loaded here alone: helpers start without it, and many never need it
    from ada_url import URL  # noqa: PLC0415

    try:
        href = URL(url).href
    except ValueError:
        return Refused(text, why_not_parsed(url))
    found = _canonical(href)
    if found is None:
        return Refused(text, "it cannot be read as a web address")
    scheme, host, port, path, query = found.groups("")
    host = host.removesuffix(".")
    reason = why_not_host(host)
    if reason is not None:
        return Refused(text, reason)
    return Address(scheme, host, int(port) if port else DEFAULT_PORTS[scheme], path, query)


def _as_browsers_trim(text: str) -> str:
    return text.strip(BLANKS).translate(_WITHOUT_TABS)
