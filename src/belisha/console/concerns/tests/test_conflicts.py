"""Whose concerns are closed to somebody is asked once for a home page, and anew for whatever comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.console.access.acting import By
from belisha.console.access.remembering import remembering
from belisha.console.access.roles import Role
from belisha.console.concerns.queries.conflicts import family_of, own_and_stood_for
from cast import a_parent, a_person, a_pupil, a_school, somebody

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_it_is_asked_once_while_nothing_changes_and_anew_after(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    school = a_school()
    user = somebody(school, Role.DSL)
    me = a_person(school, "staff", user=user)
    with remembering():
        own = own_and_stood_for(By(user))
        assert own == {me.pk}
        assert family_of(own) == set()
        own.add(0)
        with django_assert_num_queries(0):
            assert own_and_stood_for(By(user)) == {me.pk}, "what somebody does with an answer stays with them"
            assert family_of({me.pk}) == set()
        assert own_and_stood_for(By(somebody(school))) == set(), "nobody is taken for another"
    child = a_pupil(school)
    parent = a_parent(school, of=child)
    parent.email = user.email
    parent.save()
    assert own_and_stood_for(By(user)) == {me.pk, parent.pk}
    assert family_of({parent.pk}) == {child.pk}
