"""Rights as the database holds them, and what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.authorization import NotAllowedError, check_permission, has_permission, schools_for
from belisha.console.access.models import Cover, Post
from belisha.console.access.permissions import TITLES, Permission
from belisha.console.access.roles import ROLES, Role
from cast import a_school, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school() -> School:
    return a_school()


def covering(post: Post, user: User) -> None:
    today = timezone.localdate()
    Cover.objects.create(post=post, by=user, first=today - DAY, last=today + DAY)


def test_any_number_of_questions_about_one_person_costs_two_queries(
    school: School, django_assert_num_queries: Callable[..., object]
) -> None:
    head = somebody(school, Role.HEAD)
    for role in (Role.TEACHER, Role.SENCO, Role.SLT):
        Post.objects.create(
            federation=school.federation, school=school, role=role.value, holder=head, first=timezone.localdate()
        )
    with django_assert_num_queries(2):
        assert all(has_permission(head, each, school) for each in ROLES[Role.HEAD].permissions)


def test_a_stand_in_has_the_rights_of_the_post(school: School) -> None:
    teacher, head = somebody(school, Role.TEACHER), somebody(school, Role.HEAD)
    covering(Post.objects.get(holder=head), teacher)
    assert has_permission(teacher, Permission.CHANGE_POSTS, school)


def test_a_stand_in_has_no_rights_once_the_post_has_ended(school: School) -> None:
    teacher, head = somebody(school, Role.TEACHER), somebody(school, Role.HEAD)
    post = Post.objects.get(holder=head)
    covering(post, teacher)
    post.last = timezone.localdate() - DAY
    post.save()
    assert not has_permission(teacher, Permission.CHANGE_POSTS, school)


def test_a_closed_account_has_no_rights_whatever_posts_it_holds(school: School) -> None:
    head = somebody(school, Role.HEAD)
    head.closed_at = timezone.now()
    assert not has_permission(head, Permission.SEE_SCHOOL, school)


def test_a_refusal_names_the_roles_that_may(school: School) -> None:
    with pytest.raises(NotAllowedError, match="Executive head"):
        check_permission(somebody(school, Role.TEACHER), Permission.ADD_SCHOOLS, None)


def test_somebody_who_works_at_two_schools_sees_both_and_no_third(school: School) -> None:
    other, third = a_school("st-brigids"), a_school("tarnside")
    user = somebody(school, Role.TEACHER)
    Post.objects.create(
        federation=other.federation, school=other, role="teacher", holder=user, first=timezone.localdate()
    )
    assert set(schools_for(user)) == {school, other}
    assert third not in schools_for(user)


def test_every_right_says_in_plain_words_what_it_means() -> None:
    assert [each for each in Permission if each not in TITLES] == []


def test_every_right_is_given_to_somebody() -> None:
    given = {permission for rule in ROLES.values() for permission in rule.permissions}
    assert [each for each in Permission if each not in given] == []
