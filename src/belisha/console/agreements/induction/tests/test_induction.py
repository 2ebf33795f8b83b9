"""A starter's list and the September round come from live data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from agreements_scene import all_right, issued
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.agreements.induction.needs import first_weeks
from belisha.console.agreements.induction.queries import inductions, own_induction, september, starters
from belisha.console.agreements.signing.actions.signatures import sign
from belisha.console.people.actions.starters import guide_step, sign_step
from cast import a_school, a_teacher, somebody

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_a_starters_list_comes_from_what_was_signed_attested_and_opened(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    school, today = a_school(), timezone.localdate()
    new, old = a_teacher(school, joined=today), a_teacher(school, joined=today - timedelta(days=100))
    assert starters(school, today) == [new]
    policy = issued(school, "policy-read")
    assert [need.text for need in first_weeks(new.user, school)] == ["Your first weeks: 0 of 4 done"]
    assert not list(first_weeks(old.user, school)), "who joined long ago is not asked again"
    assert {item.id: item.done for item in own_induction(new, today).items} == {
        "policy-read": False, "policy-discussed": False, "social-media": False, "account": False,
    }  # fmt: skip
    sign(by=By(new.user), person=new, agreement=policy, form="plain", way="own", answers=all_right(policy))
    sign_step(by=By(new.user), person=new, step="policy-discussed")
    assert own_induction(new, today).done == 1, "who took them through it has still to say so"
    guide_step(by=By(somebody(school, Role.HEAD)), person=new, step="policy-discussed")
    assert own_induction(new, today).done == 2
    with django_assert_max_num_queries(11):
        assert len(inductions(school, [new, old], today)) == 2
    assert [(each.done, each.all) for each in september(school, today)] == [(1, 2)]
