"""Files of confirmations: scanned, encrypted, hashed; given to those who see duties, and to nobody with a virus."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.compliance.attesting.actions import confirm, countersign
from belisha.console.compliance.attesting.files import actions as files
from belisha.console.compliance.attesting.queries import confirmed_standings
from belisha.console.compliance.models import Attestation, AttestationFile
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.actions.clearing import clear_remnants
from belisha.console.concerns.evidence.actions.sealing import rotate
from belisha.console.concerns.evidence.handed_in import content_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Basis, State
from belisha.console.scanner import Scanned, ScannerError
from cast import a_school, somebody
from files_of_evidence import a_pdf, upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
CLEAN = Scanned("", "ClamAV 1.4/27800")


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper, tmp_path: Path) -> Iterator[list[Scanned]]:
    """What the scanner says next; none: it does not answer."""
    settings.HOME = tmp_path
    says: list[Scanned] = [CLEAN]

    def scan(_content: bytes) -> Scanned:
        if not says:
            raise ScannerError
        return says[0]

    monkeypatch.setattr(files, "scan", scan)
    return says


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


@pytest.fixture
def said(school: School, dsl: User) -> Attestation:
    duty = next(each.id for each in catalogue().values() if each.id not in PROOFS and Role.DSL in each.who)
    return confirm(by=By(dsl), school=school, duty=duty, kept=True, words="We went through it in September.")


def attached(said: Attestation, by: User) -> AttestationFile:
    return files.attach(by=By(by), attestation=said, upload=upload(a_pdf(), "Minutes of September.pdf"))


def test_a_file_is_evidence_as_it_was_handed_in_and_lies_encrypted(
    scanner: list[Scanned], said: Attestation, dsl: User, client: Client
) -> None:
    kept = attached(said, dsl)
    assert kept.state == AttestationFile.State.CLEAN
    assert kept.sha256 == hashlib.sha256(a_pdf()).hexdigest()
    assert b"%PDF" not in store.file_of(kept.key).read_bytes()
    head = somebody(said.school, Role.HEAD)
    assert "where the evidence lies" not in confirmed_standings(said.school, timezone.now())[said.duty].reason
    countersign(by=By(head), attestation=said)
    assert confirmed_standings(said.school, timezone.now())[said.duty].state is State.MET
    client.force_login(head)
    page = client.get(f"/schools/oakfield/duties/{said.duty}/").content.decode()
    assert f"/schools/oakfield/duties/files/{kept.pk}/" in page
    answer = client.get(f"/schools/oakfield/duties/files/{kept.pk}/")
    assert (answer.content, answer.headers["X-Content-Type-Options"]) == (a_pdf(), "nosniff")
    assert Link.objects.filter(event="duties.file-taken").count() == 1
    assert len(scanner) == 1


@pytest.mark.usefixtures("scanner")
def test_a_file_that_came_after_the_second_signature_makes_nothing_green(said: Attestation, dsl: User) -> None:
    countersign(by=By(somebody(said.school, Role.HEAD)), attestation=said)
    attached(said, dsl)
    standing = confirmed_standings(said.school, timezone.now())[said.duty]
    assert (standing.state, standing.basis) == (State.AT_RISK, Basis.CLAIMED)
    assert "Its file came after the second signature" in standing.reason


def test_what_has_a_virus_or_was_not_scanned_is_given_to_nobody(
    scanner: list[Scanned], said: Attestation, dsl: User
) -> None:
    scanner.clear()
    kept = attached(said, dsl)
    with pytest.raises(ValidationError, match="waits for the virus scanner"):
        files.taken(by=By(dsl), kept=kept)
    scanner.append(Scanned("Eicar", "ClamAV"))
    files.scan_waiting_files(timezone.now())
    kept.refresh_from_db()
    with pytest.raises(ValidationError, match="found something"):
        files.taken(by=By(dsl), kept=kept)
    assert confirmed_standings(said.school, timezone.now())[said.duty].state is State.AT_RISK


def test_only_who_may_confirm_adds_and_only_who_sees_duties_takes(
    scanner: list[Scanned], said: Attestation, dsl: User
) -> None:
    governor, teacher = somebody(said.school, Role.GOVERNOR, kind="governor"), somebody(said.school, Role.TEACHER)
    with pytest.raises(NotAllowedError):
        attached(said, governor)
    kept = attached(said, dsl)
    assert files.taken(by=By(governor), kept=kept) == a_pdf()
    with pytest.raises(NotAllowedError):
        files.taken(by=By(teacher), kept=kept)
    with pytest.raises(ValidationError, match="there already"):
        attached(said, dsl)
    assert scanner


def test_it_outlives_clearing_away_and_new_keys_and_is_refused_once_changed(
    scanner: list[Scanned], said: Attestation, dsl: User
) -> None:
    kept = attached(said, dsl)
    clear_remnants(datetime.now(UTC) + timedelta(days=9))
    rotate(by=By(None, system="tests"))
    kept.refresh_from_db()
    assert kept.lock != "first"
    assert content_of(kept) == a_pdf()
    AttestationFile.objects.update(sha256="0" * 64)
    kept.refresh_from_db()
    with pytest.raises(ValidationError, match="changed on the disk"):
        content_of(kept)
    assert scanner
