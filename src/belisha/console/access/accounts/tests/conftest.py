"""A school whose gates are open, and those who see to its accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import GateWaiver, User
from belisha.console.access.roles import Role
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School


@pytest.fixture
def school() -> School:
    """A school that opens accounts without signed agreements."""
    school = a_school()
    GateWaiver.objects.bulk_create(
        GateWaiver(school=school, gate=gate, kind=kind, reason="On paper", since=timezone.now())
        for kind in User.Kind.values
        for gate in ("agreement", "dbs")
    )
    return school


@pytest.fixture
def data_manager(school: School) -> By:
    return By(somebody(school, Role.DATA_MANAGER))


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


@pytest.fixture
def teacher(school: School) -> By:
    return By(somebody(school, Role.TEACHER))
