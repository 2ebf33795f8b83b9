"""Who gets to see a page, by what it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@school_page(Permission.SEE_AUDIT)
def page(_: HttpRequest, school: School) -> HttpResponse:
    """A page that a head may see."""
    return HttpResponse(school.name)


def asked_by(user: User) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


def test_a_member_with_the_role_sees_the_page(school: School) -> None:
    assert page(asked_by(somebody(school, Role.HEAD)), school="oakfield").content == b"Oakfield"


def test_a_colleague_without_the_role_is_told_what_is_missing(school: School) -> None:
    with pytest.raises(PermissionDenied, match="Head"):
        page(asked_by(somebody(school, Role.TEACHER)), school="oakfield")


def test_a_stranger_from_another_school_does_not_even_learn_that_there_is_one(school: School) -> None:
    with pytest.raises(Http404):
        page(asked_by(somebody(a_school("st-brigids"), Role.HEAD)), school=school.code)
