"""Being away, standing in, delegating."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import has_permission
from belisha.console.access.models import Away, Cover, Post, User
from belisha.console.access.permissions import Permission
from belisha.console.access.posts.actions.standing_in import come_back, cover_post, end_cover, mark_away
from belisha.console.access.posts.flags import FlagKind
from belisha.console.access.posts.queries import flags_at
from belisha.console.access.roles import Role
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


@pytest.fixture
def dsl(school: School) -> Post:
    return Post.objects.get(holder=somebody(school, Role.DSL))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_an_absence_is_flagged_until_somebody_stands_in(school: School, head: By, dsl: Post) -> None:
    now = timezone.localdate()
    mark_away(head, user=dsl.holder, at=school, first=now, last=now + 4 * DAY)
    assert any(flag.kind is FlagKind.NO_COVER for flag in flags_at(school))
    deputy = somebody(school, Role.DEPUTY_DSL)
    cover_post(head, post=dsl, stand_in=deputy, first=now, last=now + 4 * DAY)
    assert not any(flag.kind is FlagKind.NO_COVER for flag in flags_at(school))
    assert has_permission(fresh(deputy), Permission.SEE_AUDIT, school)


def test_the_rights_of_a_stand_in_end_the_moment_they_are_ended(school: School, head: By, dsl: Post) -> None:
    now, deputy = timezone.localdate(), somebody(school, Role.DEPUTY_DSL)
    cover = cover_post(head, post=dsl, stand_in=deputy, first=now, last=now + DAY)
    end_cover(head, cover=cover)
    assert not has_permission(fresh(deputy), Permission.SEE_AUDIT, school)
    assert not Cover.objects.exists()


def test_an_older_stand_in_keeps_the_days_that_are_past(school: School, head: By, dsl: Post) -> None:
    now = timezone.localdate()
    cover = cover_post(head, post=dsl, stand_in=somebody(school), first=now - 3 * DAY, last=now + DAY)
    end_cover(head, cover=cover)
    assert Cover.objects.get().last == now - DAY


def test_nobody_stands_in_for_themselves_or_outside_the_days_of_the_post(school: School, head: By, dsl: Post) -> None:
    now = timezone.localdate()
    with pytest.raises(ValidationError, match="themselves"):
        cover_post(head, post=dsl, stand_in=dsl.holder, first=now, last=now)
    with pytest.raises(ValidationError, match="itself is held"):
        cover_post(head, post=dsl, stand_in=somebody(school), first=dsl.first - DAY, last=now)
    with pytest.raises(ValidationError, match="before the first"):
        cover_post(head, post=dsl, stand_in=somebody(school), first=now, last=now - DAY)


@pytest.mark.parametrize("kind", ["pupil", "parent", "visitor", "governor"])
def test_only_staff_stand_in_for_staff(school: School, head: By, dsl: Post, kind: str) -> None:
    now = timezone.localdate()
    with pytest.raises(ValidationError, match=kind):
        cover_post(head, post=dsl, stand_in=somebody(school, kind=kind), first=now, last=now)


def test_a_teacher_names_no_stand_in(school: School, dsl: Post) -> None:
    now = timezone.localdate()
    with pytest.raises(PermissionDenied):
        cover_post(By(somebody(school, Role.TEACHER)), post=dsl, stand_in=somebody(school), first=now, last=now)


def test_everybody_marks_themselves_as_away_and_only_those_who_appoint_others(
    school: School, head: By, dsl: Post
) -> None:
    now = timezone.localdate()
    away = mark_away(By(dsl.holder), user=dsl.holder, at=school, first=now, last=now)
    come_back(By(dsl.holder), away=away, at=school)
    assert not Away.objects.exists()
    with pytest.raises(PermissionDenied):
        mark_away(By(somebody(school, Role.TEACHER)), user=dsl.holder, at=school, first=now, last=now)
    assert mark_away(head, user=dsl.holder, at=school, first=now, last=now)


def test_a_head_marks_nobody_of_another_school_as_away(school: School, head: By) -> None:
    now = timezone.localdate()
    stranger = somebody(a_school("st-brigids"), Role.TEACHER)
    with pytest.raises(PermissionDenied):
        mark_away(head, user=stranger, at=school, first=now, last=now)


def test_days_away_do_not_overlap_and_are_not_over(school: School, head: By, dsl: Post) -> None:
    now = timezone.localdate()
    mark_away(head, user=dsl.holder, at=school, first=now, last=now + 3 * DAY)
    with pytest.raises(ValidationError, match="already"):
        mark_away(head, user=dsl.holder, at=school, first=now + 3 * DAY, last=now + 5 * DAY)
    with pytest.raises(ValidationError, match="over"):
        mark_away(head, user=dsl.holder, at=school, first=now - 5 * DAY, last=now - 4 * DAY)
