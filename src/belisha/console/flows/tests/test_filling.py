"""The demonstration of a console alone: no gateway has left it a policy or passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.console.access.models import Post, School
from belisha.console.concerns.models import ConcernImport, Hold, KeepingReview, ReceivedFile
from belisha.console.flows.demo import fill
from belisha.console.people.models import Membership, Person, Relationship

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
