"""Lists ask the database as often for five rows as for one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from belisha.console.access.roles import Role
from cast import a_school, somebody
from console.examples_filtering_proof import a_check, a_comparison, a_run
from console.examples_of_remote_access import a_grant
from console.examples_of_reviews import a_review
from console.visitors import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


def an_older_comparison(school: School, _member: User) -> None:
    made = a_comparison(school)
    made.pk, made.day = None, made.day - timedelta(days=made.__class__.objects.count())
    made.save()


LISTS: dict[str, Callable[[School, User], object]] = {
    "filter-proof-runs": lambda school, _member: a_run(school),
    "filter-checks": a_check,
    "filter-compared": an_older_comparison,
    "remote-access": a_grant,
    "reviews-past": a_review,
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_five_asks_as_often_as_a_list_of_one(
    name: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    school = a_school()
    member = somebody(school, Role.HEAD)
    client, address = sign_in(Client(), member), reverse(name, args=[school.code])
    LISTS[name](school, member)
    client.get(address)
    with django_assert_max_num_queries(100) as one:
        assert client.get(address).status_code == 200
    for _ in range(4):
        LISTS[name](school, member)
    with django_assert_max_num_queries(len(one)):
        client.get(address)
