"""Lines of the configuration of two resolvers that lists are published for: dnsmasq and Unbound."""

from __future__ import annotations

import re

DNSMASQ = re.compile(r"(address|server|local)=/(.+)/([^/]*)")
DNSMASQ_OTHER = re.compile(r"[a-z0-9-]+(?:=.*)?")
ZONE = re.compile(r"local-zone:\s*\"?([^\s\"]+)\"?\s+\"?([a-z_]+)\"?")
DATA = re.compile(r"local-data:\s*[\"']([^\s\"']+)\s.*")
UNBOUND_STRUCTURE = re.compile(r"(?:server|remote-control|python|forward-zone|stub-zone):\s*")
OPEN_ZONES = frozenset({"transparent", "typetransparent", "nodefault", "always_transparent", "inform", "block_a"})

EVERYTHING = "covers every name there is"
EXCEPTION = "an exception: a list may only add, rules of the policy open sites"
OTHER = "another setting of the resolver, not a blocked name"


def dnsmasq_line(line: str) -> tuple[str, ...] | str | None:
    """The names of `address=/a/b/…`, `server=/a/` and `local=/a/`; `server=/a/#` opens a name and is refused."""
    line = line.partition(" #")[0].strip()
    if not line or line.startswith("#"):
        return None
    rule = DNSMASQ.fullmatch(line)
    if rule is None:
        return OTHER
    if rule[1] == "server" and rule[3] == "#":
        return EXCEPTION
    names = tuple(name for name in rule[2].split("/") if name)
    return EVERYTHING if "#" in names else names or OTHER


def unbound_line(line: str) -> tuple[str, ...] | str | None:
    """The name of a `local-zone` that refuses, or of a `local-data` record beside it."""
    line = line.partition(" #")[0].strip()
    if not line or line.startswith("#") or UNBOUND_STRUCTURE.fullmatch(line):
        return None
    if zone := ZONE.fullmatch(line):
        return EXCEPTION if zone[2] in OPEN_ZONES else _name(zone[1])
    if data := DATA.fullmatch(line):
        return _name(data[1])
    return OTHER


def _name(text: str) -> tuple[str, ...] | str:
    return (text.removesuffix("."),) if text != "." else EVERYTHING
