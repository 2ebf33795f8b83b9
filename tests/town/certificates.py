"""The town's own internet authority, and one server certificate for all its names."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def write_certificates(folder: Path, names: list[str]) -> None:
    """Write internet-ca.pem, server.pem and server.key into the folder."""
    authority_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "The town's internet")])
    server_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    ca = _begin(authority_name, authority_name, authority_key).add_extension(x509.BasicConstraints(True, None), True)
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    server = _begin(server_name, authority_name, server_key).add_extension(alternatives, False)
    (folder / "internet-ca.pem").write_bytes(_pem(ca.sign(authority_key, hashes.SHA256())))
    (folder / "server.pem").write_bytes(_pem(server.sign(authority_key, hashes.SHA256())))
    (folder / "server.key").write_bytes(
        server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _begin(name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
