"""The school's certificate authority: what it may sign, who can read its key, and that it stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from belisha.gateway.authority import days_left, issue, make_authority

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("home") / "ca"
    files = folder / "ca.pem", folder / "private" / "key.pem"
    before = os.umask(0)
    try:
        make_authority(*files, "A School " * 20)
    finally:
        os.umask(before)
    return files


def test_it_may_sign_sites_but_no_other_authority(made: tuple[Path, Path]) -> None:
    certificate = x509.load_pem_x509_certificate(made[0].read_bytes())
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert constraints.value == x509.BasicConstraints(ca=True, path_length=0)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.digital_signature, usage.key_encipherment) == (True, False, False)
    certificate.verify_directly_issued_by(certificate)


def test_only_its_owner_reads_the_key_whatever_the_umask(made: tuple[Path, Path]) -> None:
    assert made[1].stat().st_mode & 0o777 == 0o600
    assert made[1].parent.stat().st_mode & 0o077 == 0
    assert b"PRIVATE" not in made[0].read_bytes(), "what devices fetch holds no secret"


def test_the_key_belongs_to_the_certificate_beside_it(made: tuple[Path, Path]) -> None:
    both = made[1].read_bytes()
    key = serialization.load_pem_private_key(both, None)
    assert x509.load_pem_x509_certificate(both).public_key() == key.public_key()
    assert both.startswith(made[0].read_bytes())


def test_an_authority_that_is_there_is_kept(made: tuple[Path, Path]) -> None:
    before = [each.read_bytes() for each in made]
    make_authority(*made, "Another School")
    assert [each.read_bytes() for each in made] == before


def test_its_days_are_counted(made: tuple[Path, Path]) -> None:
    now = datetime.now(UTC)
    assert 3640 <= days_left(made[0], now) <= 3650
    assert days_left(made[0], now + timedelta(days=4000)) < 0


def test_a_certificate_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    with pytest.raises(ValueError, match="PEM"):
        days_left(tmp_path / "ca.pem", datetime.now(UTC))
    with pytest.raises(OSError, match="absent"):
        days_left(tmp_path / "absent.pem", datetime.now(UTC))


NOW = datetime.now(UTC)
NAMES = ("safety.school.example", "192.0.2.7")


@pytest.fixture
def server(made: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path, Path]:
    files = tmp_path / "tls" / "certificate.pem", tmp_path / "tls" / "key.pem", made[1]
    assert issue(*files, NAMES, NOW)
    return files


def test_a_server_of_ours_gets_a_certificate_that_devices_trust(
    made: tuple[Path, Path], server: tuple[Path, Path, Path]
) -> None:
    from cryptography.x509.verification import PolicyBuilder, Store

    certificate = x509.load_pem_x509_certificate(server[0].read_bytes())
    store = Store([x509.load_pem_x509_certificate(made[0].read_bytes())])
    verifier = PolicyBuilder().store(store).build_server_verifier(x509.DNSName(NAMES[0]))
    assert verifier.verify(certificate, [])
    assert server[1].stat().st_mode & 0o077 == 0, "nobody else reads its key"
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=398)


def test_the_certificate_stays_until_its_names_its_time_or_its_authority_change(
    server: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    assert not issue(*server, NAMES, NOW)
    assert not issue(*server, NAMES, NOW + timedelta(days=300))
    assert issue(*server, NAMES, NOW + timedelta(days=350))
    assert issue(*server, ("other.example",), NOW)
    make_authority(tmp_path / "new.pem", tmp_path / "private" / "new-key.pem", "Other")
    assert issue(*server[:2], tmp_path / "private" / "new-key.pem", ("other.example",), NOW)


def test_a_damaged_certificate_is_replaced(server: tuple[Path, Path, Path]) -> None:
    server[0].write_text("no certificate")
    assert issue(*server, NAMES, NOW)
