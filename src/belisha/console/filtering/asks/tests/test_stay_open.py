"""What must stay open is one list: reports do not block it by themselves, and the tests of the filter begin with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from belisha.console.filtering.asks.tests.scene import MONDAY, Scene, a_page_reported, a_scene
from belisha.console.filtering.models import PageReport, ProbeAddress
from belisha.console.filtering.proof.queries.addresses import own_addresses
from belisha.console.filtering.stay_open import EVERYWHERE, HELP, LESSONS
from belisha.engine.address import Address, is_public_suffix, read_address
from console.visitors import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=False):
        yield a_scene()


def test_every_site_that_must_stay_open_is_named_as_addresses_are_read() -> None:
    for host in EVERYWHERE:
        read = read_address(f"https://{host}/")
        assert isinstance(read, Address)
        assert read.host == host
    assert set(HELP) | set(LESSONS) <= EVERYWHERE
    assert not any(is_public_suffix(host) for host in (*HELP, *LESSONS)), "anybody can have a name below it"


@pytest.mark.parametrize("host", [LESSONS[0], HELP[0]])
def test_a_report_alone_blocks_nothing_of_the_list(scene: Scene, host: str) -> None:
    report = a_page_reported(scene, scene.amy, f"https://www.{host}/some/page")
    assert report.held == PageReport.Held.MUST_STAY_OPEN
    assert report.change is None


def test_a_site_that_the_school_has_tested_to_stay_open_is_not_blocked_by_a_report_either(
    scene: Scene, client: Client
) -> None:
    page = reverse("filter-proof-addresses", args=[scene.school.code])
    visitor = sign_in(client, scene.stage.lead)
    offered = visitor.get(page).content.decode()
    assert all(host in offered for host in LESSONS)
    assert visitor.post(page, {"open": "ourscheme.example\nhttps://wide.example/one/page"}).status_code == 302
    assert LESSONS[0] not in visitor.get(page).content.decode(), "what a school has chosen stands alone"
    assert len(own_addresses(scene.school)) == 2
    assert a_page_reported(scene, scene.amy, "https://ourscheme.example/x").held == PageReport.Held.MUST_STAY_OPEN
    assert a_page_reported(scene, scene.ben, "https://wide.example/other").change, "one page of it was meant"
    ProbeAddress.objects.update(ended_at=MONDAY)
    assert LESSONS[0] not in visitor.get(page).content.decode(), "a school that wants none is not asked again"
