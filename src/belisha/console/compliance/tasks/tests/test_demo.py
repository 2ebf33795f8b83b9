"""The sample shows a file behind a confirmation, a post that goes over and a kept page, and none of it is data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.cli.duties import WORD, rests_on
from belisha.console.access.roles import Role
from belisha.console.compliance.handing_over.queries import goings
from belisha.console.compliance.models import Attestation, KeptReport
from belisha.console.compliance.queries import row
from belisha.console.compliance.tasks.demo import sample_tasks
from belisha.console.duties.registry import PROOFS, State
from cast import a_school, somebody

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


def test_the_sample_has_a_file_a_hand_over_and_a_kept_page_and_its_confirmation_is_a_word_still(
    settings: SettingsWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    for duty in list(PROOFS)[1:]:
        monkeypatch.delitem(PROOFS, duty)
    school = a_school()
    lead = somebody(school, Role.COMPUTING_LEAD)
    for role in (Role.HEAD, Role.DSL, Role.TEACHER):
        somebody(school, role)
    sample_tasks()
    said = Attestation.objects.get()
    assert [each.name for each in said.files.all()] == ["who was there"]
    stands = row(school, said.duty, timezone.now())
    assert (stands.standing.state, rests_on(stands)) == (State.MET, WORD)
    [going] = goings(school, timezone.localdate())
    assert (going.post.holder, going.is_red, bool(going.kept and going.kept.note)) == (lead, False, True)
    assert KeptReport.objects.get().school == school
