"""What vouches for this console to a machine that joins: the school's own authority, where it signed for us."""

from __future__ import annotations

import hashlib
from base64 import b32encode

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

__all__ = ["authority_pem", "fingerprint_for_codes"]


def authority_pem() -> bytes:
    """The certificate of the authority that signed the console's; nothing where that is no authority of ours."""
    if not settings.CONSOLE.tls or settings.CONSOLE.certificate:
        return b""
    try:
        pem: bytes = (settings.HOME / "ca" / "belisha-ca.pem").read_bytes()
    except OSError:
        return b""
    return pem


def fingerprint_for_codes() -> str:
    """The beginning of its SHA-256 (130 bits), as codes hold it; nothing where machines know the authority anyway."""
    pem = authority_pem()
    if not pem:
        return ""
    der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    return b32encode(hashlib.sha256(der).digest()).decode()[:26]
