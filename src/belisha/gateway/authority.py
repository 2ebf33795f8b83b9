"""The school's own certificate authority: made once; for Squid inside TLS and for servers of ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["days_left", "issue", "make_authority", "make_for_itself"]

YEARS = 10
KEY_BITS = 3072
SERVER_DAYS = 397  # longer ones are refused by some browsers
RENEW_DAYS = 60


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


def issue(certificate_file: Path, key_file: Path, authority_file: Path, names: tuple[str, ...], now: datetime) -> bool:
    """Have the authority sign a certificate for a server of ours, unless it has one for these names for a while yet.

    `authority_file` holds the authority's certificate and key. Whether one was made. Raises OSError or ValueError.
    """
    pem = authority_file.read_bytes()
    authority = x509.load_pem_x509_certificate(pem)
    if key_file.exists() and _still_serves(certificate_file, authority, names, now):
        return False
    signing_key = serialization.load_pem_private_key(pem, None)
    if not isinstance(signing_key, rsa.RSAPrivateKey):
        message = f"{authority_file} holds no RSA key"
        raise ValueError(message)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _server_certificate(names, key.public_key(), authority, now).sign(signing_key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file.touch(mode=0o600)
    key_file.write_bytes(secret)
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return True


def _still_serves(file: Path, authority: x509.Certificate, names: tuple[str, ...], now: datetime) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        certificate.verify_directly_issued_by(authority)
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return list(held) == _alternatives(names) and certificate.not_valid_after_utc - now > timedelta(days=RENEW_DAYS)


def _alternatives(names: tuple[str, ...]) -> list[x509.GeneralName]:
    alternatives: list[x509.GeneralName] = []
    for name in names:
        try:
            alternatives.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            alternatives.append(x509.DNSName(name))
    return alternatives


def _server_certificate(
    names: tuple[str, ...], key: ec.EllipticCurvePublicKey, authority: x509.Certificate, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])]))
        .issuer_name(authority.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(min(now + timedelta(days=SERVER_DAYS), authority.not_valid_after_utc))
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
                authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
            ),
            critical=False,
        )
    )


def make_for_itself(certificate_file: Path, key_file: Path, name: str, now: datetime) -> None:
    """Make a certificate that nobody signed but itself, and its key: for one server that one program of ours trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file.touch(mode=0o600)
    key_file.write_bytes(secret)
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def days_left(certificate_file: Path, now: datetime) -> int:
    """Days until the certificate ends. Raises OSError or ValueError when it cannot be read."""
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    return (certificate.not_valid_after_utc - now).days
