"""The self-review: what duties suggest, what a school chooses beside that, and what it takes away."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.compliance.models import DutyStanding
from belisha.console.compliance.self_review.actions import judge
from belisha.console.compliance.self_review.queries import sheet_of
from belisha.console.compliance.self_review.rules import suggest
from belisha.console.duties.registry import Basis, Standing, State
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

NOW = datetime(2026, 11, 22, tzinfo=UTC)
STANDINGS = st.builds(
    lambda state, basis, days: Standing(state, "Why.", basis, NOW - timedelta(days) if days else None),
    st.sampled_from(State),
    st.sampled_from(Basis),
    st.integers(0, 400),
)


@given(st.lists(STANDINGS, max_size=8), st.integers(0, 7))
def test_a_duty_that_gets_better_never_makes_the_suggestion_worse(found: list[Standing], which: int) -> None:
    before = suggest(found, NOW)
    if which >= len(found) or found[which].state in (State.MET, State.NOT_ADOPTED):
        return
    better = [*found]
    better[which] = found[which]._replace(state=State.MET)
    after = suggest(better, NOW)
    assert after.level is not None
    assert before.level is None or after.level <= before.level


@given(st.lists(STANDINGS, max_size=8))
def test_the_best_level_rests_on_no_claim_and_on_nothing_younger_than_a_term(found: list[Standing]) -> None:
    if suggest(found, NOW).level == 1:
        held = [each for each in found if each.state is not State.NOT_ADOPTED]
        assert all(each.state is State.MET and each.basis is not Basis.CLAIMED for each in held)
        assert all(each.since and NOW - each.since >= timedelta(90) for each in held)


@pytest.mark.django_db
def test_a_school_chooses_its_own_level_beside_the_suggestion_and_takes_all_away(client: Client) -> None:
    school, lead = a_school(), somebody(a_school(), Role.COMPUTING_LEAD)
    DutyStanding.objects.create(
        school=school,
        duty="filtering.change-log",
        state="breached",
        basis="measured",
        reason="=No change is on record.",
        since=NOW,
        first_asked=datetime.now(UTC),
        last_asked=datetime.now(UTC),
    )
    client.force_login(lead)
    at = f"/schools/{school.code}/duties/self-review/"
    assert client.post(f"{at}S13/level/", {"level": "3", "words": "Tested each half term."}).status_code == 302
    chosen = sheet_of(school, "S13", datetime.now(UTC)).chosen
    assert chosen is not None
    assert (chosen.level, chosen.suggested, chosen.by) == (3, 5, lead)
    assert "Better than the duties show" in client.get(at).content.decode()
    assert "Tested each half term." in client.get(f"{at}S13/").content.decode()
    book = load_workbook(io.BytesIO(client.get(f"{at}all.xlsx").content))
    assert len(book.sheetnames) == 19
    cells = [cell.value for line in book["S13"].iter_rows() for cell in line]
    assert "'=No change is on record." in cells
    rows = list(csv.reader(client.get(f"{at}all.csv").content.decode("utf-8-sig").splitlines()))
    assert {row[0] for row in rows[1:]} == {f"S{number}" for number in range(1, 19)}
    assert client.get(f"{at}S13/paper/").content.startswith(b"%PDF")
    assert client.get(f"{at}all.doc").status_code == 404
    assert client.get(f"{at}S99/").status_code == 404


@pytest.mark.django_db
def test_a_governor_reads_and_chooses_nothing() -> None:
    school = a_school()
    with pytest.raises(NotAllowedError):
        judge(by=By(somebody(school, Role.GOVERNOR)), school=school, aspect="S1", level=1, words="All good.")
