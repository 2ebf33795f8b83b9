"""A new installation begins with invented schools; they are gone once a school of one's own stands in the console."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from belisha.console.filtering.models import PolicyVersion
from belisha.console.flows.adopting import adopt_published
from belisha.console.flows.publishing import publish
from belisha.console.flows.sample_ends import SIGN_INS
from belisha.engine.policy import load
from belisha.engine.published import policy_path, publish_policy, read_pointer
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample import sample_policy
from cast import a_federation, a_pupil, a_school

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.engine.policy import Policy

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder as the first start leaves it."""
    publish_policy(tmp_path, read_checked_policy(sample_policy()))
    (tmp_path / "passwords").write_text("amir.stone:a hash\n")
    (tmp_path / SIGN_INS).write_text("sign-in name,password\namir.stone,kind-blue-otter\n")
    return tmp_path


def in_force(home: Path) -> Policy:
    return load(policy_path(home, read_pointer(home).policy).read_bytes())


def test_invented_people_cannot_use_the_internet_of_a_real_school(home: Path) -> None:
    own = a_school("hillside", a_federation("Hillside Primary School"))
    a_pupil(own, "Amy Small")
    publish(home, DAY)
    policy = in_force(home)
    assert list(policy.schools) == ["hillside"]
    assert [person.name for person in policy.schools["hillside"].people] == ["Amy Small"]
    assert policy.federation.locked_categories, "what was closed stays closed"
    assert "amir.stone" not in (home / "passwords").read_text()
    assert not (home / SIGN_INS).exists()


def test_a_real_school_begins_with_levels_of_its_own_and_not_with_the_samples(home: Path) -> None:
    a_school("hillside", a_federation("Hillside Primary School"))
    publish(home, DAY)
    assert adopt_published(home) == ""
    assert not PolicyVersion.objects.exists()


def test_a_school_that_bears_the_name_of_an_invented_one_is_a_real_one(home: Path) -> None:
    a_school("oakfield", a_federation("Oakfield Primary School"))
    publish(home, DAY)
    assert list(in_force(home).schools) == ["oakfield"]
    assert adopt_published(home) == ""


def test_the_sample_stays_as_long_as_the_console_holds_nobody_or_the_sample(home: Path) -> None:
    publish(home, DAY)
    assert (home / SIGN_INS).exists()
    a_school("oakfield")
    publish(home, DAY)
    assert sorted(in_force(home).schools) == ["oakfield", "st-brigids"]
    assert (home / SIGN_INS).exists()
