"""Ways round the filter that pupils and programs try, each written down once, to be tried again every day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.filtering.proof.rules.probes import Probe, Way
from belisha.engine.address import probes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.filtering.proof.rules.plan import Asker

__all__ = ["ALWAYS_SHUT", "ODD", "bypasses"]

HOST: Final = probes.host_of(probes.ROUND)
WIDE: Final = str.maketrans({letter: chr(ord(letter) + 0xFEE0) for letter in "abcdefghijklmnopqrstuvwxyz"})


class Trick(NamedTuple):
    """A way to write or to ask: its name on screens, and the target. `inside`: the name inside a tunnel."""

    name: str
    target: str
    way: Way = Way.RAW
    inside: str = ""


# other ways to an address of a category: tried where that is blocked
ODD: Final = (
    Trick("an address in numbers", f"http://{probes.NUMBER}/"),
    Trick("a tunnel to an address in numbers", f"https://{probes.NUMBER}/", Way.GET),
    Trick("an address as one decimal number", "http://3221226037/"),
    Trick("an address as one hexadecimal number", "http://0xC0000235/"),
    Trick("an address in octal numbers", "http://0300.0.02.065/"),
    Trick("an address with parts left out", "http://192.0.565/"),
    Trick("an IPv4 address inside an IPv6 one", "http://[::ffff:192.0.2.53]/"),
    Trick("capital letters", f"http://{HOST.upper()}/"),
    Trick("a dot at the end", f"http://{HOST}./"),
    Trick("another port", f"http://{HOST}:8080/"),
    Trick("a tunnel to another port", f"https://{HOST}:8443/", Way.GET),
    Trick("an escaped letter", f"http://%70{HOST[1:]}/"),
    Trick("a name before an @", f"http://{probes.OPEN_HOST}@{HOST}/"),
    Trick("a tunnel with another name inside", f"{probes.OPEN_HOST}:443", Way.OTHER_NAME, HOST),
    Trick("a page below it", f"http://www.{HOST}/a/b/../c?d=e"),
)
# what nobody may do, whatever their profile
ALWAYS_SHUT: Final = (
    Trick("a tunnel to port 22", f"https://{probes.OPEN_HOST}:22/", Way.GET),
    Trick("a tunnel to port 25", f"https://{probes.OPEN_HOST}:25/", Way.GET),
    Trick("a page at port 22", f"http://{probes.OPEN_HOST}:22/"),
    Trick("file transfer (FTP)", f"ftp://{probes.OPEN_HOST}/"),
    Trick("the gateway's own pages", f"http://{probes.OPEN_HOST}/squid-internal-mgr/info"),
)
FEW: Final = frozenset({"an address in numbers", "a tunnel to port 22", "a tunnel with another name inside"})


def bypasses(asker: Asker, *, few: bool) -> Iterator[Probe]:
    """The tricks as somebody tries them. `few`: the most important alone."""
    for trick in (*(ODD if asker.wants(probes.ROUND) == "block" else ()), *ALWAYS_SHUT):
        if (few and trick.name not in FEW) or (trick.way is Way.OTHER_NAME and asker.read):
            continue  # where tunnels are read, what is inside is judged like all else
        tls = "http" if trick.way is Way.RAW else "https"
        yield asker.probe("bypass", "block", trick.target, tls=tls, name=trick.name, way=trick.way, inside=trick.inside)
