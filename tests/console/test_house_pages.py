"""The furniture of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from belisha.console.access.roles import Role
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["help", "privacy", "accessibility"])
def test_pages_of_the_house_are_open_to_all(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_the_home_names_the_school(client: Client) -> None:
    client.force_login(somebody(a_school(), Role.HEAD))
    page = client.get(reverse("home")).content.decode()
    assert "Oakfield" in page
    assert "Sign out" in page
