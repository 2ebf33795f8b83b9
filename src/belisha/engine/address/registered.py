"""Which part of a host name somebody registered, by the public suffix list.

The list is parsed at the first question (about 40 ms and 4 MB): helpers that never ask do not pay for it.
"""

from functools import cache

from publicsuffixlist import PublicSuffixList

from belisha.engine.address.hosts import is_ip


def registrable(host: str) -> str:
    """The registered domain of a canonical host: "bbc.co.uk" of "www.bbc.co.uk"; the host itself if there is none."""
    return host if is_ip(host) else _everything().privatesuffix(host) or host


def is_public_suffix(host: str) -> bool:
    """Whether a canonical host is a suffix under which anybody may register ("co.uk"), or a single label.

    Only the list's ICANN section counts: a hosting firm's own suffix ("github.io") is somebody's site as well.
    """
    return not is_ip(host) and _registries_only().is_public(host)


@cache
def _everything() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _registries_only() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
