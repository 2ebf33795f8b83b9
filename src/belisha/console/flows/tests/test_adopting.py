"""A policy that was there before the console becomes the console's, once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from belisha.cli import main
from belisha.console.audit.models import Link
from belisha.console.filtering.models import PolicyVersion, SiteRule
from belisha.console.filtering.policy.queries import settled
from belisha.console.flows import adopting
from belisha.console.flows.adopting import adopt_file, adopt_published
from belisha.console.flows.due import JOBS
from belisha.engine.policy.edits import rules_held
from belisha.engine.published import publish_policy
from belisha.engine.published.preparing import kept_in_console, read_checked_policy
from belisha.sample import sample_policy
from cast import a_federation, a_school

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.console.access.models import Federation
    from belisha.engine.policy import Policy

pytestmark = pytest.mark.django_db
POLICY = read_checked_policy(sample_policy())
RULES = {rule.id for _, rule in rules_held(POLICY)}


def two_schools() -> None:
    for code in POLICY.schools:
        a_school(code)


def test_what_is_in_force_is_taken_over_once(tmp_path: Path) -> None:
    two_schools()
    publish_policy(tmp_path, POLICY)
    assert adopt_published(tmp_path) == "Took over the policy of Wold and Water Federation as version 1."
    assert adopt_published(tmp_path) == ""
    assert set(SiteRule.objects.values_list("code", flat=True)) == RULES
    assert settled(a_federation()).profiles == POLICY.profiles
    assert kept_in_console(tmp_path)
    assert Link.objects.get(event="filter.policy-adopted").actor == "system"


def test_of_two_processes_that_take_it_over_at_once_the_second_finds_it_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_schools()
    publish_policy(tmp_path, POLICY)
    federation_of = adopting.federation_of

    def while_another_is_first(policy: Policy) -> Federation | None:
        monkeypatch.setattr(adopting, "federation_of", federation_of)
        assert adopt_published(tmp_path) != ""
        return federation_of(policy)

    monkeypatch.setattr(adopting, "federation_of", while_another_is_first)
    assert adopt_published(tmp_path) == ""
    assert PolicyVersion.objects.count() == 1


def test_before_anything_is_published_there_is_nothing_to_take_over(tmp_path: Path) -> None:
    two_schools()
    assert adopt_published(tmp_path) == ""
    assert not kept_in_console(tmp_path)


def test_the_policy_of_other_schools_is_left_alone(tmp_path: Path) -> None:
    a_school("elsewhere")
    publish_policy(tmp_path, POLICY)
    assert adopt_published(tmp_path) == ""
    assert not PolicyVersion.objects.exists()


def test_a_policy_of_schools_of_two_federations_belongs_to_neither(tmp_path: Path) -> None:
    first, second = POLICY.schools
    a_school(first)
    a_school(second, a_federation("Far Trust"))
    publish_policy(tmp_path, POLICY)
    assert adopt_published(tmp_path) == ""


def test_the_clock_takes_it_over() -> None:
    assert JOBS["adopt the policy in force"].run(datetime(2026, 11, 20, tzinfo=UTC)) == ""


def test_a_file_is_put_in_its_place_as_the_next_version(tmp_path: Path) -> None:
    two_schools()
    publish_policy(tmp_path, POLICY)
    adopt_published(tmp_path)
    assert adopt_file(tmp_path, POLICY).endswith("as version 2.")
    assert SiteRule.objects.standing().count() == len(RULES)


def test_a_file_of_other_schools_is_refused(tmp_path: Path) -> None:
    a_school("elsewhere")
    with pytest.raises(ValueError, match="names no school of this console"):
        adopt_file(tmp_path, POLICY)


def test_the_command_says_that_the_console_keeps_the_policy(tmp_path: Path) -> None:
    two_schools()
    file = tmp_path / "policy.yaml"
    file.write_text(sample_policy(), "utf-8")
    home = tmp_path / "home"
    publish_policy(home, POLICY)
    adopt_published(home)
    result = CliRunner().invoke(main, ["policy", "publish", str(file), "--home", str(home)])
    assert result.exit_code == 1
    assert "the console keeps the policy" in result.output
    forced = CliRunner().invoke(main, ["policy", "publish", str(file), "--home", str(home), "--force"])
    assert forced.exit_code == 0, forced.output
    assert PolicyVersion.objects.count() == 2
