"""The page of whoever may not go on: why, and whom to turn to, which differs by who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from belisha.console.access.models import User
from belisha.console.access.refusing import refused
from belisha.console.access.roles import Role
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
HEAD, OFFICE, POSTS = "ask your head teacher", "ask at the school office", "under “Who does what”"


def page_of(client: Client, user: User, page: str = "sign-in-flags") -> str:
    client.force_login(user)
    response = client.get(reverse(page, args=["oakfield"]))
    assert response.status_code == 403
    return response.content.decode()


def test_a_colleague_is_told_the_roles_and_to_ask_the_head(client: Client) -> None:
    text = page_of(client, somebody(a_school(), Role.TEACHER))
    assert "This needs one of these roles: " in text
    assert HEAD in text


def test_whoever_appoints_is_not_sent_to_the_head(client: Client) -> None:
    text = page_of(client, somebody(a_school(), Role.HEAD), "device-add")
    assert "This needs one of these roles: " in text
    assert HEAD not in text
    assert POSTS in text


def test_a_child_is_told_kindly_and_without_a_list_of_roles(client: Client) -> None:
    text = page_of(client, somebody(a_school(), kind=User.Kind.PUPIL))
    assert "It is for grown-ups at school. You did nothing wrong." in text
    assert "roles" not in text
    assert HEAD not in text


def test_a_parent_is_sent_to_the_office(client: Client) -> None:
    text = page_of(client, somebody(a_school(), kind=User.Kind.PARENT))
    assert OFFICE in text
    assert HEAD not in text


def test_where_no_role_would_help_nobody_is_told_to_ask_for_one(client: Client) -> None:
    client.force_login(somebody(a_school(), Role.TEACHER))
    request = client.get(reverse("home")).wsgi_request
    text = refused(request, PermissionDenied("Nobody looks at their own use.")).content.decode()
    assert "Nobody looks at their own use." in text
    assert HEAD not in text
