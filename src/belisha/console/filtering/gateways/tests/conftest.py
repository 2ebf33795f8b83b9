"""Something in force at this console, and gateways that may ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.console.access.acting import By
from belisha.console.filtering.gateways import cutting
from belisha.console.filtering.gateways.actions import add_gateway, join_gateway
from belisha.engine.published import publish_policy
from cast import a_school
from in_force import put_lists, small_policy

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Gateway

SCHOOLS = """
  oakfield: {name: Oakfield, people: [{id: a1, sign_in: ava, name: Ava Secretname}]}
  riverside: {name: Riverside, people: [{id: b1, sign_in: ben, name: Ben Othername}]}
"""
SYSTEM = By(None, system="tests")


def publish(home: Path, name: str = "Here") -> str:
    return publish_policy(home, small_policy(name, SCHOOLS))


@pytest.fixture
def home(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """A data folder of the test's own, with a policy and an index in force."""
    settings.HOME = tmp_path
    cutting.KEPT.clear()
    publish(tmp_path)
    put_lists(tmp_path, "arcade.test")
    (tmp_path / "passwords").write_text("ava:hash-of-ava\nben:hash-of-ben\n")
    return tmp_path


@pytest.fixture
def oakfield(db: None) -> School:
    return a_school()


@pytest.fixture
def riverside(db: None) -> School:
    return a_school("riverside")


class Machine:
    """A gateway's machine, as it speaks with the console."""

    def __init__(self, client: Client, *schools: School, name: str = "Server room") -> None:
        self.client = client
        self.gateway: Gateway
        self.gateway, self.code = add_gateway(by=SYSTEM, school=schools[0], name=name, schools=schools)
        welcome = join_gateway(address="192.0.2.7", code=self.code, machine="gw1", version="0.1")
        self.token, self.key = str(welcome["token"]), str(welcome["key"])
        self.gateway.refresh_from_db()

    def ask(self, path: str, **headers: str):  # type: ignore[no-untyped-def]
        """The answer to a question with its token."""
        return self.client.get(f"/gateways/{path}", headers={"Authorization": f"Bearer {self.token}", **headers})

    def tell(self, body: bytes):  # type: ignore[no-untyped-def]
        """The answer to a report."""
        return self.client.post(
            "/gateways/report",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
