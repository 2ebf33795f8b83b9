"""The school's own certificate authority: made once, kept in the data folder, used by Squid inside TLS."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["days_left", "make_authority"]

YEARS = 10
KEY_BITS = 3072


def make_authority(certificate_file: Path, key_file: Path, school: str) -> None:
    """Make the authority where none is: a certificate to trust, and certificate and key for Squid (mode 0600)."""
    if certificate_file.exists() and key_file.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    certificate = _certificate(key, school).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate_file.parent.mkdir(parents=True, exist_ok=True)
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file.touch(mode=0o600)
    key_file.write_bytes(certificate + secret)
    certificate_file.write_bytes(certificate)


def _certificate(key: rsa.RSAPrivateKey, school: str) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, school[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, "Belisha online safety"),
        ]
    )
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def days_left(certificate_file: Path, now: datetime) -> int:
    """Days until the certificate ends. Raises OSError or ValueError when it cannot be read."""
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    return (certificate.not_valid_after_utc - now).days
