"""The duty that files prove."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from django.utils import timezone

from belisha.console.concerns.evidence import duties, store
from belisha.console.concerns.evidence.actions.keeping import keep
from belisha.console.duties.registry import State
from concerns_scene import SYSTEM, a_scene, told
from files_of_evidence import a_png, upload

if TYPE_CHECKING:
    from belisha.console.concerns.models import EvidenceFile

pytestmark = pytest.mark.django_db


def kept() -> EvidenceFile:
    return keep(by=SYSTEM, concern=told(a_scene()), upload=upload(a_png()))


def test_concerns_keep_evidence_is_met_when_files_are_scanned_by_one_who_knows_viruses(scanner: str) -> None:
    school = kept().concern.school
    assert duties.keep_evidence(school, timezone.now()).state == State.AT_RISK, "a test signature finds no virus"
    with patch.object(duties, "engine", return_value="ClamAV 1.4.6/27800/Sun Nov 22 2026"):
        assert duties.keep_evidence(school, timezone.now() + timedelta(days=1)).state == State.MET


def test_concerns_keep_evidence_is_breached_while_files_wait_for_an_hour(no_scanner: None) -> None:
    school = kept().concern.school
    assert duties.keep_evidence(school, timezone.now()).state == State.AT_RISK
    assert duties.keep_evidence(school, timezone.now() + timedelta(hours=1)).state == State.BREACHED


def test_concerns_keep_evidence_is_breached_when_a_file_is_gone(scanner: str) -> None:
    file = kept()
    store.file_of(file.key).unlink()
    assert duties.keep_evidence(file.concern.school, timezone.now()).state == State.BREACHED
