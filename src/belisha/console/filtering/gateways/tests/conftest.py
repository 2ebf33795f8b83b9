"""Something in force at this console, and gateways that may ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.console.access.acting import By
from belisha.console.filtering.gateways import cutting
from belisha.console.filtering.gateways.actions import add_gateway, join_gateway
from belisha.engine.lists.entries import Entry
from belisha.engine.published import lists_folder, publish_lists, publish_policy
from belisha.engine.published.preparing import read_checked_policy
from belisha.engine.snapshot import NamedList, build
from cast import a_school

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Gateway

TEXT = """\
version: 1
federation: {name: NAME, profile: all, unknown: all}
profiles:
  all:
    name: All
    page: staff
    block: [games]
    safe_search: false
    youtube: "off"
    unlisted: allow
    blocked_file_kinds: []
    quic: allow
    tls: {default: inspect}
schools:
  oakfield: {name: Oakfield, people: [{id: a1, sign_in: ava, name: Ava Secretname}]}
  riverside: {name: Riverside, people: [{id: b1, sign_in: ben, name: Ben Othername}]}
"""
SYSTEM = By(None, system="tests")


def publish(home: Path, name: str = "Here") -> str:
    return publish_policy(home, read_checked_policy(TEXT.replace("NAME", name)))


@pytest.fixture
def home(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """A data folder of the test's own, with a policy and an index in force."""
    settings.HOME = tmp_path
    cutting.KEPT.clear()
    publish(tmp_path)
    named = NamedList("a/games", "1", ("games",), locked=False, entries=[Entry("arcade.test", "")])
    publish_lists(tmp_path, build([named], lists_folder(tmp_path)).digest)
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
