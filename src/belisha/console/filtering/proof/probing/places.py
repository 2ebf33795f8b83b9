"""Where the gateway is, and on which networks of a school this machine stands."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

import msgspec
import yaml
from cryptography import x509

from belisha.console.filtering.proof.probing.wire import Gateway

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["gateway_at", "gateway_of", "source_in"]

FILE: Final = "gateway.yaml"
AUTHORITY: Final = "ca/belisha-ca.pem"
DISCARD: Final = 9


class _Listening(msgspec.Struct, frozen=True):
    """The keys of gateway.yaml that say where the proxy is; the rest is the gateway's own matter."""

    listen: str = "127.0.0.1"
    proxy_port: int = 8080


def gateway_of(home: Path) -> Gateway:
    """The gateway of this machine's data folder. Raises ValueError where gateway.yaml cannot be read."""
    try:
        said = yaml.safe_load((home / FILE).read_text()) or {}
        listening = msgspec.convert(said, _Listening)
    except FileNotFoundError:
        listening = _Listening()
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        message = f"{FILE} cannot be read: {error}"
        raise ValueError(message) from error
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listening.listen, listening.listen)  # noqa: S104 - not bound here
    return Gateway(host, listening.proxy_port, _authority(home))


def gateway_at(text: str, home: Path) -> Gateway:
    """The gateway that a school's setting names (host:port), or this machine's own where it names none.

    Raises ValueError for what is no address inside the school: tests must not go to anybody else's proxy.
    """
    if not text.strip():
        return gateway_of(home)
    host, _, port = text.strip().rpartition(":")
    address = _resolved(host.strip("[]")) if host and port.isdigit() else None
    if address is None or not (address.is_private or address.is_loopback):
        message = f"“{text}” is not a gateway inside the school: write its name and port, as in 10.1.0.2:8080."
        raise ValueError(message)
    return Gateway(str(address), int(port), _authority(home))


def _resolved(host: str) -> IPv4Address | IPv6Address | None:
    with suppress(ValueError):
        return ip_address(host)
    with suppress(OSError, ValueError):
        return ip_address(socket.gethostbyname(host))
    return None


def _authority(home: Path) -> x509.Certificate | None:
    with suppress(OSError, ValueError):
        return x509.load_pem_x509_certificate((home / AUTHORITY).read_bytes())
    return None


def source_in(network: str) -> str:
    """An address of this machine within a range, to ask from; empty where it has none. Nothing is sent to find out."""
    try:
        wanted = ip_network(network, strict=False)
    except ValueError:
        return ""
    first = next(iter(wanted.hosts()), wanted.network_address)
    family = socket.AF_INET6 if wanted.version == 6 else socket.AF_INET
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as trial:
        if wanted.is_loopback:
            trial.bind((str(first), 0))
            return str(first)
        trial.connect((str(first), DISCARD))  # sends nothing: it only asks which address would be used
        used = str(trial.getsockname()[0])
        return used if ip_address(used) in wanted else ""
    return ""
