"""The words of an address: of its host, without the part that a registry gave out, and of its path."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import yaml

from belisha.engine.address import is_ip, registrable, suffixes

if TYPE_CHECKING:
    from belisha.engine.address import Address

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BREAKS: Final = re.compile(r"[-_+,.\s]+")
_STOP: Final = "."
LONGEST_PATH: Final = 2_000  # characters


def page_words(address: Address) -> tuple[list[str], bool]:
    """Words with a stop after each part of the address, and whether the site is there to inform or to help."""
    parts = [*_host_parts(address.host), *unquote(address.path[:LONGEST_PATH], errors="replace").split("/")]
    words = [word for part in parts for word in [*_words(part), _STOP]]
    return words, any(host in _informing() for host in suffixes(address.host))


def _host_parts(host: str) -> list[str]:
    """Labels before the public suffix, readable."""
    if is_ip(host):
        return []
    owned = registrable(host)
    labels = [*host.removesuffix(owned).split("."), owned.partition(".")[0]]
    return [_readable(label) for label in labels if label and label != "www"]


def _readable(label: str) -> str:
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return label


def _words(part: str) -> list[str]:
    return [word for word in _BREAKS.split(_CAMEL.sub(" ", part)) if word]


@cache
def _informing() -> frozenset[str]:
    """Hosts of rules/informing.yaml: encyclopaedias, schools' publishers, health services, charities."""
    text = (Path(__file__).parent / "rules" / "informing.yaml").read_text()
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return frozenset(host for hosts in loaded.values() for host in hosts)
