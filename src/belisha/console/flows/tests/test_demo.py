"""The demonstration: two schools with everybody in them, once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from argon2 import PasswordHasher

from belisha.console.access.models import Post, School, User
from belisha.console.flows.demo import code_of, fill, sign_ins
from belisha.console.people.models import Membership, Person, Relationship

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def test_an_empty_console_gets_both_schools_with_everybody_in_them(tmp_path: Path) -> None:
    assert fill(tmp_path)
    assert [school.code for school in School.objects.all()] == ["oakfield", "st-brigids"]
    assert Person.objects.filter(kind="pupil").count() == 420
    assert Membership.objects.filter(teaches=False).count() == 420
    assert not Person.objects.filter(kind="pupil", adult_links__isnull=True).exists()
    assert Relationship.objects.filter(parental_responsibility=True).exists()
    assert {"head", "dsl", "chair", "technician"} <= set(Post.objects.values_list("role", flat=True))


def test_nothing_is_added_to_a_console_that_holds_somebody(tmp_path: Path) -> None:
    fill(tmp_path)
    before = User.objects.count()
    assert not fill(tmp_path)
    assert User.objects.count() == before


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
