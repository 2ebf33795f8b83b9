"""One canonical form for any URL, authority, SNI name or Host header, the way a browser reads it.

What has no single reading is `Refused` with a plain reason; nothing here raises, whatever the text.
Public: everything listed in `__all__`.
"""

from belisha.engine.address.forms import DEFAULT_PORTS, LONGEST, Address, Refused
from belisha.engine.address.hosts import host_and_sni_agree, host_header_agrees, is_ip, readings, suffixes
from belisha.engine.address.paths import matching_path
from belisha.engine.address.reading import is_plain_name, read_address, read_authority, read_host, read_url
from belisha.engine.address.registered import is_public_suffix, registrable

__all__ = [
    "DEFAULT_PORTS",
    "LONGEST",
    "Address",
    "Refused",
    "host_and_sni_agree",
    "host_header_agrees",
    "is_ip",
    "is_plain_name",
    "is_public_suffix",
    "matching_path",
    "read_address",
    "read_authority",
    "read_host",
    "read_url",
    "readings",
    "registrable",
    "suffixes",
]
