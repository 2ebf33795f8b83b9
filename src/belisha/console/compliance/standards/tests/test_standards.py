"""Standards are data that hold together; a point is as good as its weakest duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.roles import Role
from belisha.console.compliance.standards import rules
from belisha.console.compliance.standards.rules import StandardError, editions, standards, stands
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import State
from cast import a_school, somebody

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


def test_every_point_is_tied_to_duties_that_exist() -> None:
    tied = {duty for held in editions().values() for each in held for point in each.points for duty in point.duties}
    assert sorted(tied - set(catalogue())) == []


def test_every_standard_says_where_and_when_it_was_read() -> None:
    assert len(standards()) == 8
    assert all(each.source and each.edition and each.read for each in standards())


@given(st.lists(st.sampled_from(State), min_size=1))
def test_a_point_is_met_only_where_every_duty_is_met_or_not_adopted(states: list[State]) -> None:
    if stands(states) is State.MET:
        assert set(states) <= {State.MET, State.NOT_ADOPTED}
    if State.BREACHED in states:
        assert stands(states) is State.BREACHED


def test_a_point_without_a_duty_stands_nowhere() -> None:
    assert stands([]) is None


def test_a_file_under_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.yaml").write_bytes((rules.FOLDER / "prevent.yaml").read_bytes())
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    with pytest.raises(StandardError, match="its id is another"):
        rules.editions.__wrapped__()


@pytest.mark.django_db
def test_a_governor_sees_each_point_with_what_shows_it(client: Client) -> None:
    school = a_school()
    client.force_login(somebody(school, Role.GOVERNOR))
    page = client.get(f"/schools/{school.code}/duties/standards/").content.decode()
    assert "DfE filtering and monitoring standards" in page
    one = client.get(f"/schools/{school.code}/duties/standards/uksic-filtering/").content.decode()
    assert "No duty of the policy shows this" in one
    assert client.get(f"/schools/{school.code}/duties/standards/nonsense/").status_code == 404
