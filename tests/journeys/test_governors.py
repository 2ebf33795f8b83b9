"""Journey 8: governors meet; one page, no names, small numbers left out, with what changed since they saw it last."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.plans.actions import plan
from belisha.console.duties.registry import PROOFS, Proof, Standing, State
from cast import somebody
from concerns_scene import a_scene, told
from town.browser import no_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from belisha.console.access.models import School, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
DUTY = "accounts.leavers"


def looked(school: School, monkeypatch: pytest.MonkeyPatch, state: State, days_ago: int = 0) -> None:
    """One proof alone is asked, and says this."""
    for duty in list(PROOFS):
        monkeypatch.delitem(PROOFS, duty)
    monkeypatch.setitem(PROOFS, DUTY, Proof(DUTY, lambda *_: Standing(state, "Esme Rook's account is open.")))
    reassess(By(None, system="test"), school=school, now=timezone.now() - timedelta(days=days_ago))


def test_governors_meet(at_console: Callable[[User], Page], monkeypatch: pytest.MonkeyPatch) -> None:
    scene = a_scene()
    school = scene.school
    head, governor = somebody(school, Role.HEAD, name="Ruth Borowski"), somebody(school, Role.GOVERNOR, kind="governor")
    somebody(school, Role.TEACHER, name="Esme Rook")
    for _ in range(3):
        told(scene)
    looked(school, monkeypatch, State.MET, days_ago=3)
    page = at_console(head)
    page.goto(f"/schools/{school.code}/duties/term/")
    page.get_by_role("button", name="Keep it as shown to governors today").click()
    expect(page.get_by_text("The next page tells what changed since today.")).to_be_visible()
    # as if that had been the meeting of three days ago
    school.kept_reports.update(first=timezone.localdate() - timedelta(days=3))
    looked(school, monkeypatch, State.BREACHED)
    due = timezone.localdate() + timedelta(days=7)
    plan(by=By(head), school=school, duty=DUTY, words="Ruth Borowski closes it.", owner=head, due=due)

    _read_by(at_console(governor))


def _read_by(page: Page) -> None:
    """From home to the page and to paper, by clicks alone."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Duties").first.click()
    page.get_by_role("link", name="The term on a page, for governors").click()
    expect(page.get_by_role("heading", name="The term on a page")).to_be_visible()
    no_fault(page)
    text = page.locator("main").inner_text()
    assert "When shown last" in text
    assert "Worse than on" in text
    assert "closes it. (Head," in text
    assert "fewer than 5" in text
    for name in ("Rook", "Borowski"):
        assert name not in text
    with page.expect_download() as download:
        page.get_by_role("link", name="Save it as PDF").click()
    paper = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert len(paper.pages) == 1
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Rook" not in paper.pages[0].extract_text()
