"""The demonstration: two schools with everybody in them, once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from argon2 import PasswordHasher

from belisha.console.access.models import Post, School, User
from belisha.console.access.posts.queries import post_holder_names
from belisha.console.access.roles import Role
from belisha.console.concerns.models import ConcernImport, Hold, KeepingReview, ReceivedFile
from belisha.console.filtering.models import Ask, FailureReport, PageReport
from belisha.console.flows.demo import code_of, fill, sign_ins
from belisha.console.monitoring.models import Alert, DigestSignature, Look
from belisha.console.people.models import Membership, Person, Relationship
from belisha.console.people.queries.record import record_of
from belisha.console.people.rules.upn import read_upn

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def test_an_empty_console_gets_both_schools_with_everybody_in_them(tmp_path: Path) -> None:
    assert fill(tmp_path)
    assert [school.code for school in School.objects.all()] == ["oakfield", "st-brigids"]
    assert Person.objects.filter(kind="pupil").count() == 420
    assert Membership.objects.filter(teaches=False, person__kind="pupil").count() == 420
    assert not Person.objects.filter(kind="pupil", adult_links__isnull=True).exists()
    assert Relationship.objects.filter(parental_responsibility=True).exists()
    assert ReceivedFile.objects.filter(taken_in_at__isnull=False).count() == 2
    assert ConcernImport.objects.count() == KeepingReview.objects.count() == Hold.objects.count() == 2
    assert {"head", "dsl", "chair", "technician"} <= set(Post.objects.values_list("role", flat=True))


def test_nothing_is_added_to_a_console_that_holds_somebody(tmp_path: Path) -> None:
    fill(tmp_path)
    before = User.objects.count()
    assert not fill(tmp_path)
    assert User.objects.count() == before


def test_the_central_record_is_in_order_but_for_one_gap_and_a_few_checks_that_run_out_soon(tmp_path: Path) -> None:
    fill(tmp_path)
    for school in School.objects.all():
        lines = record_of(school)
        gaps = [(line.person.kind, cell.check) for line in lines for cell in line.gaps]
        assert gaps == ([("volunteer", "dbs")] if school.code == "oakfield" else [])
        assert 1 <= sum(bool(line.due) for line in lines) <= len(lines) // 5
        for line in lines:
            own = [cell for cell in line.cells if cell.seen and cell.seen.entered_by_id == line.person.user_id]
            assert not own, "nobody enters their own"


def test_pupils_and_staff_have_asked_for_pages_and_reported_one(tmp_path: Path) -> None:
    fill(tmp_path)
    for school in School.objects.all():
        assert set(Ask.objects.for_school(school).values_list("state", flat=True)) == {
            "teacher",
            "managers",
            "declined",
        }
        assert PageReport.objects.for_school(school).count() == 1
        assert FailureReport.objects.for_school(school).count() == 1


def test_pupils_have_upns_whose_check_letter_fits(tmp_path: Path) -> None:
    fill(tmp_path)
    upns = list(Person.objects.filter(kind="pupil").values_list("upn", flat=True))
    assert len(set(upns)) == 420
    assert [read_upn(upn) for upn in upns] == upns


def test_networks_are_managed_by_one_person_shown_once(tmp_path: Path) -> None:
    fill(tmp_path)
    for school in School.objects.all():
        assert post_holder_names(school)[Role.NETWORK_MANAGER] == "Tove Lund"


def test_there_is_a_sign_in_to_try_for_each_role(tmp_path: Path) -> None:
    fill(tmp_path)
    rows = sign_ins(tmp_path)
    assert {"Head", "Pupil", "Parent or carer", "Chair of governors", "Technician"} <= {row.title for row in rows}
    for row in rows:
        assert User.objects.get(username=row.name).check_password(row.password), row.title


def test_passwords_are_those_that_the_gateway_was_given(tmp_path: Path) -> None:
    (tmp_path / "passwords").write_text(f"amir.stone:{PasswordHasher().hash('kind-blue-otter')}\n")
    (tmp_path / "sample-sign-ins.csv").write_text("sign-in name,password\namir.stone,kind-blue-otter\n")
    fill(tmp_path)
    assert User.objects.get(username="amir.stone").check_password("kind-blue-otter")
    assert "amir.stone,kind-blue-otter" in (tmp_path / "sample-sign-ins.csv").read_text().splitlines()


def test_whoever_needs_a_second_factor_has_one_whose_codes_can_be_asked_for(tmp_path: Path) -> None:
    fill(tmp_path)
    head = User.objects.filter(posts__role="head").order_by("pk").first()
    assert head is not None
    code = code_of(tmp_path, head.username or "", time.time())
    assert Authenticator.objects.get(user=head).wrap().validate_code(code)
    with pytest.raises(KeyError):
        code_of(tmp_path, "amir.stone", time.time())


def test_alerts_stand_in_several_states_and_a_week_is_signed(tmp_path: Path) -> None:
    fill(tmp_path)
    states = set(Alert.objects.values_list("state", flat=True))
    assert {"open", "noted", "dismissed"} <= states
    assert Alert.objects.filter(state="open", level=2, acknowledged_at__isnull=False).exists()
    assert (DigestSignature.objects.count(), Look.objects.exists()) == (1, True)
