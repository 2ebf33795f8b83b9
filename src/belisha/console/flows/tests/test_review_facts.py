"""What reviews show of the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.filtering.policy.actions import adopt
from belisha.console.reviews.queries import facts_of
from belisha.console.reviews.rules import kind_of
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample.text import sample_policy
from cast import a_school

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def test_a_review_shows_what_each_year_group_may_reach(school: School) -> None:
    policy = read_checked_policy(sample_policy())
    adopt(by=By(None, system="tests"), federation=school.federation, policy=policy)
    facts = facts_of(school, kind_of("access-levels"), timezone.now())
    years = [year.name for year in policy.schools[school.code].years.values()]
    assert [fact.title for fact in facts[: len(years)]] == years
    assert all("categories blocked" in fact.words for fact in facts[: len(years)])


def test_a_review_says_so_where_the_policy_is_not_kept_here(school: School) -> None:
    assert "not kept here" in facts_of(school, kind_of("access-levels"), timezone.now())[0].words
